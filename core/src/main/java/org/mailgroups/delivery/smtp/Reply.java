// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.util.List;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.value.Text;

/**
 * A server's answer (RFC 5321 4.2).
 *
 * @param lines their text without the code
 */
record Reply(int code, List<String> lines) {
    private static final int CLOSING = 421;

    Reply {
        lines = List.copyOf(lines);
    }

    boolean isPositive() {
        return code / 100 == 2;
    }

    boolean isTransient() {
        return code / 100 == 4;
    }

    boolean isPermanent() {
        return code / 100 == 5;
    }

    /** Returns whether the server closes the connection, whatever was asked. */
    boolean isClosing() {
        return code == CLOSING;
    }

    /** Returns code and text as one harmless line, cut. A status that each line repeats is there once. */
    String words() {
        String status = status();
        StringBuilder words = new StringBuilder().append(code);
        for (int i = 0; i < lines.size() && words.length() <= Attempt.MAX_REPLY; i++) {
            String line = lines.get(i);
            boolean repeated = i > 0 && !status.isEmpty() && line.startsWith(status);
            words.append(' ').append(repeated ? line.substring(status.length()).stripLeading() : line);
        }
        return Text.cleanedLine(words.toString(), Attempt.MAX_REPLY);
    }

    /** Returns the status of RFC 3463 that the text begins with, {@code 5.1.1}; empty if there is none. */
    String status() {
        String text = lines.isEmpty() ? "" : lines.get(0);
        int end = text.indexOf(' ');
        String first = end < 0 ? text : text.substring(0, end);
        String[] parts = first.split("\\.", -1);
        return parts.length == 3
                        && isNumber(parts[0], 1)
                        && isNumber(parts[1], 3)
                        && isNumber(parts[2], 3)
                        && parts[0].charAt(0) - '0' == code / 100
                ? first
                : "";
    }

    String statusOr(String other) {
        String status = status();
        return status.isEmpty() ? other : status;
    }

    private static boolean isNumber(String text, int maxDigits) {
        return !text.isEmpty()
                && text.length() <= maxDigits
                && text.chars().allMatch(character -> character >= '0' && character <= '9');
    }
}
