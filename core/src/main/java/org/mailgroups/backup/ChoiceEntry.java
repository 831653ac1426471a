// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import org.mailgroups.choice.Choice;
import org.mailgroups.choice.Delivery;
import org.mailgroups.choice.MemberChoice;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;

/** What a member has chosen, as a backup has it. */
record ChoiceEntry(Address member, String delivery, boolean ownCopy) {
    static ChoiceEntry of(MemberChoice choice) {
        return new ChoiceEntry(
                choice.member(),
                choice.choice().delivery().text(),
                choice.choice().ownCopy());
    }

    MemberChoice choice() {
        return new MemberChoice(member, new Choice(Field.named("delivery", () -> Delivery.parse(delivery)), ownCopy));
    }
}
