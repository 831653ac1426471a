// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import static org.mailgroups.members.api.GroupRoutes.ADDRESS;

import com.google.common.net.UrlEscapers;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.leaving.LeaveLinks;
import org.mailgroups.leaving.LeavingService;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;

/**
 * Leaving a group: for whoever has logged in, and for the bearer of a link that a copy had. To look at a link changes
 * nothing, since programs look at the links of every mail; only a POST does, from the page or from a member's mail
 * program (RFC 8058).
 */
public final class LeaveRoutes implements Routes {
    private static final String TOKEN = "token";
    private static final String LINK = "/leave/{" + TOKEN + "}";

    /** The page's own place for a link. What comes behind {@code #} is sent to nobody. */
    private static final String VIEW = "/#/leave/";

    /** More than the field of RFC 8058 takes, in either form. */
    private static final int MAX_FORM_BYTES = 1_000;

    private final LeaveLinks links;
    private final LeavingService leaving;

    @Inject
    public LeaveRoutes(LeaveLinks links, LeavingService leaving) {
        this.links = links;
        this.leaving = leaving;
    }

    /** What a link is about. */
    record LinkView(String address, String name) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(GroupRoutes.GROUP + "/leave")
                        .does("ends my membership of a group, however it came about")
                        .with(this::leave),
                Route.get("/api" + LINK)
                        .does("the group that a link leads out of")
                        .by(Caller.ANYBODY)
                        .answers(LinkView.class)
                        .with(call -> Answer.ok(view(group(call)))),
                Route.get(LINK)
                        .does("leads to the page, where the bearer of a link may leave the group; changes nothing")
                        .by(Caller.ANYBODY)
                        .leadsElsewhere()
                        .with(LeaveRoutes::lead),
                Route.post(LINK)
                        .does("ends the membership that a link is for (RFC 8058)")
                        .by(Caller.ANYBODY)
                        .mayTakeForm(MAX_FORM_BYTES)
                        .with(this::leaveByLink));
    }

    private Answer leave(MembersCall call) {
        Address person = call.principal().address().orElseThrow();
        leaving.leave(call.principal(), call.address(ADDRESS), person);
        return Answer.noContent();
    }

    private static LinkView view(GroupEntry group) {
        return new LinkView(group.address().toString(), group.name());
    }

    /** The page tells of a link that leads out of no group. */
    private static Answer lead(MembersCall call) {
        return Answer.seeOther(VIEW + UrlEscapers.urlFragmentEscaper().escape(call.text(TOKEN)));
    }

    /** Answers well also if the person is no member any more: a mail program that asks twice is told of no error. */
    private Answer leaveByLink(MembersCall call) {
        GroupEntry group = group(call);
        links.bearer(call.text(TOKEN)).ifPresent(bearer -> leaving.leave(bearer, group.address(), bearer.person()));
        return Answer.noContent();
    }

    private GroupEntry group(MembersCall call) {
        return links.group(call.text(TOKEN))
                .orElseThrow(() -> new NotFoundException("this link leads to no group: it is broken or old"));
    }
}
