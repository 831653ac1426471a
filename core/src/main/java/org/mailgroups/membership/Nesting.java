// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import com.google.common.collect.Lists;
import java.util.Collection;
import java.util.HashMap;
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
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;

/**
 * Checks who may put a group into another one. Mail to the outer group reaches the inner one's members whatever the
 * inner one's settings say, and so it takes an administrator of the inner group. Thread-safe.
 */
public final class Nesting {
    private static final int AT_ONCE = 1000;

    private final GroupDirectory directory;
    private final AddressRewriting rewriting;
    private final GroupRights rights;

    @Inject
    public Nesting(GroupDirectory directory, AddressRewriting rewriting, GroupRights rights) {
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
    public void require(Principal principal, List<Address> members) {
        if (principal instanceof Principal.Postmaster) {
            return;
        }
        Map<Address, Rewritten> rewritten = rewriting.rewrite(members);
        members.stream()
                .flatMap(member -> groupsAt(member, rewritten))
                .forEach(group -> rights.require(principal, Act.NEST_GROUP, group));
    }

    /** Returns those that the principal may not put into another group, each with the reason. */
    Map<Address, String> refusals(Principal principal, Collection<Address> members) {
        if (principal instanceof Principal.Postmaster) {
            return Map.of();
        }
        Map<Address, String> refusals = new HashMap<>();
        for (List<Address> some : Lists.partition(List.copyOf(members), AT_ONCE)) {
            Map<Address, Rewritten> rewritten = rewriting.rewrite(some);
            for (Address member : some) {
                groupsAt(member, rewritten)
                        .filter(group -> !rights.may(principal, Act.NEST_GROUP, group))
                        .findFirst()
                        .map(group -> Rights.refusal(Act.NEST_GROUP, group.toString()))
                        .ifPresent(refusal -> refusals.put(member, refusal.getMessage()));
            }
        }
        return refusals;
    }

    private Stream<Address> groupsAt(Address member, Map<Address, Rewritten> rewritten) {
        return Stream.concat(Stream.of(member), targets(rewritten.get(member)).stream())
                .flatMap(address -> directory.groupAt(address).stream())
                .map(GroupEntry::address);
    }

    private static Set<Address> targets(Rewritten rewritten) {
        return rewritten instanceof Rewritten.To to ? to.addresses() : Set.of();
    }
}
