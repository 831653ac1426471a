// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import java.time.Clock;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.decision.Ruling;
import org.mailgroups.distribution.Identities;
import org.mailgroups.exclusion.ExclusionRepository;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.membership.Nesting;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.WrongStateException;

/**
 * Shows the requests to join a group, and decides about them. The person is told what was decided.
 *
 * <p>Thread-safe. Every method throws {@link NotFoundException} for a group or a request that does not exist.
 */
public final class JoinRequestService {
    private final JoinRequestRepository requests;
    private final ExclusionRepository exclusions;
    private final ProfileRepository profiles;
    private final GroupLookup lookup;
    private final GroupRights rights;
    private final AddressRules rules;
    private final Nesting nesting;
    private final Identities identities;
    private final JoinNotices notices;
    private final AuditTrail audit;
    private final Clock clock;

    @Inject
    public JoinRequestService(
            JoinRequestRepository requests,
            ExclusionRepository exclusions,
            ProfileRepository profiles,
            GroupLookup lookup,
            GroupRights rights,
            AddressRules rules,
            Nesting nesting,
            Identities identities,
            JoinNotices notices,
            AuditTrail audit,
            Clock clock) {
        this.requests = requests;
        this.exclusions = exclusions;
        this.profiles = profiles;
        this.lookup = lookup;
        this.rights = rights;
        this.rules = rules;
        this.nesting = nesting;
        this.identities = identities;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A request, with the person's name.
     *
     * @param name the one of the profile; empty if there is none
     */
    public record Shown(JoinRequest request, String name) {}

    /** Returns the requests that wait for a group, in the order in which they came. */
    public Page<Shown> list(Principal principal, Address group, PageRequest page) {
        rights.require(principal, Act.DECIDE_JOIN, group);
        return requests.list(group, page).map(this::shown);
    }

    /** Returns a request of a group, with or without a decision. One with a decision is forgotten after a while. */
    public Shown get(Principal principal, Address group, String id) {
        rights.require(principal, Act.DECIDE_JOIN, group, Thing.joinRequest(id));
        return shown(find(group, id));
    }

    private Shown shown(JoinRequest request) {
        return new Shown(
                request, profiles.find(request.person()).map(Profile::name).orElse(""));
    }

    private JoinRequest find(Address group, String id) {
        GroupEntry entry = lookup.find(group).orElseThrow(() -> new NotFoundException("there is no group " + group));
        return number(id) < 0
                ? unknown(group, id)
                : requests.find(number(id))
                        .filter(request -> request.groupId() == entry.id())
                        .orElseGet(() -> unknown(group, id));
    }

    private static JoinRequest unknown(Address group, String id) {
        throw new NotFoundException("there is no request " + id + " to join " + group);
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * Decides about a request. To decide again in the same way is no error, and changes nothing. Whoever is let in gets
     * messages also after having left: an exclusion of the same person ends.
     *
     * @param comment words for the person; empty for none
     * @throws WrongStateException if there is another decision already, or if the principal may not add the address as
     *     a member, since it has become nobody's or a group's
     */
    public void decide(Principal principal, Address group, String id, Ruling ruling, String comment) {
        rights.require(principal, Act.DECIDE_JOIN, group, Thing.joinRequest(id));
        JoinRequest before = find(group, id);
        RequestState wanted = RequestState.after(ruling);
        RequestDecision decision = new RequestDecision(wanted, principal.name(), clock.instant());
        boolean isLetIn = ruling == Ruling.APPROVE && before.state() == RequestState.WAITING;
        if (isLetIn) {
            requireMember(principal, group, before);
        }
        // Before the decision: if this cannot be done now, the next try finds the request waiting still.
        List<Address> included = isLetIn ? include(group, before.person()) : List.of();
        JoinRequestRepository.Outcome outcome = requests.decide(before.id(), decision);
        if (outcome.request().state() != wanted) {
            throw new WrongStateException(
                    "request " + id + " was " + outcome.request().state().text() + " before");
        }
        if (outcome.isNew()) {
            audit.record(
                    principal,
                    "join-" + wanted.text(),
                    "group",
                    group,
                    "member",
                    before.person(),
                    "request",
                    id,
                    "included",
                    included);
            notices.tell(outcome.request(), comment);
        }
    }

    /** Checks what adding a member checks: since somebody asked, the address may have become another's. */
    private void requireMember(Principal principal, Address group, JoinRequest request) {
        try {
            nesting.require(principal, List.of(request.person()));
            rules.requireMember("", group, request.person());
        } catch (NotAllowedException | InvalidValueException | CyclicMembershipException e) {
            throw new WrongStateException(
                    "", "request " + request.id() + " cannot be approved any more, but rejected: " + e.getMessage(), e);
        }
    }

    private List<Address> include(Address group, Address person) {
        return Readmission.include(exclusions, lookup, group, Readmission.own(identities, person));
    }
}
