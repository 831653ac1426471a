// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.apppassword;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * An app password, without the password itself: nobody can read that again.
 *
 * @param user whose it is
 * @param name the user's own word for the program or the device that has it
 * @param lastUsed the last day on which it was used, in UTC; null if it never was
 */
public record AppPassword(UUID id, Address user, String name, Instant createdAt, LocalDate lastUsed) {
    /** The longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 100;

    public AppPassword {
        name = Text.line("name", name, MAX_NAME_LENGTH);
        if (name.isEmpty()) {
            throw new InvalidValueException("name is empty: it says which program or device has the password");
        }
    }

    /** Returns the last day on which it was used; empty if it never was. */
    public Optional<LocalDate> lastUse() {
        return Optional.ofNullable(lastUsed);
    }
}
