// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/**
 * How far a distribution has come: what a message carries when it continues as itself, and what a crash resumes from.
 *
 * <p>Since recipients are sorted, the last address says it all: whoever joins or leaves the groups in between, nobody is passed over and nobody is served twice.
 *
 * @param chunks how many chunks were sent; names the next one
 * @param lastServed the last address of the last of them; null before the first
 */
public record Cursor(int chunks, Address lastServed) {
    public static final Cursor START = new Cursor(0, null);

    /** Whether a recipient is still to be served. */
    boolean isBefore(Address address) {
        return lastServed == null || lastServed.compareTo(address) < 0;
    }

    /** The form in which {@link #parse} reads it. */
    @Override
    public String toString() {
        return chunks + " " + (lastServed == null ? "" : lastServed.key());
    }

    /** Reads what {@link #toString} wrote; empty if it did not. */
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
