// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailgroups.value.Text;

/**
 * The value and the parameters of a field such as Content-Disposition (RFC 2045 5.1), as people read them.
 *
 * <p>A parameter may be in a charset of its own, and in several sections (RFC 2231 3, 4): {@code filename*0*=...}. It
 * comes before a plain one of the same name. Many programs write encoded words or raw octets into a plain one instead;
 * these are read as in {@link HeaderText}. What cannot be understood is left out. Immutable.
 */
public final class FieldParameters {
    private static final int MAX_FIELD_LENGTH = 20_000;
    private static final int MAX_SECTIONS = 1000;
    private static final int MAX_LENGTH = 1000;

    /** A name, the number of a section, the star of one that is encoded, and a quoted or a plain value. */
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*([^\\s;=\"*]{1,60})(?:\\*(\\d{1,3}))?(\\*)?\\s*=\\s*" + "(?:\"((?:[^\"\\\\]|\\\\.)*+)\"?|([^;]*))");

    private final String value;
    private final Map<String, Section> sections = new HashMap<>();

    /** A part of a parameter's value; its octets as ISO-8859-1. */
    private record Section(String text, boolean encoded) {}

    private FieldParameters(String field) {
        int end = field.indexOf(';');
        this.value = (end < 0 ? field : field.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        Matcher parameter = PARAMETER.matcher(field);
        while (parameter.find() && sections.size() < MAX_SECTIONS) {
            String number = parameter.group(2) == null ? "" : "*" + Integer.parseInt(parameter.group(2));
            boolean encoded = parameter.group(3) != null;
            String name =
                    parameter.group(1).toLowerCase(Locale.ROOT) + number + (number.isEmpty() && encoded ? "*0" : "");
            String text = parameter.group(4) == null
                    ? parameter.group(5).strip()
                    : parameter.group(4).replaceAll("\\\\(.)", "$1");
            sections.putIfAbsent(name, new Section(text, encoded));
        }
    }

    /**
     * Reads a field.
     *
     * @param value its octets as ISO-8859-1, folded or not
     */
    public static FieldParameters of(String value) {
        return new FieldParameters(
                value.substring(0, Math.min(value.length(), MAX_FIELD_LENGTH)).replaceAll("\\r?\\n", ""));
    }

    /** Returns what stands in front of the parameters, such as {@code attachment}, in lower case. */
    public String value() {
        return value;
    }

    /** Returns the text of a parameter, in one line; empty if there is none. */
    public Optional<String> text(String name) {
        return sectioned(name)
                .or(() -> Optional.ofNullable(sections.get(name)).map(plain -> HeaderText.of(plain.text())))
                .map(text -> Text.cleanedLine(text, MAX_LENGTH))
                .filter(text -> !text.isEmpty());
    }

    private Optional<String> sectioned(String name) {
        Section first = sections.get(name + "*0");
        if (first == null) {
            return Optional.empty();
        }
        String[] charsetLanguageText = first.text().split("'", 3);
        boolean hasCharset = first.encoded() && charsetLanguageText.length == 3;
        StringBuilder octets =
                new StringBuilder(decoded(hasCharset ? new Section(charsetLanguageText[2], true) : first));
        for (int i = 1; sections.containsKey(name + '*' + i); i++) {
            octets.append(decoded(sections.get(name + '*' + i)));
        }
        Optional<Charset> charset = hasCharset ? HeaderText.charset(charsetLanguageText[0]) : Optional.empty();
        return Optional.of(charset.map(known -> new String(HeaderText.octets(octets.toString()), known))
                .orElseGet(() -> HeaderText.of(octets.toString())));
    }

    /** Returns the octets of a section, as ISO-8859-1; if its encoding is broken, as they stand there. */
    private static String decoded(Section section) {
        return section.encoded()
                ? HeaderText.percentLike(section.text(), '%')
                        .map(HeaderText::latin1)
                        .orElse(section.text())
                : section.text();
    }
}
