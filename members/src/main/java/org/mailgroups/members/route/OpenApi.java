// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
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
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
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

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", route.summary());
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
                success.type() == null
                        ? Map.of(DESCRIPTION, "done")
                        : Map.of(
                                DESCRIPTION,
                                route.summary(),
                                "content",
                                content(
                                        success.isPage()
                                                ? schemas.page(schemas.of(success.type()))
                                                : schemas.of(success.type()))));
        responses.put("default", Map.of(DESCRIPTION, "refused", "content", content(schemas.of(ErrorBody.class))));
        return responses;
    }

    private Map<String, Object> content(Route.Body body) {
        Map<String, Object> content = new LinkedHashMap<>(content(schemas.of(body.type())));
        if (body.mayBeForm()) {
            content.put(Route.FORM, Map.of(SCHEMA, Map.of("type", "object")));
        }
        return content;
    }

    private static Map<String, Object> content(Object schema) {
        return Map.of(Route.JSON, Map.of(SCHEMA, schema));
    }
}
