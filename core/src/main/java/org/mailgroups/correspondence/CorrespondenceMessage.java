// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.correspondence;

import java.time.Instant;
import java.util.List;
import org.mailgroups.value.Text;

/**
 * A message that a user has exchanged with a contact.
 *
 * @param messageId the Message-ID field (RFC 5322 3.6.4), by which a mail client finds the message; empty if there is
 *     none
 * @param date the time at which it came into the mailbox
 * @param subject decoded; empty if there is none
 * @param attachments the names of attached files, or the media type if a file has no name
 */
public record CorrespondenceMessage(
        String messageId, Instant date, Direction direction, String subject, List<String> attachments) {
    private static final int MAX_LINE_LENGTH = 1000;

    /** The way that a message went, seen by the user. */
    public enum Direction {
        SENT,
        RECEIVED
    }

    /** Takes any text from a message. Each is cleaned and cut to one line. */
    public CorrespondenceMessage {
        messageId = Text.cleanedLine(messageId, MAX_LINE_LENGTH);
        subject = Text.cleanedLine(subject, MAX_LINE_LENGTH);
        attachments = attachments.stream()
                .map(name -> Text.cleanedLine(name, MAX_LINE_LENGTH))
                .toList();
    }
}
