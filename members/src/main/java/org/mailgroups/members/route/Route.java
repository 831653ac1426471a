// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One thing that can be called, as data: the server finds it, and the OpenAPI document describes it. Immutable.
 *
 * <pre>{@code
 * Route.get("/api/groups/{address}/held")
 *         .does("the messages that wait for a decision")
 *         .by(Caller.ADMINISTRATOR)
 *         .pagedQuery()
 *         .answersPageOf(HeldMessageView.class)
 *         .with(this::list)
 * }</pre>
 */
public final class Route {
    /** The types of bodies. A form may also come as {@code multipart/form-data}. */
    public static final String JSON = "application/json";

    public static final String FORM = "application/x-www-form-urlencoded";
    public static final String CSV = "text/csv";

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int SEE_OTHER = 303;

    /** The query parameter that tells routes with the same path from each other. */
    private static final String ACTION = "action";

    /** The query parameters of every list. */
    private static final List<String> PAGE = List.of("limit", "after");

    private final Draft draft;
    private final Handling handling;

    private Route(Draft draft, Handling handling) {
        this.draft = draft;
        this.handling = handling;
    }

    /**
     * A body that a route takes.
     *
     * @param kind what it is
     * @param type the record of a JSON object, or of the elements of an array; null if it is no JSON
     * @param isOptional whether it may be left out: each of its fields may be, too
     */
    public record Body(Kind kind, Class<?> type, int maxBytes, boolean isOptional) {
        /** What a body can be. */
        public enum Kind {
            OBJECT(JSON),
            ARRAY(JSON),
            /** Or an HTML form, which says no more than the call itself. */
            OBJECT_OR_FORM(Route.FORM),
            CSV(Route.CSV);

            private final String mediaType;

            Kind(String mediaType) {
                this.mediaType = mediaType;
            }

            public String mediaType() {
                return mediaType;
            }
        }
    }

    /**
     * What a route answers if all is well.
     *
     * @param type the record of a JSON object; null if there is no body, or one that is no JSON
     * @param isPage whether the body is a page of such records
     * @param mediaType that of the body; empty if there is none
     */
    public record Success(int status, Class<?> type, boolean isPage, String mediaType) {
        static Success without(int status) {
            return new Success(status, null, false, "");
        }
    }

    public static Draft get(String path) {
        return new Draft("GET", path);
    }

    public static Draft post(String path) {
        return new Draft("POST", path);
    }

    public static Draft put(String path) {
        return new Draft("PUT", path);
    }

    public static Draft patch(String path) {
        return new Draft("PATCH", path);
    }

    public static Draft delete(String path) {
        return new Draft("DELETE", path);
    }

    /** A route that is being described. Not thread-safe. */
    public static final class Draft {
        private final String method;
        private final PathTemplate path;
        private String summary = "";
        private String action = "";
        private Caller caller = Caller.USER;
        private List<String> query = List.of();
        private Body body;
        private Handling.Check check = call -> {};
        private boolean isVersioned;
        private Success success = Success.without(NO_CONTENT);

        private Draft(String method, String path) {
            this.method = method;
            this.path = PathTemplate.of(path);
        }

        /** Says in a few words what the call does or answers. */
        public Draft does(String words) {
            summary = words;
            return this;
        }

        public Draft by(Caller who) {
            caller = who;
            return this;
        }

        /** Is one of several routes with the same method and path, which the query parameter {@code action} names. */
        public Draft action(String name) {
            action = name;
            return query(ACTION);
        }

        /** Takes query parameters; any other is refused. */
        public Draft query(String... names) {
            query = Stream.concat(query.stream(), Stream.of(names)).toList();
            return this;
        }

        /** Takes query parameters, and those of a list besides. */
        public Draft pagedQuery(String... names) {
            return query(names).query(PAGE.toArray(String[]::new));
        }

        /** Checks a call before its body is read, so that only those send a long one who may. */
        public Draft first(Handling.Check check) {
            this.check = check;
            return this;
        }

        /** Takes a JSON object as body. A route that does not say so refuses a body. */
        public Draft takes(Class<?> type, int maxBytes) {
            body = new Body(Body.Kind.OBJECT, type, maxBytes, false);
            return this;
        }

        /** Takes a JSON array as body. */
        public Draft takesListOf(Class<?> element, int maxBytes) {
            body = new Body(Body.Kind.ARRAY, element, maxBytes, false);
            return this;
        }

        /** Takes a CSV file as body. */
        public Draft takesCsv(int maxBytes) {
            body = new Body(Body.Kind.CSV, null, maxBytes, false);
            return this;
        }

        /** Takes a JSON object as body, or none. */
        public Draft mayTake(Class<?> type, int maxBytes) {
            body = new Body(Body.Kind.OBJECT, type, maxBytes, true);
            return this;
        }

        /** Takes a JSON object as body, or none, or an HTML form that nobody looks at. */
        public Draft mayTakeOrForm(Class<?> type, int maxBytes) {
            body = new Body(Body.Kind.OBJECT_OR_FORM, type, maxBytes, true);
            return this;
        }

        /** Answers 303 with the place where to look. */
        public Draft leadsElsewhere() {
            success = Success.without(SEE_OTHER);
            return this;
        }

        /** Heeds {@code If-Match}. A route that changes something and does not say so refuses the header. */
        public Draft versioned() {
            isVersioned = true;
            return this;
        }

        /** Answers 200 with a JSON object. */
        public Draft answers(Class<?> type) {
            success = new Success(OK, type, false, JSON);
            return this;
        }

        /** Answers 200 with a page of a list. */
        public Draft answersPageOf(Class<?> type) {
            success = new Success(OK, type, true, JSON);
            return this;
        }

        /** Answers 201 with a JSON object. */
        public Draft creates(Class<?> type) {
            success = new Success(CREATED, type, false, JSON);
            return this;
        }

        /** Answers 200 with a file. */
        public Draft answersFile(String mediaType) {
            success = new Success(OK, null, false, mediaType);
            return this;
        }

        /** Returns the route. Without {@code answers} it answers 204. */
        public Route with(Handling handling) {
            if (summary.isEmpty()) {
                throw new IllegalStateException(method + " " + path + " does not say what it does");
            }
            return new Route(this, handling);
        }
    }

    public String method() {
        return draft.method;
    }

    public PathTemplate path() {
        return draft.path;
    }

    /** Returns the word for it in the query parameter {@code action}; empty if it takes no such one. */
    public String action() {
        return draft.action;
    }

    public String summary() {
        return draft.summary;
    }

    public Caller caller() {
        return draft.caller;
    }

    /** Returns the names of the query parameters. */
    public List<String> query() {
        return draft.query;
    }

    public Set<String> knownQuery() {
        return Set.copyOf(draft.query);
    }

    public Optional<Body> body() {
        return Optional.ofNullable(draft.body);
    }

    public Success success() {
        return draft.success;
    }

    /** Returns what is checked before the body is read. */
    public Handling.Check check() {
        return draft.check;
    }

    /** Returns whether it heeds {@code If-Match}. */
    public boolean isVersioned() {
        return draft.isVersioned;
    }

    /** Returns whether it may change something. */
    public boolean isChange() {
        return !draft.method.equals("GET");
    }

    public Handling handling() {
        return handling;
    }
}
