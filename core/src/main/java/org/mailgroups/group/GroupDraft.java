// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import org.mailgroups.value.Address;

/**
 * A group that a caller wants, before any rule was checked.
 *
 * @param administrators empty if the caller has named none; then the caller is the administrator
 */
public record GroupDraft(
        Address address,
        String name,
        String description,
        List<Address> administrators,
        List<NewMember> members,
        GroupSettings settings) {
    public GroupDraft {
        administrators = List.copyOf(administrators);
        members = List.copyOf(members);
    }
}
