// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import com.google.common.net.UrlEscapers;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.value.NotFoundException;

/**
 * The links in notices and in members' copies. They need no log-in: each is for one person, one act and one thing. To
 * look at a link changes nothing, since programs look at the links of every mail. Only a POST acts. It must come from
 * our own page, unless the link is to leave a group, which a mail program may use by itself (RFC 8058).
 */
public final class LinkRoutes implements Routes {
    static final String ACTION = "action";

    private static final String TOKEN = "token";
    private static final String LINK = "/l/{" + TOKEN + "}";

    /** The page's own place for a link. What comes behind {@code #} is sent to nobody. */
    private static final String VIEW = "/#/l/";

    private final List<LinkPurpose> purposes;

    @Inject
    LinkRoutes(LeaveLinkPurpose leaving, JoinLinkPurpose joining, HeldLinkPurpose held, RequestLinkPurpose requests) {
        this.purposes = List.of(leaving, joining, held, requests);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(LINK)
                        .does("leads to the page, which shows what a link is for; changes nothing")
                        .by(Caller.ANYBODY)
                        .leadsElsewhere()
                        .with(LinkRoutes::lead),
                Route.get("/api" + LINK)
                        .does("what a link is about, and whether that was decided already")
                        .by(Caller.ANYBODY)
                        .answers(LinkView.class)
                        .with(call -> Answer.ok(link(call).view())),
                Route.post(LINK)
                        .does("does what a link is for: leaves the group (RFC 8058), or decides by action")
                        .by(Caller.ANYBODY)
                        .query(ACTION)
                        .mayTakeOrForm(DecisionBody.class, DecisionBody.MAX_BYTES)
                        .with(call -> link(call).act(call)));
    }

    /** The page tells of a link that leads nowhere. */
    private static Answer lead(MembersCall call) {
        return Answer.seeOther(VIEW + UrlEscapers.urlFragmentEscaper().escape(call.text(TOKEN)));
    }

    private Link link(MembersCall call) {
        String token = call.text(TOKEN);
        return purposes.stream()
                .map(purpose -> purpose.find(token))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new NotFoundException("this link leads nowhere: it is broken, old or not yours"));
    }
}
