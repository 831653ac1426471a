// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.PostingView;
import org.mailgroups.delivery.PostingService;
import org.mailgroups.delivery.PostingService.OwnPosting;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.value.Address;

/** What became of one's own messages to groups. */
public final class PostingRoutes implements Routes {
    private final PostingService postings;

    @Inject
    public PostingRoutes(PostingService postings) {
        this.postings = postings;
    }

    /**
     * A message of one's own.
     *
     * @param groups the groups that took it, as far as they are still there
     */
    record OwnPostingView(
            String id,
            String author,
            String subject,
            String messageId,
            String receivedAt,
            long size,
            String state,
            PostingView.Recipients recipients,
            List<String> groups) {
        static OwnPostingView of(OwnPosting own) {
            PostingView posting = PostingView.of(own.posting());
            return new OwnPostingView(
                    posting.id(),
                    posting.author(),
                    posting.subject(),
                    posting.messageId(),
                    posting.receivedAt(),
                    posting.size(),
                    posting.state(),
                    posting.recipients(),
                    own.groups().stream().map(Address::toString).toList());
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/api/postings")
                .does("my own messages to groups, and what became of their copies, newest first")
                .pagedQuery()
                .answersPageOf(OwnPostingView.class)
                .with(call -> Answer.ok(
                        PageView.of(postings.listOf(call.principal(), call.user(), call.page()), OwnPostingView::of))));
    }
}
