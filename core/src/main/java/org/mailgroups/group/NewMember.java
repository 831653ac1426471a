// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * A member to be added.
 *
 * @param knownAs the member's name in this group; if it is empty, the name is that of the user's profile
 */
public record NewMember(Address address, String knownAs) {
    /** The longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 200;

    public NewMember {
        knownAs = Text.line("name", knownAs, MAX_NAME_LENGTH);
    }

    /** Returns a member without a name of its own in the group. */
    public static NewMember of(Address address) {
        return new NewMember(address, "");
    }

    /** Returns the member's name in this group, if it has one of its own. */
    public Optional<String> name() {
        return knownAs.isEmpty() ? Optional.empty() : Optional.of(knownAs);
    }

    /** Returns the given members in order, each address once, as it came first. */
    public static List<NewMember> distinct(Collection<NewMember> members) {
        Map<Address, NewMember> byAddress = new LinkedHashMap<>();
        members.forEach(member -> byAddress.putIfAbsent(member.address(), member));
        return List.copyOf(byAddress.values());
    }
}
