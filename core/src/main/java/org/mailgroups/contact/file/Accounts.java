// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/** Finds out which of the accounts that a file names a contact can have. */
final class Accounts {
    private Accounts() {}

    /**
     * Returns the accounts that can be taken, in their order, each address once.
     *
     * @param said addresses and labels in turn
     * @param flaws gets what cannot be taken
     */
    static List<String> fitted(List<String> said, Flaws flaws) {
        Map<Address, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < said.size(); i += 2) {
            String label = said.get(i + 1);
            address("EMAIL", said.get(i), flaws).ifPresent(address -> labels.putIfAbsent(address, label));
        }
        List<String> fitted = new ArrayList<>();
        labels.forEach((address, label) -> {
            if (fitted.size() < 2 * ContactDetails.MAX_ACCOUNTS) {
                fitted.add(address.toString());
                fitted.add(VCardField.cut("the label of " + address, label, ContactEmail.MAX_LABEL_LENGTH, flaws));
            } else {
                flaws.add("a contact has at most " + ContactDetails.MAX_ACCOUNTS + " addresses; " + address
                        + " is one too many");
            }
        });
        return fitted;
    }

    /** Returns the address in a text; empty, with a flaw, if there is none. */
    static Optional<Address> address(String field, String text, Flaws flaws) {
        try {
            return Optional.of(Address.parse(text));
        } catch (InvalidValueException e) {
            Optional<Address> inside = insideBrackets(text);
            flaws.add(field + ": " + e.getMessage()
                    + inside.map(address -> "; " + address + " was taken").orElse(""));
            return inside;
        }
    }

    /** Returns the address in a text, if there is one. */
    static Optional<Address> addressIn(String text) {
        return Address.tryParse(text).or(() -> insideBrackets(text));
    }

    /** Returns the address of {@code Ann Smith <ann@example.com>}. */
    private static Optional<Address> insideBrackets(String text) {
        int start = text.indexOf('<');
        int end = text.indexOf('>', Math.max(start, 0));
        return start < 0 || end < 0 ? Optional.empty() : Address.tryParse(text.substring(start + 1, end));
    }
}
