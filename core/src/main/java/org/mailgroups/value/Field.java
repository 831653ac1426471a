// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.function.Supplier;

/** Puts the name of a field in front of what is wrong with its value. */
public final class Field {
    private Field() {}

    /**
     * The value that comes out of {@code reading}.
     *
     * @throws InvalidValueException naming {@code field}, if the reading throws one
     */
    public static <T> T named(String field, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidValueException e) {
            throw e.in(field);
        }
    }
}
