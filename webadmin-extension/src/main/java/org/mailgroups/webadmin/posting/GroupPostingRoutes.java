// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.posting;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.view.PostingView;
import org.mailgroups.delivery.PostingFilter;
import org.mailgroups.delivery.PostingService;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.value.Text;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import spark.Service;

/**
 * Routes below {@code /groups/{address}/postings}: the messages that a group has taken, and what became of the copies.
 *
 * <pre>{@code
 * curl -H "Authorization: Bearer $(cat var/admin.jwt)" \
 *   "http://127.0.0.1:8000/groups/team@example.org/postings/$id/recipients?state=failed"
 * }</pre>
 */
public final class GroupPostingRoutes implements Routes {
    public static final String BASE_PATH = "/groups";

    private static final String ADDRESS = "address";
    private static final String ID = "id";
    private static final String TEXT = "q";
    private static final String MEMBER = "member";
    private static final String MESSAGE_ID = "messageId";
    private static final String STATE = "state";

    /** A Message-ID is at most a line of a message (RFC 5322 2.1.1). */
    private static final int MAX_MESSAGE_ID = 998;

    private static final String[] STATES = Stream.concat(
                    Stream.of(""), EnumSet.allOf(RecipientState.class).stream().map(RecipientState::text))
            .toArray(String[]::new);

    private final PostingService postings;

    @Inject
    public GroupPostingRoutes(PostingService postings) {
        this.postings = postings;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        Endpoints endpoints = Endpoints.under(BASE_PATH, service);
        String limit = QueryParameters.LIMIT;
        String after = QueryParameters.AFTER;
        endpoints.get("/:address/postings", this::list, TEXT, MEMBER, MESSAGE_ID, limit, after);
        endpoints.get("/:address/postings/:id", this::get);
        endpoints.get("/:address/postings/:id/recipients", this::listRecipients, STATE, TEXT, limit, after);
    }

    private Answer list(Call call) {
        QueryParameters query = call.query();
        PostingFilter filter = new PostingFilter(
                Text.query(query.text(TEXT)),
                query.address(MEMBER).orElse(null),
                query.text(MESSAGE_ID, MAX_MESSAGE_ID));
        return Answer.ok(PageView.of(
                postings.list(call.principal(), call.address(ADDRESS), filter, call.page()), PostingView::of));
    }

    private Answer get(Call call) {
        return Answer.ok(PostingView.of(postings.get(call.principal(), call.address(ADDRESS), call.id("posting", ID))));
    }

    private Answer listRecipients(Call call) {
        return Answer.ok(PageView.of(
                postings.recipients(
                        call.principal(),
                        call.address(ADDRESS),
                        call.id("posting", ID),
                        states(call.query().oneOf(STATE, STATES)),
                        Text.query(call.query().text(TEXT)),
                        call.page()),
                PostingRecipientView::of));
    }

    private static Set<RecipientState> states(String word) {
        return EnumSet.allOf(RecipientState.class).stream()
                .filter(state -> word.isEmpty() || state.text().equals(word))
                .collect(Collectors.toSet());
    }
}
