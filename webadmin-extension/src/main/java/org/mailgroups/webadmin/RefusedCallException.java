/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin;

import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;

/** A call that is refused for what it is as HTTP, before any rule about groups is asked. */
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

    /** A list in the call is longer than the call takes. */
    public static RefusedCallException tooMany(String field, int max) {
        return new RefusedCallException(
                413, ErrorType.INVALID_ARGUMENT, field + " has more than the " + max + " entries that this call takes");
    }

    /** @param given what the call says of its body; null if it says nothing */
    static RefusedCallException unsupportedType(String given, String taken) {
        return new RefusedCallException(
                415,
                ErrorType.INVALID_ARGUMENT,
                "Content-Type is " + (given == null ? "missing" : given) + "; this call takes " + taken + " in UTF-8");
    }

    /** {@code If-Match} on something that is not there (RFC 9110 13.1.1). */
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
