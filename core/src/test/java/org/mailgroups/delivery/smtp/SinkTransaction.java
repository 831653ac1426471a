// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a {@link SmtpSink} has taken.
 *
 * @param mail the MAIL command
 * @param recipients the paths that it took, without brackets
 * @param wire the content octet for octet as it came, the last dot included
 */
@SuppressWarnings("ArrayRecordComponent")
public record SinkTransaction(int connection, String mail, List<String> recipients, byte[] wire) {
    public SinkTransaction {
        recipients = List.copyOf(recipients);
    }

    /** Returns the content as it came, in one character for each octet. */
    public String wireText() {
        return new String(wire, StandardCharsets.ISO_8859_1);
    }

    /** Returns the content without the dots that were added, and without the last one. */
    public String content() {
        String text = wireText();
        String lines = text.substring(0, text.length() - 3).replace("\r\n..", "\r\n.");
        return lines.startsWith("..") ? lines.substring(1) : lines;
    }
}
