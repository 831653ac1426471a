// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/**
 * The place that a distribution has come to. A message carries it when it continues as itself, and a restart resumes
 * from it.
 *
 * <p>Since recipients are sorted, the last address says it all. Members may join or leave the groups in between; still
 * nobody is passed over and nobody is served twice.
 *
 * @param chunks the number of chunks that were sent; names the next one
 * @param lastServed the last address of the last of them; null before the first
 */
public record Cursor(int chunks, Address lastServed) {
    public static final Cursor START = new Cursor(0, null);

    /** Returns whether a recipient is still to be served. */
    boolean isBefore(Address address) {
        return lastServed == null || lastServed.compareTo(address) < 0;
    }

    /** Returns the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return chunks + " " + (lastServed == null ? "" : lastServed.key());
    }

    /** Reads the form that {@link #toString} writes; empty for any other. */
    public static Optional<Cursor> parse(String text) {
        int space = text.indexOf(' ');
        if (space < 1) {
            return Optional.empty();
        }
        try {
            int chunks = Integer.parseInt(text.substring(0, space));
            String address = text.substring(space + 1);
            return Optional.of(new Cursor(chunks, address.isEmpty() ? null : Address.parse(address)));
        } catch (NumberFormatException | InvalidValueException e) {
            return Optional.empty();
        }
    }
}
