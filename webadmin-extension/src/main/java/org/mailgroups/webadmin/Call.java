// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.mailgroups.call.IfMatch;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.json.Json;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.Field;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.PercentCoding;
import spark.Request;

/**
 * One HTTP call, as endpoints read it. A method that finds a part of the call wrong throws an exception that names the
 * field. Not thread-safe.
 */
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
     * Returns the principal of the call, which is the subject of the token. James has verified the token, and takes
     * tokens of its administrators only. If James runs without authentication, the name is {@code unauthenticated}.
     */
    public Principal principal() {
        String login = request.attribute(AuthenticationFilter.LOGIN);
        return Principal.postmaster(login == null ? UNAUTHENTICATED : login);
    }

    public QueryParameters query() {
        return query;
    }

    /** Returns the part of a list that the call asks for. */
    public PageRequest page() {
        return query.page();
    }

    /** Returns the mail address that stands in the path at the place of {@code :parameter}. */
    public Address address(String parameter) {
        String text = text(parameter);
        return Field.named(parameter, () -> Address.parse(text));
    }

    /** Returns the text that stands in the path at the place of {@code :parameter}. */
    public String text(String parameter) {
        return PercentCoding.decodeSegment(parameter, segment(":" + parameter));
    }

    /**
     * Returns the body, a CSV file that is read as it comes. Reading beyond {@code maxBytes} throws a
     * {@link RefusedCallException}.
     */
    public InputStream csv(long maxBytes) {
        return RequestBody.csv(request, maxBytes);
    }

    /** Returns whether the body has a type of vCards. */
    public boolean isVcard() {
        return RequestBody.isVcard(request);
    }

    /**
     * Returns the body, which is read as it comes: a file of vCards if {@link #isVcard}, else a CSV file. Reading
     * beyond {@code maxBytes} throws a {@link RefusedCallException}.
     */
    public InputStream csvOrVcard(long maxBytes) {
        return RequestBody.csvOrVcard(request, maxBytes);
    }

    private String segment(String placeholder) {
        return segments(request.uri()).get(segments(request.matchedPath()).indexOf(placeholder));
    }

    /** Divides a path as Spark does when it matches routes: empty segments do not count. */
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

    /** Returns whether the call has an {@code If-Match} header. The value {@code *} counts too. */
    public boolean isConditional() {
        return !ifMatch().isEmpty();
    }

    private List<String> ifMatch() {
        Enumeration<String> lines = request.raw().getHeaders("If-Match");
        return lines == null ? List.of() : Collections.list(lines);
    }

    /**
     * Refuses a call with a condition. To be called if the thing that the call changes has no version: the condition
     * cannot be kept then, and it must not be ignored.
     *
     * @throws RefusedCallException if there is an {@code If-Match}
     */
    public void requireUnconditional() {
        if (isConditional()) {
            throw RefusedCallException.badRequest("If-Match is not supported by this call");
        }
    }

    /** Returns the versions that {@code If-Match} names. */
    public ExpectedVersions expectedVersions() {
        return IfMatch.parse(ifMatch());
    }

    /**
     * Refuses a call with a body. To be called if the call takes none: whoever sends one expects it to matter, and it
     * must not be ignored.
     *
     * @throws InvalidValueException if there is a body
     */
    public void requireNoBody() {
        RequestBody.requireNone(request);
    }

    /** Returns the body, a JSON object of at most {@code maxBytes}. */
    public <T> T body(int maxBytes, Class<T> type) {
        return Json.read(requiredBody(maxBytes, "object"), type);
    }

    /** Returns the body, a JSON array of at most {@code maxBytes}. */
    public <T> List<T> bodyList(int maxBytes, Class<T> element) {
        return Json.readList(requiredBody(maxBytes, "array"), element);
    }

    /** Returns the body, a JSON object. The body may be left out if each of its fields may be left out. */
    public <T> T optionalBody(int maxBytes, Class<T> type) {
        return Json.read(RequestBody.read(request, maxBytes).orElse(EMPTY_OBJECT), type);
    }

    private byte[] requiredBody(int maxBytes, String kind) {
        return RequestBody.read(request, maxBytes)
                .orElseThrow(() -> new InvalidValueException("body", "missing: this call takes a JSON " + kind));
    }

    /** Returns the body, a JSON document of at most {@code maxBytes} that is read as it comes. */
    public InputStream json(long maxBytes) {
        return RequestBody.json(request, maxBytes);
    }

    /**
     * Returns the id that stands in the path at the place of {@code :parameter}.
     *
     * @param kind the kind of thing that has the id, such as {@code contact}
     */
    public UUID id(String kind, String parameter) {
        return Id.parse(kind, text(parameter));
    }

    /**
     * Returns the path of a resource.
     *
     * @param segment the last segment of the path, not encoded
     */
    public static String location(String basePath, String segment) {
        return basePath + "/" + PercentCoding.encodeSegment(segment);
    }
}
