// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.function.Supplier;

/** Names the field of a value that cannot be taken. */
public final class Field {
    private Field() {}

    /**
     * Returns the value that {@code reading} returns.
     *
     * @throws InvalidValueException naming {@code field}, if {@code reading} throws one
     */
    public static <T> T named(String field, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidValueException e) {
            throw e.in(field);
        }
    }
}
