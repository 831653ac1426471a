// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.mailgroups.json.Json;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.Field;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.PercentCoding;
import org.mailgroups.value.Principal;
import spark.Request;

/** One HTTP call, as endpoints read it. What is wrong with it is thrown by the method that finds it, naming the field. Not thread-safe. */
public final class Call {
    private static final String UNAUTHENTICATED = "unauthenticated";
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private final Request request;
    private final QueryParameters query;

    private Call(Request request, QueryParameters query) {
        this.request = request;
        this.query = query;
    }

    public static Call of(Request request, Set<String> knownQueryParameters) {
        return new Call(request, QueryParameters.parse(request.queryString(), knownQueryParameters));
    }

    /**
     * Who asks: the subject of the token that James has verified, which it only takes from its administrators; where James runs without authentication, {@code unauthenticated}.
     */
    public Principal principal() {
        String login = request.attribute(AuthenticationFilter.LOGIN);
        return Principal.postmaster(login == null ? UNAUTHENTICATED : login);
    }

    public QueryParameters query() {
        return query;
    }

    /** Which part of a list is wanted. */
    public PageRequest page() {
        return query.page();
    }

    /** The mail address that stands in the path where the route has {@code :parameter}. */
    public Address address(String parameter) {
        String text = text(parameter);
        return Field.named(parameter, () -> Address.parse(text));
    }

    /** The text that stands in the path where the route has {@code :parameter}. */
    public String text(String parameter) {
        return PercentCoding.decodeSegment(parameter, segment(":" + parameter));
    }

    /**
     * The body, a CSV file that is read as it comes. Reading on beyond {@code maxBytes} throws a {@link RefusedCallException}.
     */
    public InputStream csv(long maxBytes) {
        return RequestBody.csv(request.raw(), maxBytes);
    }

    /** Whether the body is vCards by its type. */
    public boolean isVcard() {
        return RequestBody.isVcard(request.raw());
    }

    /** The body, a CSV file or, if {@link #isVcard}, a file of vCards, that is read as it comes. Reading on beyond {@code maxBytes} throws a {@link RefusedCallException}. */
    public InputStream csvOrVcard(long maxBytes) {
        return RequestBody.csvOrVcard(request.raw(), maxBytes);
    }

    private String segment(String placeholder) {
        return segments(request.uri()).get(segments(request.matchedPath()).indexOf(placeholder));
    }

    /** As Spark divides paths when it matches them: empty segments do not count. */
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int start = 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (end > start) {
                segments.add(path.substring(start, end));
            }
            start = end + 1;
        }
        return segments;
    }

    /** Whether the call has an {@code If-Match} at all, be it {@code *}. */
    public boolean isConditional() {
        return !IfMatch.isAbsent(request.raw().getHeaders("If-Match"));
    }

    /**
     * What this call changes has no version: a condition on one cannot be kept, and must not be passed over.
     *
     * @throws RefusedCallException if there is an {@code If-Match}
     */
    public void requireUnconditional() {
        if (isConditional()) {
            throw RefusedCallException.badRequest("If-Match is not supported by this call");
        }
    }

    /** The versions that {@code If-Match} names. */
    public ExpectedVersions expectedVersions() {
        return IfMatch.parse(request.raw().getHeaders("If-Match"));
    }

    /** Returns the body, a JSON object of at most {@code maxBytes}. */
    public <T> T body(int maxBytes, Class<T> type) {
        return Json.read(requiredBody(maxBytes, "object"), type);
    }

    /** Returns the body, a JSON array of at most {@code maxBytes}. */
    public <T> List<T> bodyList(int maxBytes, Class<T> element) {
        return Json.readList(requiredBody(maxBytes, "array"), element);
    }

    /** Returns the body, a JSON object that may be left out if all its fields may. */
    public <T> T optionalBody(int maxBytes, Class<T> type) {
        return Json.read(RequestBody.read(request.raw(), maxBytes).orElse(EMPTY_OBJECT), type);
    }

    private byte[] requiredBody(int maxBytes, String kind) {
        return RequestBody.read(request.raw(), maxBytes)
                .orElseThrow(() -> new InvalidValueException("body", "missing: this call takes a JSON " + kind));
    }

    /** The body, a JSON document of any length up to a limit, as it comes. */
    public InputStream json(long maxBytes) {
        return RequestBody.json(request.raw(), maxBytes);
    }

    /**
     * Returns the id that stands in the path where the route has {@code :parameter}.
     *
     * @param kind what has the id, such as {@code contact}
     */
    public UUID id(String kind, String parameter) {
        return Id.parse(kind, text(parameter));
    }

    /** The path of a resource from its decoded segments. */
    public static String location(String basePath, String segment) {
        return basePath + "/" + PercentCoding.encodeSegment(segment);
    }
}
