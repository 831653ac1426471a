// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.leaving.LeaveLinks;
import org.mailgroups.leaving.LeavingService;
import org.mailgroups.members.route.MembersCall;

/** The link by which a member leaves a group. A mail program may use it without the page (RFC 8058). */
final class LeaveLinkPurpose implements LinkPurpose {
    private final LeaveLinks links;
    private final LeavingService leaving;

    @Inject
    LeaveLinkPurpose(LeaveLinks links, LeavingService leaving) {
        this.links = links;
        this.leaving = leaving;
    }

    @Override
    public Optional<Link> find(String token) {
        return links.group(token).map(group -> new LeaveLink(token, group));
    }

    private final class LeaveLink implements Link {
        private final String token;
        private final GroupEntry group;

        LeaveLink(String token, GroupEntry group) {
            this.token = token;
            this.group = group;
        }

        @Override
        public LinkView view() {
            return LinkView.leave(group);
        }

        /** Answers well also if the person is no member any more: a program that asks twice is told of no error. */
        @Override
        public Answer act(MembersCall call) {
            links.bearer(token).ifPresent(bearer -> leaving.leave(bearer, group.address(), bearer.person()));
            return Answer.noContent();
        }
    }
}
