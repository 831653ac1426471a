// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.value.Text;

/**
 * The parts by which a vCard that cannot be read, or a text outside of all cards, is recognised: the name and the
 * address of its first plain lines, else its beginning.
 */
final class UnreadCard {
    /** How much of a card is looked through. */
    private static final int MAX_LENGTH = 16 << 10;

    private UnreadCard() {}

    /** Returns the cells of a CSV file, two of them filled at most. */
    static List<String> cells(String text) {
        String beginning = text.substring(0, Math.min(text.length(), MAX_LENGTH));
        List<String> properties = CardLines.of(beginning, new Flaws()).properties();
        String email = find("EMAIL", properties).orElse("");
        String name = find("FN", properties).orElse(email.isEmpty() ? shown(beginning) : "");
        return ContactColumns.ALL.cells(Map.of(ContactColumns.NAME, name, ContactColumns.EMAIL, email));
    }

    private static Optional<String> find(String name, List<String> properties) {
        return properties.stream()
                .filter(property -> CardLines.name(property).equals(name))
                .map(property -> shown(VObjectPropertyValues.unescape(CardLines.value(property))))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static String shown(String text) {
        return Text.cleanedLine(text, ContactDetails.MAX_LINE_LENGTH);
    }
}
