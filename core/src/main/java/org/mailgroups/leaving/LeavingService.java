// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.leaving;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.distribution.Identities;
import org.mailgroups.distribution.OwnAddresses;
import org.mailgroups.exclusion.ExclusionRepository;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.NestedGroups;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.NotFoundException;

/**
 * Ends memberships for the members themselves. Whoever has left gets nothing from the group any more, however the
 * membership came about:
 *
 * <ul>
 *   <li>A direct member is removed, under each of a user's addresses.
 *   <li>Somebody whom a nested group has is excluded from this group, and stays in the nested one.
 *   <li>An alias that leads to others as well stays a member, and the user is excluded.
 * </ul>
 *
 * <p>Administrators who leave stay administrators. To leave twice is no error as long as a nested group still has the
 * person; whoever is no member any more has no right to leave. Thread-safe.
 */
public final class LeavingService {
    private final GroupRepository groups;
    private final ExclusionRepository exclusions;
    private final GroupLookup lookup;
    private final NestedGroups nested;
    private final GroupRights rights;
    private final Identities identities;
    private final LocalAddresses localAddresses;
    private final OwnAddresses ownAddresses;
    private final AuditTrail audit;

    @Inject
    public LeavingService(
            GroupRepository groups,
            ExclusionRepository exclusions,
            GroupDirectory directory,
            GroupLookup lookup,
            GroupRights rights,
            Identities identities,
            LocalAddresses localAddresses,
            OwnAddresses ownAddresses,
            AuditTrail audit) {
        this.groups = groups;
        this.exclusions = exclusions;
        this.lookup = lookup;
        this.nested = new NestedGroups(directory, lookup);
        this.rights = rights;
        this.identities = identities;
        this.localAddresses = localAddresses;
        this.ownAddresses = ownAddresses;
        this.audit = audit;
    }

    /**
     * Ends the membership of a person.
     *
     * @param person one of the principal's own addresses, unless a postmaster calls; that of the link, if it is one
     * @return whether anything has changed
     * @throws org.mailgroups.value.NotAllowedException if the person is another one, or no member
     * @throws NotFoundException if there is no such group
     * @throws org.mailgroups.value.WrongStateException if the group excludes too many already
     */
    public boolean leave(Principal principal, Address group, Address person) {
        if (!(principal instanceof Principal.Postmaster)
                && !principal.addresses().contains(person)) {
            throw Rights.refusal(Act.LEAVE, group.toString());
        }
        rights.require(principal, Act.LEAVE, group);
        Set<Address> own = own(principal, person);
        List<Address> alone = ownAddresses.alone(own, person);
        Collection<Address> removed = groups.membersAmong(group, alone);
        if (!removed.isEmpty()) {
            groups.removeMembers(group, removed, OptionalLong.empty());
        }
        List<Address> excluded = excluded(group, own, alone, person);
        if (!removed.isEmpty() || !excluded.isEmpty()) {
            audit.record(
                    principal,
                    "member-left",
                    "group",
                    group,
                    "member",
                    person,
                    "removed",
                    List.copyOf(new TreeSet<>(removed)),
                    "excluded",
                    excluded);
        }
        return !removed.isEmpty() || !excluded.isEmpty();
    }

    /** Returns the addresses of the person. A link is for one address; those of a user are for all. */
    private Set<Address> own(Principal principal, Address person) {
        Set<Address> own = new TreeSet<>(Set.of(person));
        if (principal instanceof Principal.User user) {
            own.addAll(user.addresses());
        } else if (localAddresses.isUser(person)) {
            own.addAll(identities.of(person));
        }
        return own;
    }

    /** Excludes the person, if there is still a way from the group to one of the addresses. */
    private List<Address> excluded(Address group, Set<Address> own, List<Address> alone, Address person) {
        Set<Address> left = new TreeSet<>();
        GroupEntry entry = lookup.find(group).orElseThrow(() -> new NotFoundException("there is no group " + group));
        nested.anyMembers(entry, members -> {
            own.stream()
                    .filter(address -> Collections.binarySearch(members, address) >= 0)
                    .forEach(left::add);
            return false;
        });
        if (left.isEmpty()) {
            return List.of();
        }
        left.retainAll(alone);
        left.add(person);
        return left.stream().filter(address -> exclusions.add(group, address)).toList();
    }
}
