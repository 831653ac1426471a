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
import org.mailgroups.delivery.PostingProgress;
import org.mailgroups.delivery.PostingService;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import spark.Service;

/**
 * Routes below {@code /postings}: the postings of all groups.
 *
 * <pre>{@code
 * curl -X POST -H "Authorization: Bearer $(cat var/admin.jwt)" "http://127.0.0.1:8000/postings/$id?action=retry"
 * }</pre>
 */
public final class PostingRoutes implements Routes {
    public static final String BASE_PATH = "/postings";

    private static final String ID = "id";
    private static final String STATE = "state";

    private static final String[] STATES = Stream.concat(
                    Stream.of(""), EnumSet.allOf(PostingProgress.class).stream().map(PostingProgress::text))
            .toArray(String[]::new);

    private final PostingService postings;

    @Inject
    public PostingRoutes(PostingService postings) {
        this.postings = postings;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        Endpoints endpoints = Endpoints.under(BASE_PATH, service);
        endpoints.get("", this::list, STATE, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.post(
                "/:id",
                new Actions()
                        .with("retry", Endpoints.withoutBody(this::retry))
                        .with("cancel", Endpoints.withoutBody(this::cancel)));
    }

    private Answer list(Call call) {
        Set<PostingProgress> states = states(call.query().oneOf(STATE, STATES));
        return Answer.ok(PageView.of(postings.listAll(call.principal(), states, call.page()), PostingView::of));
    }

    private static Set<PostingProgress> states(String word) {
        return EnumSet.allOf(PostingProgress.class).stream()
                .filter(state -> word.isEmpty() || state.text().equals(word))
                .collect(Collectors.toSet());
    }

    private Answer retry(Call call) {
        postings.retry(call.principal(), call.id("posting", ID));
        return Answer.noContent();
    }

    private Answer cancel(Call call) {
        postings.cancel(call.principal(), call.id("posting", ID));
        return Answer.noContent();
    }
}
