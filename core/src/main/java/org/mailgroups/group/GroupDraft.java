// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import java.util.Optional;
import org.mailgroups.value.Address;

/**
 * A group as a caller wants it, before any rule has been asked.
 *
 * @param named the administrators; null where the caller has left them out
 */
public record GroupDraft(
        Address address,
        String name,
        String description,
        List<Address> named,
        List<NewMember> members,
        GroupSettings settings) {
    public GroupDraft {
        named = named == null ? null : List.copyOf(named);
        members = List.copyOf(members);
    }

    /** The administrators that the caller has named. */
    public Optional<List<Address>> administrators() {
        return Optional.ofNullable(named);
    }
}
