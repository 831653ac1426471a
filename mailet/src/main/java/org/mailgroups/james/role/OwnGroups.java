// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.membership.Ancestors.Membership;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Text;

/** Tells users which groups they are in, under which of their addresses or through which group. Thread-safe. */
public final class OwnGroups {
    /** The most groups that an answer names. */
    static final int MAX_NAMED = 100;

    /** The port to the groups that an address is in. Thread-safe. */
    @FunctionalInterface
    public interface Memberships {
        /**
         * Returns the groups by address.
         *
         * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
         */
        Page<Membership> list(Principal principal, Address address, PageRequest page);
    }

    private final Memberships memberships;
    private final GroupLookup lookup;

    @Inject
    public OwnGroups(Memberships memberships, GroupLookup lookup) {
        this.memberships = memberships;
        this.lookup = lookup;
    }

    /**
     * Returns the groups of a user.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if they cannot be known now
     */
    String of(Principal.User user) {
        Map<Address, Membership> found = new TreeMap<>();
        for (Address address : user.addresses()) {
            Page.all(page -> memberships.list(user, address, page))
                    .flatMap(List::stream)
                    .forEach(membership -> found.merge(
                            membership.group().address(),
                            membership,
                            (one, other) -> rank(user, one) <= rank(user, other) ? one : other));
        }
        List<String> lines = new ArrayList<>();
        if (found.isEmpty()) {
            lines.add("You are in no group.");
        } else {
            lines.addAll(List.of("You are in " + found.size() + (found.size() == 1 ? " group:" : " groups:"), ""));
            found.values().stream().limit(MAX_NAMED).forEach(membership -> lines.addAll(lines(user, membership)));
        }
        if (found.size() > MAX_NAMED) {
            lines.addAll(List.of("", "and " + (found.size() - MAX_NAMED) + " more."));
        }
        lines.addAll(List.of("", "This answer was sent automatically.", ""));
        return String.join("\r\n", lines);
    }

    /** Returns a small number for the way that counts: a member by the user's own address is never excluded. */
    private static int rank(Principal.User user, Membership membership) {
        if (membership.direct()) {
            return membership.through().equals(user.user()) ? 0 : 1;
        }
        return 2;
    }

    private List<String> lines(Principal.User user, Membership membership) {
        Group group = membership.group();
        String way = membership.direct()
                ? "  as " + membership.through()
                : "  through the group " + membership.through() + ", which is in it";
        return List.of(
                group.address() + "  " + Text.cleanedLine(group.name(), Group.MAX_NAME_LENGTH),
                isExcluded(user, membership)
                        ? way + "; but you have left it, or were excluded, and get no messages from it"
                        : way);
    }

    private boolean isExcluded(Principal.User user, Membership membership) {
        return rank(user, membership) > 0
                && lookup.find(membership.group().address())
                        .filter(entry -> !Collections.disjoint(lookup.excluded(entry), user.addresses()))
                        .isPresent();
    }
}
