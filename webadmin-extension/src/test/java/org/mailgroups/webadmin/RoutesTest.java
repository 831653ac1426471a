// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.webadmin.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.webadmin.contact.AddressBookRoutes;
import org.mailgroups.webadmin.contact.ContactFileEndpoints;
import org.mailgroups.webadmin.contact.ContactGroupRoutes;
import org.mailgroups.webadmin.contact.ContactRoutes;
import org.mailgroups.webadmin.contact.CorrespondenceEndpoints;
import org.mailgroups.webadmin.group.BounceEndpoints;
import org.mailgroups.webadmin.group.ExclusionEndpoints;
import org.mailgroups.webadmin.group.FileEndpoints;
import org.mailgroups.webadmin.group.GroupRoutes;
import org.mailgroups.webadmin.group.MembershipRoutes;
import org.mailgroups.webadmin.group.ModerationEndpoints;
import org.mailgroups.webadmin.group.RequestEndpoints;
import org.mailgroups.webadmin.group.TaskEndpoints;
import org.mailgroups.webadmin.imports.ImportEndpoints;
import org.mailgroups.webadmin.posting.GroupPostingRoutes;
import org.mailgroups.webadmin.posting.PostingRoutes;
import org.mailgroups.webadmin.profile.ProfileRoutes;
import spark.Service;
import spark.route.HttpMethod;
import spark.routematch.RouteMatch;

/**
 * James authenticates calls below a base path, for any {@code Accept}. So no route may stand elsewhere, and none may be
 * for one type only.
 */
class RoutesTest {
    /** They answer no call. */
    private static final Set<HttpMethod> FILTERS = Set.of(HttpMethod.before, HttpMethod.afterafter);

    static Stream<Routes> routes() {
        return Stream.of(
                new GroupRoutes(
                        null,
                        null,
                        null,
                        null,
                        null,
                        new ExclusionEndpoints(null),
                        new BounceEndpoints(null),
                        new ModerationEndpoints(null, null),
                        new RequestEndpoints(null),
                        new FileEndpoints(null, null, null),
                        new TaskEndpoints(null, null, null, null),
                        new ImportEndpoints(null, null),
                        null,
                        null),
                new MembershipRoutes(null, null, null),
                new GroupPostingRoutes(null),
                new PostingRoutes(null),
                new ProfileRoutes(null, new ImportEndpoints(null, null), null),
                new ContactGroupRoutes(
                        null, null, new ContactFileEndpoints(null, null, new ImportEndpoints(null, null)), null),
                new ContactRoutes(null, new CorrespondenceEndpoints(null), null),
                new AddressBookRoutes(null));
    }

    static List<RouteMatch> defined(Routes routes) {
        Service service = Service.ignite().ipAddress("127.0.0.1").port(0);
        try {
            routes.define(service);
            return service.routes().stream()
                    .filter(route -> !FILTERS.contains(route.getHttpMethod()))
                    .toList();
        } finally {
            service.awaitInitialization();
            service.stop();
            service.awaitStop();
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteShouldBeWhereJamesAuthenticates(Routes routes) {
        assertThat(defined(routes)).isNotEmpty().allSatisfy(route -> {
            assertThat(route.getMatchUri()).matches(routes.getBasePath() + "(/.*)?");
            assertThat(route.getAcceptType()).isEqualTo("*/*");
        });
    }

    @Test
    void basePathsShouldBeThoseOfTheContract() {
        assertThat(routes())
                .extracting(Routes::getBasePath)
                .containsExactly(
                        "/groups",
                        "/memberships",
                        "/groups",
                        "/postings",
                        "/profiles",
                        "/contact-groups",
                        "/contacts",
                        "/address-book");
    }
}
