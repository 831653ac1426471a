// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.creation;

import java.util.List;
import java.util.Locale;
import org.mailgroups.text.NormalForm;

/**
 * A pattern of local parts, such as {@code team-*}. A {@code *} stands for any text, also for none; upper and lower
 * case are the same.
 */
public record NamePattern(String text) {
    /** Lets every name be. */
    public static final NamePattern ANY = new NamePattern("*");

    private static final int MAX_LENGTH = 64;
    private static final String OTHERS = "!#$%&'*/=?^_`{|}~.-";

    /** @throws IllegalArgumentException if no local part can be like this */
    public NamePattern {
        text = NormalForm.stripped(text).toLowerCase(Locale.ROOT);
        if (text.isEmpty() || text.length() > MAX_LENGTH || !text.chars().allMatch(NamePattern::isAllowed)) {
            throw new IllegalArgumentException("must be like the part of an address before @, at most " + MAX_LENGTH
                    + " characters, with * for any text: " + text);
        }
    }

    private static boolean isAllowed(int character) {
        return Character.isLetterOrDigit(character) || OTHERS.indexOf(character) >= 0;
    }

    /** @param localPart in lower case */
    boolean matches(String localPart) {
        List<String> parts = List.of(text.split("\\*", -1));
        String first = parts.get(0);
        if (parts.size() == 1) {
            return localPart.equals(first);
        }
        String last = parts.get(parts.size() - 1);
        if (!localPart.startsWith(first) || localPart.length() < first.length() + last.length()) {
            return false;
        }
        int at = first.length();
        int end = localPart.length() - last.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = localPart.indexOf(part, at);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return localPart.endsWith(last);
    }
}
