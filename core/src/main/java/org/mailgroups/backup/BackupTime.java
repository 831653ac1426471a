// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.mailgroups.value.InvalidValueException;

/** Reads the times in a backup. */
final class BackupTime {
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private BackupTime() {}

    /**
     * Returns the time that a text says, which every database can keep.
     *
     * @throws InvalidValueException naming {@code field}, if it says none
     */
    static Instant parse(String field, String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
                throw new InvalidValueException(field, "must be from 1970 to 9999");
            }
            return time;
        } catch (DateTimeParseException e) {
            throw new InvalidValueException(field, "must be a time in UTC such as 2026-01-02T03:04:05.678Z", e);
        }
    }
}
