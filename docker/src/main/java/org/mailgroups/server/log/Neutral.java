// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.log;

import java.util.Locale;

/**
 * Makes text harmless for a log. The plugin has the same for its own lines, since it may run in a James with another
 * log; no class of the plugin is on the class path of this server.
 */
public final class Neutral {
    private Neutral() {}

    /** Returns the text with an escape, as in JSON, for each character that is not visible in its place. */
    public static String text(String text) {
        StringBuilder neutral = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> append(neutral, codePoint));
        return neutral.toString();
    }

    /** Returns the text as a string of JSON, so that it has an end that nothing in it can forge. */
    static String quoted(String text) {
        return '"' + text(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    private static void append(StringBuilder neutral, int codePoint) {
        switch (codePoint) {
            case '\n' -> neutral.append("\\n");
            case '\r' -> neutral.append("\\r");
            case '\t' -> neutral.append("\\t");
            default -> {
                if (isVisible(codePoint)) {
                    neutral.appendCodePoint(codePoint);
                } else {
                    for (char unit : Character.toChars(codePoint)) {
                        neutral.append(String.format(Locale.ROOT, "\\u%04X", (int) unit));
                    }
                }
            }
        }
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
