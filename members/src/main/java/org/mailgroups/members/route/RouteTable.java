// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mailgroups.value.InvalidValueException;

/** All that can be called. Thread-safe. */
public final class RouteTable {
    private final List<Route> routes;

    /** @throws IllegalArgumentException if two routes cannot be told apart */
    public RouteTable(List<Routes> all) {
        List<Route> found = new ArrayList<>();
        all.forEach(some -> found.addAll(some.routes()));
        found.add(OpenApi.route(() -> routes()));
        Map<String, Set<String>> actions = new HashMap<>();
        for (Route route : found) {
            Set<String> before = actions.computeIfAbsent(form(route), form -> new HashSet<>());
            boolean isAlone = route.action().isEmpty() || before.contains("");
            if (!before.isEmpty() && isAlone || !before.add(route.action())) {
                throw new IllegalArgumentException("There are two routes " + route.method() + " " + route.path());
            }
        }
        this.routes = List.copyOf(found);
    }

    private static String form(Route route) {
        return route.method() + " " + route.path().form();
    }

    public List<Route> routes() {
        return routes;
    }

    /**
     * A route that was found.
     *
     * @param segments the texts in its path, as they came
     * @param actions the words for the action, if the call has none of them; the route is any of these then
     */
    public record Match(Route route, Map<String, String> segments, List<String> actions) {
        /** @throws InvalidValueException if the call does not say well which of several things it wants */
        public void requireAction() {
            if (!actions.isEmpty()) {
                throw new InvalidValueException("action must be " + String.join(" or ", actions));
            }
        }
    }

    /**
     * Returns the route for a call. One with fewer braces in its path goes before one with more.
     *
     * @param method {@code HEAD} finds what {@code GET} does
     * @param path as it came, still percent-encoded
     * @param action as the query has it; empty if it has none
     */
    public Optional<Match> find(String method, String path, String action) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        Match best = null;
        for (Route route : routes) {
            Optional<Map<String, String>> segments =
                    route.method().equals(wanted) ? route.path().match(path) : Optional.empty();
            if (segments.isPresent()
                    && (best == null || segments.get().size() < best.segments().size())) {
                best = new Match(route, segments.get(), List.of());
            }
        }
        return Optional.ofNullable(best).map(any -> withAction(any, action));
    }

    /** Returns the one of the routes with the same path that the action names. */
    private Match withAction(Match any, String action) {
        List<Route> all = routes.stream()
                .filter(route -> form(route).equals(form(any.route())))
                .toList();
        return all.stream()
                .filter(route -> route.action().isEmpty() || route.action().equals(action))
                .findFirst()
                .map(route -> new Match(route, any.segments(), List.of()))
                .orElseGet(() -> new Match(
                        any.route(),
                        any.segments(),
                        all.stream().map(Route::action).toList()));
    }

    /** Returns the methods of a path; none if there is no such path. */
    public Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.path().match(path).isPresent()) {
                methods.add(route.method());
            }
        }
        return methods;
    }
}
