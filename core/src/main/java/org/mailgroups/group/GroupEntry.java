// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import org.mailgroups.value.Address;

/**
 * A group as a message sees it.
 *
 * @param id the group's identity in the store
 * @param name for the List-Id header
 * @param version of the group and its members
 */
public record GroupEntry(
        long id, Address address, String name, long version, List<Address> administrators, GroupSettings settings) {
    public GroupEntry {
        administrators = List.copyOf(administrators);
    }
}
