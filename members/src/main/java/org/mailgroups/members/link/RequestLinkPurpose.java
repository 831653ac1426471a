// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.joining.JoinLinks;
import org.mailgroups.joining.JoinRequestService;
import org.mailgroups.joining.RequestState;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.right.Principal;

/** The link in a notice, by which an administrator decides about a request to join. */
final class RequestLinkPurpose implements LinkPurpose {
    private final JoinLinks links;
    private final JoinRequestService requests;

    @Inject
    RequestLinkPurpose(JoinLinks links, JoinRequestService requests) {
        this.links = links;
        this.requests = requests;
    }

    @Override
    public Optional<Link> find(String token) {
        return links.bearer(token).flatMap(bearer -> links.linked(token)
                .map(linked -> new RequestLink(
                        bearer, linked.group(), Long.toString(linked.request().id()))));
    }

    private final class RequestLink implements Link {
        private final Principal bearer;
        private final GroupEntry group;
        private final String id;

        RequestLink(Principal bearer, GroupEntry group, String id) {
            this.bearer = bearer;
            this.group = group;
            this.id = id;
        }

        @Override
        public LinkView view() {
            return LinkView.request(group, requests.get(bearer, group.address(), id));
        }

        @Override
        public Answer act(MembersCall call) {
            call.requireOwnPage();
            RequestState wanted = RequestState.ofAction(call.query().text(LinkRoutes.ACTION));
            String words = call.optionalBody(DecisionBody.class).words(wanted);
            requests.decide(bearer, group.address(), id, wanted, words);
            return Answer.noContent();
        }
    }
}
