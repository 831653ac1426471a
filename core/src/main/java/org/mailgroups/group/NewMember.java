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
 * @param knownAs the name this group knows the member by; empty for none, then the user's profile gives it
 */
public record NewMember(Address address, String knownAs) {
    /** The longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 200;

    public NewMember {
        knownAs = Text.line("name", knownAs, MAX_NAME_LENGTH);
    }

    /** A member without a name of its own in the group. */
    public static NewMember of(Address address) {
        return new NewMember(address, "");
    }

    /** The name this group knows the member by. */
    public Optional<String> name() {
        return knownAs.isEmpty() ? Optional.empty() : Optional.of(knownAs);
    }

    /** The given members, each address once, the first naming kept, in order. */
    public static List<NewMember> distinct(Collection<NewMember> members) {
        Map<Address, NewMember> byAddress = new LinkedHashMap<>();
        members.forEach(member -> byAddress.putIfAbsent(member.address(), member));
        return List.copyOf(byAddress.values());
    }
}
