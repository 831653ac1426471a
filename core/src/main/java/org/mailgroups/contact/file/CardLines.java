// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mailgroups.text.NormalForm;

/**
 * Divides the text of a card into its properties, and mends what programs are known to get wrong:
 *
 * <ul>
 *   <li>a blank line behind a soft line break of quoted-printable (Android);
 *   <li>base 64 that goes on in lines that are not folded (Outlook);
 *   <li>a soft line break at the end of the card, blanks around a name, a byte order mark in front of it;
 *   <li>control characters, which become spaces.
 * </ul>
 *
 * <p>A line that is no property, or whose name the grammar does not allow, becomes {@value #UNREAD}, so that it is kept
 * and can be seen. Each character is looked at a few times at most, whatever the lines are.
 */
final class CardLines {
    /** Our property for a line that could not be read. */
    static final String UNREAD = "X-MAILGROUPS-UNREAD";

    /** The most properties of a card. */
    static final int MAX_PROPERTIES = 5000;

    /** No name of a property, with its parameters, is looked for behind this place of a line. */
    private static final int MAX_HEAD = 1000;

    /** Properties that begin a line behind the blank line that ends a broken soft line break. */
    private static final Set<String> KNOWN = Set.of(
            "ADR",
            "BDAY",
            "CATEGORIES",
            "EMAIL",
            "FN",
            "IMPP",
            "LABEL",
            "N",
            "NICKNAME",
            "NOTE",
            "ORG",
            "PHOTO",
            "REV",
            "ROLE",
            "SOUND",
            "TEL",
            "TITLE",
            "UID",
            "URL",
            "VERSION");

    private static final char LF = '\n';

    private final Flaws flaws;
    private final List<String> properties = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private boolean isQuotedPrintable;
    private boolean isBase64;
    private boolean isBehindGap;
    private String version;

    private CardLines(Flaws flaws) {
        this.flaws = flaws;
    }

    /**
     * Reads a card.
     *
     * @param text from BEGIN to END
     * @param flaws gets what is wrong with it
     */
    static CardLines of(String text, Flaws flaws) {
        CardLines lines = new CardLines(flaws);
        text.lines().filter(line -> !isMark(line)).forEach(lines::take);
        lines.finish();
        return lines;
    }

    private static boolean isMark(String line) {
        return line.equalsIgnoreCase(VCardTexts.BEGIN) || line.equalsIgnoreCase(VCardTexts.END);
    }

    /** Returns the properties but VERSION, which may be folded, with LF between their lines. */
    List<String> properties() {
        return List.copyOf(properties);
    }

    /** Returns the first VERSION. */
    Optional<String> version() {
        return Optional.ofNullable(version);
    }

    private void take(String line) {
        if (isQuotedPrintable && endsWith('=')) {
            if (line.isBlank()) {
                isBehindGap = true;
                return;
            }
            if (!isBehindGap || !KNOWN.contains(name(line))) {
                isBehindGap = false;
                current.append(LF).append(line);
                return;
            }
        }
        isBehindGap = false;
        if (line.isEmpty()) {
            return;
        }
        boolean isFolded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
        if (isFolded && current.length() > 0) {
            current.append(LF).append(line);
        } else if (isBase64 && isBase64(line)) {
            current.append(LF).append(' ').append(line);
        } else {
            finish();
            begin(line);
        }
    }

    private boolean endsWith(char last) {
        return current.length() > 0 && current.charAt(current.length() - 1) == last;
    }

    private void begin(String line) {
        current.append(line.startsWith("\uFEFF") ? line.substring(1) : line);
        int colon = Math.min(Math.max(line.indexOf(':'), 0), MAX_HEAD);
        String head = line.substring(0, colon).toUpperCase(Locale.ROOT);
        isQuotedPrintable = isQuotedPrintable(head);
        isBase64 = head.contains("BASE64") || head.contains("ENCODING=B");
    }

    /** Tells whether a value is encoded: no other parameter's value says so, whatever it is. */
    private static boolean isQuotedPrintable(String head) {
        return Stream.of(head.split(";", -1))
                .map(parameter -> parameter.replace(" ", ""))
                .anyMatch(parameter -> parameter.equals("QUOTED-PRINTABLE")
                        || (parameter.startsWith("ENCODING=") && parameter.contains("QUOTED-PRINTABLE")));
    }

    private static boolean isBase64(String line) {
        return line.chars()
                .allMatch(c -> (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || (c >= '0' && c <= '9')
                        || "+/= \t".indexOf(c) >= 0);
    }

    private void finish() {
        if (current.length() == 0) {
            return;
        }
        if (isQuotedPrintable && endsWith('=')) {
            current.setLength(current.length() - 1);
        }
        String raw = current.toString();
        current.setLength(0);
        isQuotedPrintable = false;
        isBase64 = false;
        add(raw);
    }

    private void add(String raw) {
        int end = endOfName(raw);
        String name = name(raw);
        if (name.equals("VERSION")) {
            version = version == null ? value(raw).strip() : version;
        } else if (properties.size() >= MAX_PROPERTIES) {
            flaws.add("the card has more than " + MAX_PROPERTIES + " properties; the others were left out");
        } else if (name.isEmpty() || raw.indexOf(':', end) < 0 || isOfAnotherObject(name)) {
            properties.add(unread(raw, flaws));
        } else {
            properties.add(withoutFolds(raw.substring(0, end)).strip() + withoutControls(name, raw.substring(end)));
        }
    }

    private static boolean isOfAnotherObject(String name) {
        return name.equals("BEGIN") || name.equals("END");
    }

    /** Returns the property that a line becomes that is none. */
    static String unread(String raw, Flaws flaws) {
        flaws.add("a line is no property: " + Flaws.quoted(withoutFolds(raw)));
        StringBuilder text = new StringBuilder();
        withoutFolds(raw).codePoints().map(c -> isControl(c) ? ' ' : c).forEach(text::appendCodePoint);
        return UNREAD + ":" + VObjectPropertyValues.escape(text.toString().strip());
    }

    private String withoutControls(String name, String text) {
        if (text.codePoints().noneMatch(c -> c != LF && isControl(c))) {
            return text;
        }
        flaws.add(name + " has a control character, in the place of which stands a space");
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().map(c -> c != LF && isControl(c) ? ' ' : c).forEach(cleaned::appendCodePoint);
        return cleaned.toString();
    }

    /** Returns whether a character can be in no card; a tab can. */
    static boolean isControl(int codePoint) {
        return NormalForm.isControl(codePoint) && codePoint != '\t';
    }

    /** Returns the name of a property, without its group, in upper case; empty if it begins with none. */
    static String name(String raw) {
        String[] name = withoutFolds(raw.substring(0, endOfName(raw))).strip().split("\\.", -1);
        for (String part : name) {
            if (!VCardGrammar.isName(part)) {
                return "";
            }
        }
        return name.length > 2 ? "" : name[name.length - 1].toUpperCase(Locale.ROOT);
    }

    /** Returns the value of a property, as it stands there but not folded; empty for none. */
    static String value(String raw) {
        return withoutFolds(raw.substring(raw.indexOf(':') + 1));
    }

    private static int endOfName(String raw) {
        int end = 0;
        while (end < raw.length() && end < MAX_HEAD && raw.charAt(end) != ':' && raw.charAt(end) != ';') {
            end++;
        }
        return end;
    }

    private static String withoutFolds(String raw) {
        return raw.indexOf(LF) < 0
                ? raw
                : raw.replace("\n ", "").replace("\n\t", "").replace(LF, ' ');
    }
}
