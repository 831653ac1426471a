// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** A value that no group, member or profile can have; the message says why, in words meant for the person who wrote it. */
public final class InvalidValueException extends GroupException {
    private static final long serialVersionUID = 1L;

    public InvalidValueException(String message) {
        super(message);
    }
}
