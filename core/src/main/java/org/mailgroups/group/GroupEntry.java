// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import org.mailgroups.group.setting.ListId;
import org.mailgroups.value.Address;

/**
 * A group as a message sees it.
 *
 * @param id the group's identity in the store
 * @param name for the List-Id header
 * @param version of the group and its members
 */
public record GroupEntry(
        long id,
        Address address,
        String name,
        long version,
        List<Address> administrators,
        GroupSettings settings,
        ListId listId) {
    public GroupEntry {
        administrators = List.copyOf(administrators);
    }

    /** A group that has the identifier its address asks for. */
    public GroupEntry(
            long id, Address address, String name, long version, List<Address> administrators, GroupSettings settings) {
        this(id, address, name, version, administrators, settings, ListId.of(address));
    }
}
