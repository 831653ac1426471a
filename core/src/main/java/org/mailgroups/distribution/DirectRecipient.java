// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.List;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * A recipient of a message that is no group itself, and where the mail server would take it.
 *
 * @param finals the final addresses that it leads to; itself, if the mail server does not rewrite it
 * @param groups the groups that it leads to
 */
public record DirectRecipient(Address address, List<Address> finals, List<GroupEntry> groups) {
    public DirectRecipient {
        finals = List.copyOf(finals);
        groups = List.copyOf(groups);
    }
}
