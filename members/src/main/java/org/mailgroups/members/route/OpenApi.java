// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mailgroups.call.Answer;

/** Describes all routes as an OpenAPI 3.1 document, made of the same table that calls are answered by. */
public final class OpenApi {
    public static final String PATH = "/api/openapi.json";

    private static final String DESCRIPTION = "description";
    private static final String SCHEMA = "schema";
    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    /** Returns the route of the document itself. */
    static Route route(Supplier<List<Route>> routes) {
        return Route.get(PATH)
                .does("this document")
                .by(Caller.ANYBODY)
                .answers(Map.class)
                .with(call -> Answer.ok(document(routes.get())));
    }

    /** Returns the document. */
    public static Map<String, Object> document(List<Route> routes) {
        return new OpenApi().all(routes);
    }

    private Map<String, Object> all(List<Route> routes) {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path().toString(), path -> new LinkedHashMap<>())
                    .merge(route.method().toLowerCase(Locale.ROOT), operation(route), OpenApi::either);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "James Mail Groups: members' port", "version", "1"));
        document.put("paths", paths);
        document.put(
                "components",
                Map.of(
                        "schemas",
                        schemas.components(),
                        "securitySchemes",
                        Map.of(
                                "password",
                                Map.of("type", "http", "scheme", "basic"),
                                "session",
                                Map.of("type", "apiKey", "in", "cookie", "name", "__Host-session"))));
        return document;
    }

    /** Describes routes as one that differ in their {@code action}. */
    @SuppressWarnings("unchecked")
    private static Object either(Object one, Object other) {
        Map<String, Object> both = new LinkedHashMap<>((Map<String, Object>) one);
        ((Map<String, Object>) other).forEach((key, value) -> both.merge(key, value, OpenApi::together));
        return both;
    }

    private static Object together(Object one, Object other) {
        if (one.equals(other)) {
            return one;
        }
        if (one instanceof String) {
            return one + "; " + other;
        }
        if (one instanceof List<?> list) {
            return Stream.concat(list.stream(), ((List<?>) other).stream())
                    .distinct()
                    .toList();
        }
        return one instanceof Map ? either(one, other) : Boolean.FALSE;
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", (route.action().isEmpty() ? "" : route.action() + ": ") + route.summary());
        operation.put(DESCRIPTION, "For " + route.caller().words() + ".");
        operation.put(
                "security",
                route.caller() == Caller.ANYBODY
                        ? List.of()
                        : List.of(Map.of("password", List.of()), Map.of("session", List.of())));
        operation.put("parameters", parameters(route));
        route.body()
                .ifPresent(body ->
                        operation.put("requestBody", Map.of("required", !body.isOptional(), "content", content(body))));
        operation.put("responses", responses(route));
        return operation;
    }

    private static List<Object> parameters(Route route) {
        List<Object> parameters = new ArrayList<>();
        route.path().parameters().forEach(name -> parameters.add(parameter(name, "path", true)));
        route.query().forEach(name -> parameters.add(parameter(name, "query", false)));
        if (route.isVersioned()) {
            parameters.add(parameter("If-Match", "header", false));
        }
        return parameters;
    }

    private static Map<String, Object> parameter(String name, String in, boolean isRequired) {
        return Map.of("name", name, "in", in, "required", isRequired, SCHEMA, Map.of("type", "string"));
    }

    private Map<String, Object> responses(Route route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        Route.Success success = route.success();
        responses.put(
                Integer.toString(success.status()),
                success.mediaType().isEmpty()
                        ? Map.of(DESCRIPTION, "done")
                        : Map.of(DESCRIPTION, route.summary(), "content", content(success)));
        responses.put("default", Map.of(DESCRIPTION, "refused", "content", content(schemas.of(ErrorBody.class))));
        return responses;
    }

    private Map<String, Object> content(Route.Success success) {
        if (success.type() == null) {
            return content(success.mediaType(), Map.of("type", "string"));
        }
        Map<String, Object> schema = schemas.of(success.type());
        return content(success.mediaType(), success.isPage() ? schemas.page(schema) : schema);
    }

    private Map<String, Object> content(Route.Body body) {
        return content(
                body.kind().mediaType(),
                switch (body.kind()) {
                    case OBJECT -> schemas.of(body.type());
                    case ARRAY -> Schemas.array(schemas.of(body.type()));
                    case FORM -> Map.of("type", "object");
                    case CSV -> Map.of("type", "string");
                });
    }

    private static Map<String, Object> content(Object schema) {
        return content(Route.JSON, schema);
    }

    private static Map<String, Object> content(String mediaType, Object schema) {
        return Map.of(mediaType, Map.of(SCHEMA, schema));
    }
}
