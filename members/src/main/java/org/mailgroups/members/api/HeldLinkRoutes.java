// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import com.google.common.net.UrlEscapers;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.moderation.HeldLinks;
import org.mailgroups.moderation.HeldLinks.Linked;
import org.mailgroups.value.NotFoundException;

/**
 * The link in a notice about a held message. It leads to the message on the page, and gives no right: the page asks the
 * administrator to log in.
 */
public final class HeldLinkRoutes implements Routes {
    private static final String TOKEN = "token";

    private final HeldLinks links;

    @Inject
    public HeldLinkRoutes(HeldLinks links) {
        this.links = links;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/held/{" + TOKEN + "}")
                .does("leads to the message that waits, on the page; changes nothing")
                .by(Caller.ANYBODY)
                .leadsElsewhere()
                .with(this::lead));
    }

    private Answer lead(MembersCall call) {
        Linked linked = links.linked(call.text(TOKEN))
                .orElseThrow(() -> new NotFoundException("this link leads to no message: it is broken or old"));
        return Answer.seeOther("/#/groups/" + segment(linked.group().address().toString()) + "/held/"
                + segment(linked.message().id()));
    }

    private static String segment(String text) {
        return UrlEscapers.urlPathSegmentEscaper().escape(text);
    }
}
