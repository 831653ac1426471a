// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.time.Instant;
import java.util.List;
import org.mailgroups.group.setting.ListId;
import org.mailgroups.value.Address;

/**
 * A group to be created, with its first members.
 *
 * @param administrators at least one; an administrator need not be a member
 * @param members may be empty; if an address is there twice, the first one counts
 * @param listId the identifier that it gets if no other group has it
 * @param createdBy the key of the user who creates it by the rules for users; empty if it is somebody else
 */
public record NewGroup(
        Address address,
        String name,
        String description,
        List<Address> administrators,
        List<NewMember> members,
        GroupSettings settings,
        ListId listId,
        String createdBy) {
    public NewGroup {
        address = Group.validAddress(address);
        name = Group.validName(name);
        description = Group.validDescription(description);
        administrators = Group.validAdministrators(administrators);
        members = NewMember.distinct(members);
    }

    /** Makes a group with the default settings. */
    public NewGroup(
            Address address, String name, String description, List<Address> administrators, List<NewMember> members) {
        this(address, name, description, administrators, members, GroupSettings.DEFAULT);
    }

    /** Makes a group with the identifier that its address asks for. */
    public NewGroup(
            Address address,
            String name,
            String description,
            List<Address> administrators,
            List<NewMember> members,
            GroupSettings settings) {
        this(address, name, description, administrators, members, settings, ListId.of(address));
    }

    /** Makes a group that no user has created. */
    public NewGroup(
            Address address,
            String name,
            String description,
            List<Address> administrators,
            List<NewMember> members,
            GroupSettings settings,
            ListId listId) {
        this(address, name, description, administrators, members, settings, listId, "");
    }

    /** Makes the group that a draft wants. */
    static NewGroup of(GroupDraft draft, List<Address> administrators) {
        return new NewGroup(
                draft.address(),
                draft.name(),
                draft.description(),
                administrators,
                draft.members(),
                draft.settings(),
                ListId.of(draft.address()),
                draft.createdBy());
    }

    /**
     * Returns what becomes of a group if it takes all of this but the members. It keeps its address if that is another
     * one, and takes the way in which it is written here if it is the same. It keeps its identifier.
     */
    public Group over(Group before, Instant createdAt, long version) {
        return new Group(
                before.id(),
                address.equals(before.address()) ? address : before.address(),
                name,
                description,
                administrators,
                before.memberCount(),
                createdAt,
                version,
                settings,
                before.listId());
    }
}
