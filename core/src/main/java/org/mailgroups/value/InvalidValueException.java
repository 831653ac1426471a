// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** A value that cannot be taken as it is. */
public final class InvalidValueException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public InvalidValueException(String reason) {
        super(reason);
    }

    public InvalidValueException(String reason, Throwable cause) {
        super(reason, cause);
    }

    public InvalidValueException(String field, String reason) {
        super(field, reason, null);
    }

    public InvalidValueException(String field, String reason, Throwable cause) {
        super(field, reason, cause);
    }

    /**
     * Returns the same about a field further out.
     *
     * @param outer the name of what holds the value; it comes before the field that is known already
     */
    public InvalidValueException in(String outer) {
        return new InvalidValueException(path(outer, field()), reason(), this);
    }

    private static String path(String outer, String inner) {
        return inner.isEmpty() ? outer : outer + (inner.startsWith("[") ? "" : ".") + inner;
    }
}
