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
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    private static final int AT_ONCE = 8;

    private final ServerProcess server = SharedServer.besideWorld();
    private final Set<Route> routes = ShippedRoutes.of(Distribution.built());
    private final Tokens tokens = Tokens.of(server);
    private final Webadmin nobody = Webadmin.at(server.ports().webadmin(), Optional.empty());

    @Test
    void everyRouteShouldBeClosedToEverybodyWithoutAGoodToken() {
        Set<String> closed = new ConcurrentSkipListSet<>();
        List<Callable<Optional<String>>> calls = new ArrayList<>();
        badTokens().forEach((what, token) -> {
            for (Route route : routes) {
                calls.add(() -> {
                    Answer answer = call(route.method(), route.path(), token);
                    if (answer.status() == 401) {
                        closed.add(route.method() + ' ' + route.pattern());
                    }
                    return answer.status() == 401 || isUnmapped(answer) || isMeantToBeOpen(route)
                            ? Optional.empty()
                            : Optional.of(route + " with a token " + what + ": " + answer.status());
                });
            }
        });

        List<String> open = found(calls);

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
        List<Callable<Optional<String>>> calls = new ArrayList<>();
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
                calls.add(() -> {
                    Answer answer = call(route.method(), spelling, Optional.empty());
                    return answer.status() == 401 || answer.status() == 400 || isUnmapped(answer)
                            ? Optional.empty()
                            : Optional.of(
                                    route.method() + ' ' + spelling + ": " + answer.status() + ' ' + answer.body());
                });
            }
            calls.add(() -> {
                Answer head = call("HEAD", path, Optional.empty());
                return head.status() == 401 || head.status() == 404
                        ? Optional.empty()
                        : Optional.of("HEAD " + path + ": " + head.status());
            });
        }

        assertThat(found(calls)).isEmpty();
    }

    @Test
    void otherMethodInAHeaderShouldNotOpenARoute() {
        List<Callable<Optional<String>>> calls = new ArrayList<>();
        for (Route route : routes) {
            calls.add(() -> {
                Answer answer = nobody.withToken(Optional.empty())
                        .call(
                                "OPTIONS",
                                route.path(),
                                Optional.empty(),
                                Map.of("X-HTTP-Method-Override", route.method()));
                return answer.status() == 400 || isUnmapped(answer) || isMeantToBeOpen(route)
                        ? Optional.empty()
                        : Optional.of(route + ": " + answer.status());
            });
        }

        assertThat(found(calls)).isEmpty();
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

    /** Makes thousands of calls, several at a time: most of the time of each is the wait for its answer. */
    private static List<String> found(List<Callable<Optional<String>>> calls) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<String> found = new ArrayList<>();
            for (Future<Optional<String>> call : threads.invokeAll(calls)) {
                call.get().ifPresent(found::add);
            }
            return found;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
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
