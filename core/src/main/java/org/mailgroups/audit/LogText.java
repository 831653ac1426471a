// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.audit;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Makes text from outside harmless for a log, whatever writes the log. Nothing that was made harmless can begin a line,
 * move the cursor of a terminal, or change the order in which characters are shown. Each statement that logs an
 * address, a name, a path or an exception about one takes it through here.
 */
public final class LogText {
    /** The causes of an exception that are shown. A chain may be endless. */
    private static final int MAX_CAUSES = 20;

    private LogText() {}

    /** Returns the text with an escape of JSON for each character that is not visible in its place. */
    public static String neutral(Object value) {
        String text = String.valueOf(value);
        StringBuilder neutral = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> append(neutral, codePoint));
        return neutral.toString();
    }

    /**
     * Returns the value as a string of JSON, or as an array of such strings if it is a collection. So it has an end
     * that nothing in it can forge, and a reader gets back exactly what it was.
     */
    static String quoted(Object value) {
        return value instanceof Collection<?> values
                ? values.stream().map(LogText::string).collect(Collectors.joining(",", "[", "]"))
                : string(value);
    }

    private static String string(Object value) {
        String escaped = String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"");
        return '"' + neutral(escaped) + '"';
    }

    /**
     * Returns an exception to log in the place of another one, with the same stack traces. It is the other one itself
     * if the messages in it are harmless.
     */
    public static Throwable neutral(Throwable exception) {
        return isNeutral(exception, MAX_CAUSES) ? exception : Shown.of(exception, MAX_CAUSES);
    }

    private static boolean isNeutral(Throwable exception, int causes) {
        if (exception == null) {
            return true;
        }
        String message = String.valueOf(exception.getMessage());
        return causes > 0
                && exception.getSuppressed().length == 0
                && neutral(message).equals(message)
                && isNeutral(exception.getCause(), causes - 1);
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

    /** Tells characters apart by their category, so that those of a later Unicode are on the right side too. */
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

    /** An exception as it is shown: the class of the other one, and its message made harmless. */
    private static final class Shown extends Exception {
        private static final long serialVersionUID = 1;

        private Shown(String message, Throwable cause, StackTraceElement[] trace) {
            super(message, cause, false, true);
            setStackTrace(trace);
        }

        static Shown of(Throwable exception, int causes) {
            Throwable cause = exception.getCause();
            return new Shown(
                    exception.getClass().getName() + ": " + neutral(exception.getMessage()),
                    cause == null || causes == 0 ? null : of(cause, causes - 1),
                    exception.getStackTrace());
        }
    }
}
