// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.mailgroups.membership.RecipientService.FinalRecipient;
import org.mailgroups.value.Address;

/**
 * A final address of a group, and the way that leads to it, as JSON.
 *
 * @param unreachable why a member gets nothing; empty, and absent, for an address that is reached
 */
record RecipientView(
        String address, List<String> path, @JsonInclude(JsonInclude.Include.NON_EMPTY) String unreachable) {
    static RecipientView of(FinalRecipient recipient) {
        return new RecipientView(
                recipient.address().toString(),
                recipient.path().stream().map(Address::toString).toList(),
                recipient.unreachable());
    }
}
