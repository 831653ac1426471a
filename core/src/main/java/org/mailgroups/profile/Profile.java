// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * What is known of a user besides the address. The mail server itself knows only the address.
 *
 * @param name first and last name
 * @param idNumber NIF, NIE or staff number, unique among profiles; empty for none
 */
public record Profile(Address user, String name, String idNumber) {
    /** The longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 200;

    /** The longest identifier, in characters. */
    public static final int MAX_IDENTIFIER_LENGTH = 100;

    public Profile {
        name = Text.line("name", name, MAX_NAME_LENGTH);
        idNumber = checkedIdentifier("identifier", idNumber);
        if (name.isEmpty()) {
            throw new InvalidValueException("name is empty");
        }
    }

    /**
     * Checks the identifier of a user or of a shared contact.
     *
     * @return the identifier, stripped; empty for none
     * @throws InvalidValueException naming {@code field}
     */
    public static String checkedIdentifier(String field, String identifier) {
        String checked = Text.line(field, identifier, MAX_IDENTIFIER_LENGTH);
        if (checked.indexOf('@') >= 0) {
            throw new InvalidValueException(field + " has an @, which only a mail address may have");
        }
        return checked;
    }

    /** Returns the identifier, if there is one. */
    public Optional<String> identifier() {
        return idNumber.isEmpty() ? Optional.empty() : Optional.of(idNumber);
    }
}
