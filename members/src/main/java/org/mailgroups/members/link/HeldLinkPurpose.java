// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.moderation.HeldLinks;
import org.mailgroups.moderation.HeldMessageService;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.right.Principal;
import org.mailgroups.value.InvalidValueException;

/**
 * The link in a notice, by which an administrator decides about a held message. It is worth nothing as soon as the
 * person is no administrator any more.
 */
final class HeldLinkPurpose implements LinkPurpose {
    private final HeldLinks links;
    private final HeldMessageService held;

    @Inject
    HeldLinkPurpose(HeldLinks links, HeldMessageService held) {
        this.links = links;
        this.held = held;
    }

    @Override
    public Optional<Link> find(String token) {
        return links.bearer(token).flatMap(bearer -> links.linked(token)
                .map(linked ->
                        new HeldLink(bearer, linked.group(), linked.message().id())));
    }

    private final class HeldLink implements Link {
        private final Principal bearer;
        private final GroupEntry group;
        private final String id;

        HeldLink(Principal bearer, GroupEntry group, String id) {
            this.bearer = bearer;
            this.group = group;
            this.id = id;
        }

        @Override
        public LinkView view() {
            return LinkView.held(group, held.get(bearer, group.address(), id));
        }

        @Override
        public Answer act(MembersCall call) {
            call.requireOwnPage();
            HeldState wanted =
                    switch (call.query().text(LinkRoutes.ACTION)) {
                        case "approve" -> HeldState.APPROVED;
                        case "reject" -> HeldState.REJECTED;
                        default -> throw new InvalidValueException(
                                LinkRoutes.ACTION, "must be approve or reject for this link");
                    };
            String comment = call.optionalBody(DecisionBody.class).comment(wanted);
            held.decide(bearer, group.address(), id, wanted, comment);
            return Answer.noContent();
        }
    }
}
