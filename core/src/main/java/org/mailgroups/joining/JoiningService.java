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
 * Makes users members of groups that are open to them, and keeps their requests to groups whose administrators decide
 * about each. An exclusion of the same person ends, under each address:
 * whoever has left and joins again gets messages again. Thread-safe.
 */
public final class JoiningService {
    private final GroupRepository groups;
    private final ExclusionRepository exclusions;
    private final JoinRequestRepository requests;
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
            JoinRequestRepository requests,
            GroupLookup lookup,
            Membership membership,
            GroupRights rights,
            AddressRules rules,
            Identities identities,
            AuditTrail audit) {
        this.groups = groups;
        this.exclusions = exclusions;
        this.requests = requests;
        this.lookup = lookup;
        this.membership = membership;
        this.rights = rights;
        this.rules = rules;
        this.identities = identities;
        this.audit = audit;
    }

    /**
     * Makes a user a member, if the group is open; or asks its administrators, if it takes requests. Whoever is a
     * member already, also through nested groups or by an alias, stays what he is.
     *
     * @param user the principal's own name, unless a postmaster calls; the person of a link may be none of this server
     * @param text for the administrators, if they are asked
     * @throws org.mailgroups.value.NotAllowedException if the user is another one
     * @throws WrongStateException if the group is closed, or too many have asked
     * @throws NotFoundException if there is no such group
     * @throws org.mailgroups.value.InvalidValueException if the address is no user's, or the text is too long
     */
    public JoinResult join(Principal principal, Address group, Address user, String text) {
        if (!(principal instanceof Principal.Postmaster)
                && !principal.addresses().contains(user)) {
            throw Rights.refusal(Act.JOIN, group.toString());
        }
        rights.require(principal, Act.JOIN, group);
        GroupEntry entry = lookup.find(group).orElseThrow(() -> new NotFoundException("there is no group " + group));
        String kept = JoinRequest.text(text);
        if (entry.settings().join() == Join.CLOSED) {
            throw new WrongStateException(group + " is closed: its administrators add members");
        }
        if (principal instanceof Principal.Bearer) {
            rules.requireMember("user", group, user);
        } else {
            rules.requireUser("user", user);
        }
        Set<Address> own = own(principal, user);
        return entry.settings().join() == Join.OPEN
                ? admit(principal, entry, user, own)
                : request(principal, entry, user, own, kept);
    }

    private JoinResult admit(Principal principal, GroupEntry group, Address user, Set<Address> own) {
        List<Address> included = Readmission.include(exclusions, lookup, group.address(), own);
        boolean isAdded = !membership.contains(group, own)
                && groups.addMembers(group.address(), List.of(NewMember.of(user)), OptionalLong.empty()) > 0;
        if (!isAdded && included.isEmpty()) {
            return JoinResult.MEMBER;
        }
        audit.record(
                principal,
                "member-joined",
                "group",
                group.address(),
                "member",
                user,
                "added",
                isAdded,
                "included",
                included);
        return JoinResult.JOINED;
    }

    /** Asks the administrators. Whoever has left may ask too, although nested groups still have the person. */
    private JoinResult request(Principal principal, GroupEntry group, Address user, Set<Address> own, String text) {
        boolean hasLeft = lookup.excluded(group).stream().anyMatch(own::contains);
        if (!hasLeft && membership.contains(group, own)) {
            return JoinResult.MEMBER;
        }
        return switch (requests.add(group.id(), user, text)) {
            case PRESENT -> JoinResult.WAITING;
            case FULL -> throw new WrongStateException("too many have asked to join " + group.address()
                    + ": its administrators decide about " + JoinRequestRepository.MAX_OF_ONE_GROUP + " first");
            case ADDED -> {
                audit.record(principal, "join-requested", "group", group.address(), "member", user);
                yield JoinResult.REQUESTED;
            }
        };
    }

    private Set<Address> own(Principal principal, Address user) {
        Set<Address> own = new TreeSet<>(Readmission.own(identities, user));
        if (principal instanceof Principal.User) {
            own.addAll(principal.addresses());
        }
        return own;
    }
}
