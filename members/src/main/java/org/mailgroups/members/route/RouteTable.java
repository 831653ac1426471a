// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All that can be called. Thread-safe. */
public final class RouteTable {
    private final List<Route> routes;

    /** @throws IllegalArgumentException if two routes cannot be told apart */
    public RouteTable(List<Routes> all) {
        List<Route> found = new ArrayList<>();
        all.forEach(some -> found.addAll(some.routes()));
        found.add(OpenApi.route(() -> routes()));
        Set<String> forms = new HashSet<>();
        for (Route route : found) {
            if (!forms.add(route.method() + " " + route.path().form())) {
                throw new IllegalArgumentException("There are two routes " + route.method() + " " + route.path());
            }
        }
        this.routes = List.copyOf(found);
    }

    public List<Route> routes() {
        return routes;
    }

    /**
     * A route that was found.
     *
     * @param segments the texts in its path, as they came
     */
    public record Match(Route route, Map<String, String> segments) {}

    /**
     * Returns the route for a call. One with fewer braces in its path goes before one with more.
     *
     * @param method {@code HEAD} finds what {@code GET} does
     * @param path as it came, still percent-encoded
     */
    public Optional<Match> find(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        Match best = null;
        for (Route route : routes) {
            Optional<Map<String, String>> segments =
                    route.method().equals(wanted) ? route.path().match(path) : Optional.empty();
            if (segments.isPresent()
                    && (best == null || segments.get().size() < best.segments().size())) {
                best = new Match(route, segments.get());
            }
        }
        return Optional.ofNullable(best);
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
