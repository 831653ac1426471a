// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/**
 * Checks who may put a group into another one. Mail to the outer group reaches the inner one's members whatever the
 * inner one's settings say, and so it takes an administrator of the inner group. Thread-safe.
 */
final class Nesting {
    private final GroupDirectory directory;
    private final AddressRewriting rewriting;
    private final GroupRights rights;

    @Inject
    Nesting(GroupDirectory directory, AddressRewriting rewriting, GroupRights rights) {
        this.directory = directory;
        this.rewriting = rewriting;
        this.rights = rights;
    }

    /**
     * Checks that the principal may add these members, as far as they are groups, or aliases that lead to groups.
     *
     * @throws org.mailgroups.value.NotAllowedException naming the first group that the principal may not put into
     *     another one
     */
    void require(Principal principal, List<Address> members) {
        if (principal instanceof Principal.Postmaster) {
            return;
        }
        Map<Address, Rewritten> rewritten = rewriting.rewrite(members);
        members.stream()
                .flatMap(member -> Stream.concat(Stream.of(member), targets(rewritten.get(member)).stream()))
                .flatMap(address -> directory.groupAt(address).stream())
                .map(GroupEntry::address)
                .forEach(group -> rights.require(principal, Act.NEST_GROUP, group));
    }

    private static Set<Address> targets(Rewritten rewritten) {
        return rewritten instanceof Rewritten.To to ? to.addresses() : Set.of();
    }
}
