// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/** Reads the names of mail domains. */
public final class DomainField {
    private static final int MAX_SHOWN = 40;

    private DomainField() {}

    /**
     * Returns a domain in lower case A-labels.
     *
     * @throws InvalidValueException if no address can have that domain; the exception names {@code field}
     */
    public static String parse(String field, String text) {
        try {
            return Address.parse("x@" + text).domain();
        } catch (InvalidValueException e) {
            // The cause speaks about an address, but the caller gave only a domain.
            String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
            throw new InvalidValueException("'" + shown + "' is not a host name", e).in(field);
        }
    }
}
