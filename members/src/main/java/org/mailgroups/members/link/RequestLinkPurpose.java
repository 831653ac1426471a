// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import javax.inject.Inject;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.decision.DecisionLinks.Linked;
import org.mailgroups.decision.Ruling;
import org.mailgroups.joining.JoinLinks;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestService;
import org.mailgroups.right.Principal;

/** The link by which an administrator decides about a request to join. */
final class RequestLinkPurpose extends DecisionLinkPurpose<JoinRequest> {
    private final JoinRequestService requests;

    @Inject
    RequestLinkPurpose(JoinLinks links, JoinRequestService requests) {
        super(links);
        this.requests = requests;
    }

    @Override
    LinkView view(Principal bearer, Linked<JoinRequest> linked) {
        return LinkView.request(
                linked.group(), requests.get(bearer, linked.group().address(), id(linked)));
    }

    @Override
    void decide(Principal bearer, Linked<JoinRequest> linked, Ruling ruling, DecisionBody body) {
        requests.decide(bearer, linked.group().address(), id(linked), ruling, body.words(ruling));
    }

    private static String id(Linked<JoinRequest> linked) {
        return Long.toString(linked.subject().id());
    }
}
