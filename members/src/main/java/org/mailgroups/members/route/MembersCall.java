// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

/**
 * One call, as routes read it. A method that finds a part of the call wrong throws an exception that names the field.
 * Immutable.
 */
public final class MembersCall {
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private final Principal principal;
    private final Visit visit;
    private final Map<String, String> segments;
    private final QueryParameters query;
    private final List<String> ifMatch;
    private final byte[] body;

    /**
     * Makes a call that has been read.
     *
     * @param principal null for a route of {@link Caller#ANYBODY}
     * @param segments the texts in the path, as they came
     * @param body of no octets if there is none
     */
    public MembersCall(
            Principal principal,
            Visit visit,
            Map<String, String> segments,
            QueryParameters query,
            List<String> ifMatch,
            byte[] body) {
        this.principal = principal;
        this.visit = visit;
        this.segments = Map.copyOf(segments);
        this.query = query;
        this.ifMatch = List.copyOf(ifMatch);
        this.body = body;
    }

    /** Returns who has logged in. */
    public Principal principal() {
        if (principal == null) {
            throw new IllegalStateException("This call needs no log-in");
        }
        return principal;
    }

    /**
     * Returns the user who has logged in, for a call about the user's own things.
     *
     * @throws RefusedCallException if it is a postmaster, who has come with a token and has no mailbox here, even if
     *     the token has the name of one
     */
    public Address user() {
        if (principal() instanceof Principal.User user) {
            return user.user();
        }
        throw RefusedCallException.forbidden(
                "this is about a user's own things: log in with a mail address and its password");
    }

    public Visit visit() {
        return visit;
    }

    /**
     * Checks that our own page asks. A call without log-in that decides something must not come from a program that
     * tries all that stands in a mail.
     *
     * @throws RefusedCallException if it does not
     */
    public void requireOwnPage() {
        if (!visit.isFromOwnPage()) {
            throw RefusedCallException.forbidden("only this server's page may do this: open the link in a browser");
        }
    }

    public QueryParameters query() {
        return query;
    }

    /** Returns the part of a list that the call asks for. */
    public PageRequest page() {
        return query.page();
    }

    /** Returns the mail address that stands in the path at the place of {@code {parameter}}. */
    public Address address(String parameter) {
        String text = text(parameter);
        return Field.named(parameter, () -> Address.parse(text));
    }

    /** Returns the text that stands in the path at the place of {@code {parameter}}. */
    public String text(String parameter) {
        return PercentCoding.decodeSegment(parameter, segments.get(parameter));
    }

    /** Returns the versions that {@code If-Match} names. */
    public ExpectedVersions expectedVersions() {
        return IfMatch.parse(ifMatch);
    }

    /** Returns the body, a JSON object. */
    public <T> T body(Class<T> type) {
        if (body.length == 0) {
            throw new InvalidValueException("body", "missing: this call takes a JSON object");
        }
        return Json.read(body, type);
    }

    /** Returns the body, a JSON array. */
    public <T> List<T> bodyList(Class<T> element) {
        if (body.length == 0) {
            throw new InvalidValueException("body", "missing: this call takes a JSON array");
        }
        return Json.readList(body, element);
    }

    /** Returns the body, a file. */
    public InputStream file() {
        return new ByteArrayInputStream(body);
    }

    /** Returns the id that stands in the path at the place of {@code {parameter}}, behind a mark. */
    public UUID id(String kind, String parameter, String mark) {
        return Id.parse(kind, text(parameter).substring(mark.length()));
    }

    /** Returns the body, a JSON object. It may be left out if each of its fields may be left out. */
    public <T> T optionalBody(Class<T> type) {
        return Json.read(body.length == 0 ? EMPTY_OBJECT : body, type);
    }
}
