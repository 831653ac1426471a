// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.distribution.Identities;
import org.mailgroups.exclusion.ExclusionRepository;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Membership;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.group.setting.Join;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.WrongStateException;

/**
 * Makes users members of groups that are open to them. An exclusion of the same person ends, under each address:
 * whoever has left and joins again gets messages again. Thread-safe.
 */
public final class JoiningService {
    private final GroupRepository groups;
    private final ExclusionRepository exclusions;
    private final GroupLookup lookup;
    private final Membership membership;
    private final GroupRights rights;
    private final AddressRules rules;
    private final Identities identities;
    private final AuditTrail audit;

    @Inject
    public JoiningService(
            GroupRepository groups,
            ExclusionRepository exclusions,
            GroupLookup lookup,
            Membership membership,
            GroupRights rights,
            AddressRules rules,
            Identities identities,
            AuditTrail audit) {
        this.groups = groups;
        this.exclusions = exclusions;
        this.lookup = lookup;
        this.membership = membership;
        this.rights = rights;
        this.rules = rules;
        this.identities = identities;
        this.audit = audit;
    }

    /**
     * Makes a user a member. Whoever is one already, also through nested groups or by an alias, stays what he is.
     *
     * @param user the principal's own name, unless a postmaster calls
     * @return whether anything has changed
     * @throws org.mailgroups.value.NotAllowedException if the user is another one
     * @throws WrongStateException if the group is not open
     * @throws NotFoundException if there is no such group
     * @throws org.mailgroups.value.InvalidValueException if the address is no user's
     */
    public boolean join(Principal principal, Address group, Address user) {
        if (!(principal instanceof Principal.Postmaster)
                && !principal.addresses().contains(user)) {
            throw Rights.refusal(Act.JOIN, group.toString());
        }
        rights.require(principal, Act.JOIN, group);
        GroupEntry entry = lookup.find(group).orElseThrow(() -> new NotFoundException("there is no group " + group));
        if (entry.settings().join() != Join.OPEN) {
            throw new WrongStateException(group + " is not open: its administrators add members");
        }
        rules.requireUser("user", user);
        Set<Address> own = own(principal, user);
        List<Address> included = lookup.excluded(entry).stream()
                .filter(own::contains)
                .sorted()
                .filter(address -> exclusions.remove(group, address))
                .toList();
        boolean isAdded = !membership.contains(entry, own)
                && groups.addMembers(group, List.of(NewMember.of(user)), OptionalLong.empty()) > 0;
        if (isAdded || !included.isEmpty()) {
            audit.record(
                    principal, "member-joined", "group", group, "member", user, "added", isAdded, "included", included);
        }
        return isAdded || !included.isEmpty();
    }

    private Set<Address> own(Principal principal, Address user) {
        Set<Address> own = new TreeSet<>(identities.of(user));
        own.add(user);
        if (principal instanceof Principal.User) {
            own.addAll(principal.addresses());
        }
        return own;
    }
}
