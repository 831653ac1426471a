/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.contact;

import java.time.Instant;
import java.util.List;
import org.mailgroups.group.Text;

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
