// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.MemberNameBody;
import org.mailgroups.call.view.MemberView;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.membership.MemberKind;
import org.mailgroups.membership.MemberService;

/** The members of a group. */
public final class MemberRoutes implements Routes {
    private static final String MEMBER = "member";
    private static final String TEXT = "q";
    private static final String KIND = "kind";
    private static final String MEMBERS = GroupRoutes.GROUP + "/members";
    private static final String ONE = MEMBERS + "/{" + MEMBER + "}";

    private final MemberService members;

    @Inject
    public MemberRoutes(MemberService members) {
        this.members = members;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(MEMBERS)
                        .does("the members of a group")
                        .by(Caller.MEMBER)
                        .pagedQuery(TEXT, KIND)
                        .answersPageOf(MemberView.class)
                        .with(this::list),
                Route.get(ONE)
                        .does("a member; 404 if the address is none")
                        .by(Caller.MEMBER)
                        .answers(MemberView.class)
                        .with(call -> Answer.ok(MemberView.of(members.get(
                                call.principal(), call.address(GroupRoutes.ADDRESS), call.address(MEMBER))))),
                Route.put(ONE)
                        .does("add a member; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .mayTake(MemberNameBody.class, MemberNameBody.MAX_BYTES)
                        .versioned()
                        .with(this::add),
                Route.delete(ONE)
                        .does("remove a member; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .versioned()
                        .with(this::remove));
    }

    private Answer list(MembersCall call) {
        return Answer.ok(PageView.of(
                members.list(
                        call.principal(),
                        call.address(GroupRoutes.ADDRESS),
                        call.query().text(TEXT),
                        kind(call),
                        Optional.empty(),
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

    private Answer add(MembersCall call) {
        members.add(
                call.principal(),
                call.address(GroupRoutes.ADDRESS),
                call.optionalBody(MemberNameBody.class).member(call.address(MEMBER)),
                call.expectedVersions());
        return Answer.noContent();
    }

    private Answer remove(MembersCall call) {
        members.remove(
                call.principal(), call.address(GroupRoutes.ADDRESS), call.address(MEMBER), call.expectedVersions());
        return Answer.noContent();
    }
}
