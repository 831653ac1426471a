// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import java.util.Optional;
import org.mailgroups.call.Answer;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.decision.DecisionLinks;
import org.mailgroups.decision.DecisionLinks.Linked;
import org.mailgroups.decision.Ruling;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.right.Principal;

/**
 * The link in a notice, by which an administrator decides about something that waits. It is worth nothing as soon as
 * the person is no administrator any more.
 *
 * @param <T> what is to be decided about
 */
abstract class DecisionLinkPurpose<T> implements LinkPurpose {
    private final DecisionLinks<T> links;

    DecisionLinkPurpose(DecisionLinks<T> links) {
        this.links = links;
    }

    @Override
    public final Optional<Link> find(String token) {
        return links.linked(token)
                .flatMap(linked -> links.bearer(linked).map(bearer -> new DecisionLink(bearer, linked)));
    }

    /** Returns what the link is about, as it is now. */
    abstract LinkView view(Principal bearer, Linked<T> linked);

    abstract void decide(Principal bearer, Linked<T> linked, Ruling ruling, DecisionBody body);

    private final class DecisionLink implements Link {
        private final Principal bearer;
        private final Linked<T> linked;

        DecisionLink(Principal bearer, Linked<T> linked) {
            this.bearer = bearer;
            this.linked = linked;
        }

        @Override
        public LinkView view() {
            return DecisionLinkPurpose.this.view(bearer, linked);
        }

        @Override
        public Answer act(MembersCall call) {
            call.requireOwnPage();
            Ruling ruling = Ruling.ofAction(call.query().text(LinkRoutes.ACTION));
            decide(bearer, linked, ruling, call.optionalBody(DecisionBody.class));
            return Answer.noContent();
        }
    }
}
