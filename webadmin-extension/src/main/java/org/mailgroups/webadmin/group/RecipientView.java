// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import java.util.List;
import org.mailgroups.membership.RecipientService.FinalRecipient;
import org.mailgroups.value.Address;

/** A final address of a group, and the way that leads to it, as JSON. */
record RecipientView(String address, List<String> path) {
    static RecipientView of(FinalRecipient recipient) {
        return new RecipientView(
                recipient.address().toString(),
                recipient.path().stream().map(Address::toString).toList());
    }
}
