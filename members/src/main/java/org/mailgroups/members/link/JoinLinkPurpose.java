// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.view.JoinView;
import org.mailgroups.confirmation.Confirmations;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.joining.JoiningService;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.right.Principal;

/** The link by which a person who is no user of this server confirms that it wants to join a group. */
final class JoinLinkPurpose implements LinkPurpose {
    private final Confirmations confirmations;
    private final JoiningService joining;

    @Inject
    JoinLinkPurpose(Confirmations confirmations, JoiningService joining) {
        this.confirmations = confirmations;
        this.joining = joining;
    }

    @Override
    public Optional<Link> find(String token) {
        return confirmations
                .bearer(token)
                .flatMap(bearer -> confirmations.group(token).map(group -> new JoinLink(bearer, group)));
    }

    private final class JoinLink implements Link {
        private final Principal.Bearer bearer;
        private final GroupEntry group;

        JoinLink(Principal.Bearer bearer, GroupEntry group) {
            this.bearer = bearer;
            this.group = group;
        }

        @Override
        public LinkView view() {
            return LinkView.join(group);
        }

        @Override
        public Answer act(MembersCall call) {
            call.requireOwnPage();
            return Answer.ok(JoinView.of(joining.join(bearer, group.address(), bearer.person(), "")));
        }
    }
}
