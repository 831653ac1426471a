// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;

/** The refusal of a call that is wrong as HTTP. No rule of the product has been asked yet. */
public final class RefusedCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final ErrorType type;

    private RefusedCallException(int status, ErrorType type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    static RefusedCallException badRequest(String message) {
        return new RefusedCallException(400, ErrorType.INVALID_ARGUMENT, message);
    }

    static RefusedCallException lengthRequired(String message) {
        return new RefusedCallException(411, ErrorType.INVALID_ARGUMENT, message);
    }

    static RefusedCallException tooLarge(long maxBytes) {
        return new RefusedCallException(
                413, ErrorType.INVALID_ARGUMENT, "body is longer than the " + maxBytes + " bytes that this call takes");
    }

    /** @param given the Content-Type of the call; null if it has none */
    static RefusedCallException unsupportedType(String given, String taken) {
        return new RefusedCallException(
                415,
                ErrorType.INVALID_ARGUMENT,
                "Content-Type is " + (given == null ? "missing" : given) + "; this call takes " + taken + " in UTF-8");
    }

    /** Returns the refusal of {@code If-Match} if the thing that it speaks about does not exist (RFC 9110 13.1.1). */
    public static RefusedCallException nothingToMatch(String what) {
        return new RefusedCallException(412, ErrorType.WRONG_STATE, "If-Match: there is no " + what);
    }

    int status() {
        return status;
    }

    ErrorType type() {
        return type;
    }
}
