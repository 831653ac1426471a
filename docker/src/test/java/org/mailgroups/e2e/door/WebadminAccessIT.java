// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.ShippedRoutes;
import org.mailgroups.e2e.harness.ShippedRoutes.Route;
import org.mailgroups.e2e.harness.Tokens;
import org.mailgroups.e2e.harness.Webadmin;
import org.mailgroups.e2e.harness.Webadmin.Answer;

/** Webadmin answers nobody without a good administrator's token. */
class WebadminAccessIT {
    private static final Set<String> OPEN = Set.of("/healthcheck", "/metrics");

    private final ServerProcess server = SharedServer.besideWorld();
    private final Set<Route> routes = ShippedRoutes.of(Distribution.built());
    private final Tokens tokens = Tokens.of(server);
    private final Webadmin nobody = Webadmin.at(server.ports().webadmin(), Optional.empty());

    @Test
    void everyRouteShouldBeClosedToEverybodyWithoutAGoodToken() {
        List<String> open = new ArrayList<>();
        Set<String> closed = new TreeSet<>();
        for (Route route : routes) {
            for (Map.Entry<String, Optional<String>> token : badTokens().entrySet()) {
                Answer answer = call(route.method(), route.path(), token.getValue());
                if (answer.status() == 401) {
                    closed.add(route.method() + ' ' + route.pattern());
                } else if (!isUnmapped(answer) && !isMeantToBeOpen(route)) {
                    open.add(route + " with a token " + token.getKey() + ": " + answer.status());
                }
            }
        }

        assertThat(open).isEmpty();
        System.out.printf("%d routes known, %d of them mounted and closed%n", routes.size(), closed.size());
        assertThat(closed)
                .contains(
                        "PUT /groups/:address",
                        "DELETE /groups/:address",
                        "GET /memberships/:address",
                        "GET /groups/:address/postings",
                        "GET /postings",
                        "POST /postings/:id",
                        "DELETE /contact-groups/:id",
                        "PUT /contacts/:id",
                        "GET /address-book/recipients",
                        "PUT /users/:userName")
                .hasSizeGreaterThan(60);
    }

    @Test
    void otherSpellingsOfAPathShouldNotOpenIt() {
        List<String> open = new ArrayList<>();
        for (Route route : routes) {
            if (route.isPublic()) {
                continue;
            }
            String path = route.path();
            for (String spelling : List.of(
                    path + '/',
                    '/' + path,
                    "/." + path,
                    "/x/.." + path,
                    path + ";x=1",
                    path.replaceFirst("^/(.)", "/;x=1/$1"),
                    "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2),
                    path.toUpperCase(Locale.ROOT))) {
                Answer answer = call(route.method(), spelling, Optional.empty());
                if (answer.status() != 401 && answer.status() != 400 && !isUnmapped(answer)) {
                    open.add(route.method() + ' ' + spelling + ": " + answer.status() + ' ' + answer.body());
                }
            }
            Answer head = call("HEAD", path, Optional.empty());
            if (head.status() != 401 && head.status() != 404) {
                open.add("HEAD " + path + ": " + head.status());
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void otherMethodInAHeaderShouldNotOpenARoute() {
        List<String> open = new ArrayList<>();
        for (Route route : routes) {
            Answer answer = nobody.withToken(Optional.empty())
                    .call("OPTIONS", route.path(), Optional.empty(), Map.of("X-HTTP-Method-Override", route.method()));
            if (answer.status() != 400 && !isUnmapped(answer) && !isMeantToBeOpen(route)) {
                open.add(route + ": " + answer.status());
            }
        }

        assertThat(open).isEmpty();
    }

    @Test
    void goodTokenShouldOpen() {
        nobody.withToken(Optional.of(tokens.good())).get("/groups").expect(200);
        Webadmin.of(server).get("/domains").expect(200);
    }

    @Test
    void healthAndMetricsShouldNeedNoToken() {
        // It tells strangers numbers, and no address of a user, a group or the postmaster.
        assertThat(nobody.get("/healthcheck").expect(200).body()).doesNotContain("@");
        nobody.get("/metrics").expect(200);
    }

    private Map<String, Optional<String>> badTokens() {
        Map<String, Optional<String>> bad = new LinkedHashMap<>();
        bad.put("that is none", Optional.empty());
        tokens.bad().forEach((what, token) -> bad.put(what, Optional.of(token)));
        return bad;
    }

    private Answer call(String method, String path, Optional<String> token) {
        return nobody.withToken(token).call(method, path, Optional.empty(), Map.of());
    }

    private static boolean isMeantToBeOpen(Route route) {
        return route.isPublic() && OPEN.stream().anyMatch(route.pattern()::startsWith);
    }

    /** Returns whether webadmin itself says that there is no such route; a route's own 404 reads differently. */
    private static boolean isUnmapped(Answer answer) {
        return answer.status() == 404 && answer.body().contains("can not be found");
    }
}
