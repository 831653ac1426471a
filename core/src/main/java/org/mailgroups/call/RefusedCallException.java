// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import java.time.Duration;
import java.util.Optional;

/** The refusal of a call that is wrong as HTTP. No rule of the product has been asked yet. */
public final class RefusedCallException extends RuntimeException {
    /** After what time there may be room again. */
    private static final Duration BUSY = Duration.ofSeconds(5);

    private static final long serialVersionUID = 1L;

    private final int status;
    private final ErrorKind kind;
    private final Duration retryAfter;

    private RefusedCallException(int status, ErrorKind kind, String message) {
        this(status, kind, message, null);
    }

    private RefusedCallException(int status, ErrorKind kind, String message, Duration retryAfter) {
        super(message);
        this.status = status;
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public static RefusedCallException badRequest(String message) {
        return new RefusedCallException(400, ErrorKind.INVALID_ARGUMENT, message);
    }

    public static RefusedCallException lengthRequired(String message) {
        return new RefusedCallException(411, ErrorKind.INVALID_ARGUMENT, message);
    }

    public static RefusedCallException tooLarge(long maxBytes) {
        return new RefusedCallException(
                413, ErrorKind.INVALID_ARGUMENT, "body is longer than the " + maxBytes + " bytes that this call takes");
    }

    /** @param given the Content-Type of the call; null if it has none */
    public static RefusedCallException unsupportedType(String given, String taken) {
        return new RefusedCallException(
                415,
                ErrorKind.INVALID_ARGUMENT,
                "Content-Type is " + (given == null ? "missing" : given) + "; this call takes " + taken + " in UTF-8");
    }

    /** Returns the refusal of a call without log-in, or with a wrong one. */
    public static RefusedCallException unauthenticated(String message) {
        return new RefusedCallException(401, ErrorKind.INVALID_ARGUMENT, message);
    }

    /** Returns the refusal of a call that a page of another site has made. */
    public static RefusedCallException forbidden(String message) {
        return new RefusedCallException(403, ErrorKind.WRONG_STATE, message);
    }

    public static RefusedCallException notFound(String message) {
        return new RefusedCallException(404, ErrorKind.NOT_FOUND, message);
    }

    public static RefusedCallException methodNotAllowed(String message) {
        return new RefusedCallException(405, ErrorKind.INVALID_ARGUMENT, message);
    }

    /**
     * Returns the refusal of a call that may be made again later.
     *
     * @param retryAfter when, at the latest
     */
    public static RefusedCallException tooMany(String message, Duration retryAfter) {
        return new RefusedCallException(429, ErrorKind.WRONG_STATE, message, retryAfter);
    }

    /** Returns the refusal of a call for which there is no room just now. */
    public static RefusedCallException busy(String message) {
        return new RefusedCallException(503, ErrorKind.SERVER_ERROR, message, BUSY);
    }

    /** Returns the refusal of {@code If-Match} if the thing that it speaks about does not exist (RFC 9110 13.1.1). */
    public static RefusedCallException nothingToMatch(String what) {
        return new RefusedCallException(412, ErrorKind.WRONG_STATE, "If-Match: there is no " + what);
    }

    /** Returns the status of HTTP. */
    public int status() {
        return status;
    }

    /** Returns the kind that stands in the body. */
    public ErrorKind kind() {
        return kind;
    }

    /** Returns after what time the call may be made again; empty if that says nothing. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
