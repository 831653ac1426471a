// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.MemberBody;
import org.mailgroups.call.view.MemberNameBody;
import org.mailgroups.call.view.MemberView;
import org.mailgroups.group.GroupService;
import org.mailgroups.group.NewMember;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.membership.CandidateService;
import org.mailgroups.membership.ContactMemberService;
import org.mailgroups.membership.MemberKind;
import org.mailgroups.membership.MemberService;
import org.mailgroups.membership.MemberState;

/** The members of a group. */
public final class MemberRoutes implements Routes {
    private static final String MEMBER = "member";
    private static final String TEXT = "q";
    private static final String KIND = "kind";
    private static final String STATE = "state";

    /** The mark before the id of a contact, at the place of a member's address. No address has a colon. */
    private static final String CONTACT = "contact:";

    static final String MEMBERS = GroupRoutes.GROUP + "/members";
    private static final String ONE = MEMBERS + "/{" + MEMBER + "}";

    private final MemberService members;
    private final ContactMemberService contacts;
    private final CandidateService candidates;
    private final GroupService groups;

    @Inject
    public MemberRoutes(
            MemberService members, ContactMemberService contacts, CandidateService candidates, GroupService groups) {
        this.members = members;
        this.contacts = contacts;
        this.candidates = candidates;
        this.groups = groups;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(MEMBERS)
                        .does("the members of a group")
                        .by(Caller.MEMBER)
                        .pagedQuery(TEXT, KIND, STATE)
                        .answersPageOf(MemberView.class)
                        .with(this::list),
                Route.get(ONE)
                        .does("a member; 404 if the address is none")
                        .by(Caller.MEMBER)
                        .answers(MemberView.class)
                        .with(call -> Answer.ok(MemberView.of(members.get(
                                call.principal(), call.address(GroupRoutes.ADDRESS), call.address(MEMBER))))),
                Route.put(ONE)
                        .does("add a member, who may be contact:{id}; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .mayTake(MemberNameBody.class, MemberNameBody.MAX_BYTES)
                        .versioned()
                        .with(this::add),
                Route.delete(ONE)
                        .does("remove a member, who may be contact:{id}; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .versioned()
                        .with(this::remove),
                Route.post(MEMBERS)
                        .action("add")
                        .does("add members, all or none: addresses, or objects with a name")
                        .by(Caller.ADMINISTRATOR)
                        .first(this::requireAdministrator)
                        .takesListOf(MemberBody.class, MemberBody.MAX_LIST_BYTES)
                        .versioned()
                        .with(this::addAll),
                Route.post(MEMBERS)
                        .action("remove")
                        .does("remove members, all or none")
                        .by(Caller.ADMINISTRATOR)
                        .first(this::requireAdministrator)
                        .takesListOf(MemberBody.class, MemberBody.MAX_LIST_BYTES)
                        .versioned()
                        .with(this::removeAll),
                Route.get(GroupRoutes.GROUP + "/candidates")
                        .does("users, groups and shared contacts that could be added")
                        .by(Caller.ADMINISTRATOR)
                        .pagedQuery(TEXT)
                        .answersPageOf(MemberView.class)
                        .with(this::listCandidates));
    }

    private Answer list(MembersCall call) {
        return Answer.ok(PageView.of(
                members.list(
                        call.principal(),
                        call.address(GroupRoutes.ADDRESS),
                        call.query().text(TEXT),
                        kind(call),
                        state(call),
                        call.page()),
                MemberView::of));
    }

    private static Optional<MemberKind> kind(MembersCall call) {
        String[] words = Stream.concat(
                        Stream.of(""),
                        Stream.of(MemberKind.USER, MemberKind.GROUP, MemberKind.EXTERNAL, MemberKind.UNKNOWN)
                                .map(MemberKind::word))
                .toArray(String[]::new);
        String word = call.query().oneOf(KIND, words);
        return Stream.of(MemberKind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst();
    }

    private static Optional<MemberState> state(MembersCall call) {
        String word = call.query().oneOf(STATE, "", MemberState.ACTIVE.word(), MemberState.SUSPENDED.word());
        return Stream.of(MemberState.values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }

    private Answer listCandidates(MembersCall call) {
        return Answer.ok(PageView.of(
                candidates.list(
                        call.principal(),
                        call.address(GroupRoutes.ADDRESS),
                        call.query().text(TEXT),
                        call.page()),
                MemberView::of));
    }

    private Answer addAll(MembersCall call) {
        members.addAll(call.principal(), call.address(GroupRoutes.ADDRESS), changed(call), call.expectedVersions());
        return Answer.noContent();
    }

    private Answer removeAll(MembersCall call) {
        members.removeAll(
                call.principal(),
                call.address(GroupRoutes.ADDRESS),
                changed(call).stream().map(NewMember::address).toList(),
                call.expectedVersions());
        return Answer.noContent();
    }

    /** Whoever may see the settings may change the members. */
    private void requireAdministrator(MembersCall call) {
        groups.get(call.principal(), call.address(GroupRoutes.ADDRESS));
    }

    private static List<NewMember> changed(MembersCall call) {
        return MemberBody.changed(call.bodyList(MemberBody.class));
    }

    private static boolean isContact(MembersCall call) {
        return call.text(MEMBER).startsWith(CONTACT);
    }

    private Answer add(MembersCall call) {
        if (isContact(call)) {
            call.optionalBody(MemberNameBody.None.class);
            contacts.add(
                    call.principal(),
                    call.address(GroupRoutes.ADDRESS),
                    call.id("contact", MEMBER, CONTACT),
                    call.expectedVersions());
            return Answer.noContent();
        }
        members.add(
                call.principal(),
                call.address(GroupRoutes.ADDRESS),
                call.optionalBody(MemberNameBody.class).member(call.address(MEMBER)),
                call.expectedVersions());
        return Answer.noContent();
    }

    private Answer remove(MembersCall call) {
        if (isContact(call)) {
            contacts.remove(
                    call.principal(),
                    call.address(GroupRoutes.ADDRESS),
                    call.id("contact", MEMBER, CONTACT),
                    call.expectedVersions());
            return Answer.noContent();
        }
        members.remove(
                call.principal(), call.address(GroupRoutes.ADDRESS), call.address(MEMBER), call.expectedVersions());
        return Answer.noContent();
    }
}
