// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.contact.Contact;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.WrongStateException;

/**
 * Lists, adds and removes the direct members of a group, one or many at a time. It is no error to add an address that
 * is a member, or to remove one that is not.
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.NotFoundException} for a group that does not exist.
 */
public final class MemberService {
    /** How many members one call looks through for those of a kind, in pages of {@link PageRequest#MAX_LIMIT}. */
    private static final int MAX_READS = 20;

    private final GroupRepository groups;
    private final AddressRules rules;
    private final MemberKinds kinds;
    private final GroupRights rights;
    private final MemberContacts contacts;
    private final Nesting nesting;
    private final BounceLedger bounces;
    private final AuditTrail audit;

    @Inject
    public MemberService(
            GroupRepository groups,
            AddressRules rules,
            MemberKinds kinds,
            GroupRights rights,
            MemberContacts contacts,
            Nesting nesting,
            BounceLedger bounces,
            AuditTrail audit) {
        this.groups = groups;
        this.rules = rules;
        this.kinds = kinds;
        this.rights = rights;
        this.contacts = contacts;
        this.nesting = nesting;
        this.bounces = bounces;
        this.audit = audit;
    }

    /**
     * A member and its kind.
     *
     * @param contact the id of the contact that it is, if the principal may know that
     * @param state active, if the principal may not know more
     */
    public record KnownMember(Member member, MemberKind kind, Optional<UUID> contact, MemberState state) {}

    /**
     * Returns the members with the text in name or address, by address. Only a postmaster sees more than the address of
     * a contact that is not shared.
     *
     * @param kind the wanted kind; empty for all. A page of one kind may have few members, or none, and not be the
     *     last.
     * @param state the wanted state, in the same way
     * @throws org.mailgroups.value.NotAllowedException if the principal may not list the members
     */
    public Page<KnownMember> list(
            Principal principal,
            Address group,
            String text,
            Optional<MemberKind> kind,
            Optional<MemberState> state,
            PageRequest request) {
        rights.requireMemberList(principal, group);
        Group existing = groups.get(group);
        return kind.isEmpty() && state.isEmpty()
                ? page(principal, existing, text, request)
                : only(
                        member -> kind.filter(wanted -> wanted != member.kind()).isEmpty()
                                && state.filter(wanted -> wanted != member.state())
                                        .isEmpty(),
                        page -> page(principal, existing, text, page),
                        request);
    }

    private Page<KnownMember> page(Principal principal, Group group, String text, PageRequest request) {
        return groups.members(group.address(), text, request).mapAll(members -> known(principal, group, members));
    }

    /** More is known of members that were read, so members are read until a page is full, up to a bound. */
    private static Page<KnownMember> only(
            Predicate<KnownMember> wanted, Function<PageRequest, Page<KnownMember>> list, PageRequest request) {
        List<KnownMember> kept = new ArrayList<>();
        Optional<String> after = Optional.of(request.after());
        for (int reads = 0; reads < MAX_READS && after.isPresent() && kept.size() <= request.limit(); reads++) {
            Page<KnownMember> page = list.apply(new PageRequest(after.get(), PageRequest.MAX_LIMIT));
            page.items().stream().filter(wanted).forEach(kept::add);
            after = page.next();
        }
        return kept.size() > request.limit()
                ? Page.of(
                        request.limit(), kept, known -> known.member().address().key())
                : new Page<>(kept, after);
    }

    /**
     * Returns a member.
     *
     * @throws org.mailgroups.value.NotAllowedException if the principal may not list the members
     * @throws org.mailgroups.value.NotFoundException also if the address is none of the members
     */
    public KnownMember get(Principal principal, Address group, Address member) {
        rights.requireMemberList(principal, group);
        Group existing = groups.get(group);
        return groups.member(existing.id(), member)
                .map(found -> known(principal, existing, List.of(found)).get(0))
                .orElseThrow(() -> new NotFoundException(member + " is no member of " + group));
    }

    private List<KnownMember> known(Principal principal, Group group, List<Member> members) {
        List<Address> addresses = members.stream().map(Member::address).toList();
        Map<Address, MemberKind> kindOf = kinds.of(addresses);
        Map<Address, Contact> contactAt = contacts.of(group.id(), addresses);
        Set<Address> suspended = rights.may(principal, Act.CHANGE_MEMBERS, group.address())
                ? bounces.suspendedAmong(group.id(), addresses)
                : Set.of();
        return members.stream()
                .map(member -> known(
                        principal,
                        member,
                        kindOf.get(member.address()),
                        contactAt.get(member.address()),
                        suspended.contains(member.address()) ? MemberState.SUSPENDED : MemberState.ACTIVE))
                .toList();
    }

    private static KnownMember known(
            Principal principal, Member member, MemberKind kind, Contact contact, MemberState state) {
        if (contact == null) {
            return new KnownMember(member, kind, Optional.empty(), state);
        }
        if (contact.details().shared() || Rights.may(principal, Act.SEE_UNSHARED_CONTACTS)) {
            return new KnownMember(member, kind, Optional.of(contact.id()), state);
        }
        return new KnownMember(new Member(member.address(), "", member.addedAt()), kind, Optional.empty(), state);
    }

    public void add(Principal principal, Address group, NewMember member, ExpectedVersions expected) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        OptionalLong version = require(group, expected);
        nesting.require(principal, List.of(member.address()));
        rules.requireMember("member", group, member.address());
        if (groups.addMembers(group, List.of(member), version) > 0) {
            audit.record(principal, "member-added", "group", group, "member", member.address());
        }
    }

    public void remove(Principal principal, Address group, Address member, ExpectedVersions expected) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        OptionalLong version = require(group, expected);
        if (groups.removeMembers(group, List.of(member), version) > 0) {
            audit.record(principal, "member-removed", "group", group, "member", member);
        }
    }

    /**
     * Adds members, all or none.
     *
     * @throws org.mailgroups.value.InvalidValueException naming the first address that does not exist, such as {@code
     *     [3]}
     * @throws WrongStateException naming a group that contains this one
     */
    public void addAll(Principal principal, Address group, List<NewMember> members, ExpectedVersions expected) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        OptionalLong version = require(group, expected);
        List<Address> addresses = members.stream().map(NewMember::address).toList();
        nesting.require(principal, addresses);
        int added;
        try {
            rules.requireMembers("", group, addresses);
            added = groups.addMembers(group, members, version);
        } catch (CyclicMembershipException e) {
            throw new WrongStateException("[" + addresses.indexOf(e.member()) + "]", e.reason(), e);
        }
        if (added > 0) {
            audit.recordEach(principal, "members-added", "members", addresses, "group", group, "added", added);
        }
    }

    /** Removes members, all or none. An address that is not a member is passed over. */
    public void removeAll(Principal principal, Address group, List<Address> members, ExpectedVersions expected) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        OptionalLong version = require(group, expected);
        int removed = groups.removeMembers(group, members, version);
        if (removed > 0) {
            audit.recordEach(principal, "members-removed", "members", members, "group", group, "removed", removed);
        }
    }

    /**
     * Returns the version that the group must still have, if it matters; the group is there, in an expected version.
     */
    private OptionalLong require(Address group, ExpectedVersions expected) {
        return groups.get(group).expected(expected);
    }
}
