// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.correspondence;

import java.time.Instant;
import java.util.List;
import org.mailgroups.value.Text;

/**
 * A message that a user has exchanged with somebody.
 *
 * @param messageId the Message-ID field (RFC 5322 3.6.4), by which a mail client finds the message; empty if it has none
 * @param date when it came into the mailbox
 * @param subject decoded; empty if it has none
 * @param attachments the names of the files in it, or their media types where they have no name
 */
public record CorrespondenceMessage(
        String messageId, Instant date, Direction direction, String subject, List<String> attachments) {
    private static final int MAX_LINE_LENGTH = 1000;

    /** Which way a message went. */
    public enum Direction {
        SENT,
        RECEIVED
    }

    /** Takes any text that a message may have: it is cut and cleaned to one line each. */
    public CorrespondenceMessage {
        messageId = Text.cleanedLine(messageId, MAX_LINE_LENGTH);
        subject = Text.cleanedLine(subject, MAX_LINE_LENGTH);
        attachments = attachments.stream()
                .map(name -> Text.cleanedLine(name, MAX_LINE_LENGTH))
                .toList();
    }
}
