// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.ArrayList;
import java.util.List;
import org.mailgroups.value.Address;

/**
 * A group that a caller wants, before any rule was checked.
 *
 * @param administrators empty if the caller has named none; then the caller is the administrator
 * @param createdBy the key of the user who creates it by the rules for users; empty if it is a postmaster
 */
public record GroupDraft(
        Address address,
        String name,
        String description,
        List<Address> administrators,
        List<NewMember> members,
        GroupSettings settings,
        String createdBy) {
    public GroupDraft {
        administrators = List.copyOf(administrators);
        members = List.copyOf(members);
    }

    /** Makes the draft of a postmaster. */
    public GroupDraft(
            Address address,
            String name,
            String description,
            List<Address> administrators,
            List<NewMember> members,
            GroupSettings settings) {
        this(address, name, description, administrators, members, settings, "");
    }

    /** Returns the draft as that of a user, who is an administrator in any case. */
    public GroupDraft withCreator(Address user) {
        List<Address> all = new ArrayList<>(administrators);
        if (!all.contains(user)) {
            all.add(0, user);
        }
        return new GroupDraft(address, name, description, all, members, settings, user.key());
    }
}
