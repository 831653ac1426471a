// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.value.Text;

/**
 * The parts by which a vCard that cannot be read is recognised: the name and the address of its first plain lines, else
 * its beginning.
 */
final class UnreadCard {
    private static final Pattern FOLD = Pattern.compile("\n[ \t]");
    private static final Pattern FN = property("FN");
    private static final Pattern EMAIL = property("EMAIL");

    /** How much of a card is looked through. */
    private static final int MAX_LENGTH = 16 << 10;

    private UnreadCard() {}

    private static Pattern property(String name) {
        return Pattern.compile(
                "^(?:[\\w-]+\\.)?" + name + "(?:;[^:\n]*)?:(.*\\S.*)$", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
    }

    /** Returns the cells of a CSV file, two of them filled at most. */
    static List<String> cells(String text) {
        String lines = FOLD.matcher(text.substring(0, Math.min(text.length(), MAX_LENGTH)))
                .replaceAll("");
        String email = find(EMAIL, lines).orElse("");
        String name = find(FN, lines).orElse(email.isEmpty() ? shown(lines) : "");
        return ContactColumns.ALL.cells(Map.of(ContactColumns.NAME, name, ContactColumns.EMAIL, email));
    }

    private static Optional<String> find(Pattern property, String lines) {
        Matcher matcher = property.matcher(lines);
        return matcher.find() ? Optional.of(shown(VObjectPropertyValues.unescape(matcher.group(1)))) : Optional.empty();
    }

    private static String shown(String text) {
        return Text.cleanedLine(text, ContactDetails.MAX_LINE_LENGTH);
    }
}
