// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.time.Instant;
import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * A message that is to be held. Its texts come from its author: control characters in them become spaces, and long
 * texts are cut.
 *
 * @param id the name of the message in the repository of its octets; the same whenever the same message is held for the
 *     same group
 * @param group the group's address at this time
 * @param sender the address in MAIL FROM, which proves nothing; empty for the null sender
 * @param knownAuthor the user who authenticated, if that is the sender, and who may be told of the decision; null for
 *     any other author
 * @param excerpt the first lines of the text
 * @param sizeBytes the size of the whole message
 * @param reason the reason why it waits
 */
public record NewHeldMessage(
        String id,
        long groupId,
        Address group,
        String sender,
        Address knownAuthor,
        String subject,
        String excerpt,
        Instant receivedAt,
        long sizeBytes,
        String reason) {
    public static final int MAX_SENDER_LENGTH = 320;
    public static final int MAX_SUBJECT_LENGTH = 300;
    public static final int MAX_EXCERPT_LINES = 10;
    public static final int MAX_EXCERPT_LINE_LENGTH = 150;
    public static final int MAX_REASON_LENGTH = 300;

    public NewHeldMessage {
        sender = Text.cleanedLine(sender, MAX_SENDER_LENGTH);
        subject = Text.cleanedLine(subject, MAX_SUBJECT_LENGTH);
        excerpt = Text.cleanedLines(excerpt, MAX_EXCERPT_LINES, MAX_EXCERPT_LINE_LENGTH);
        reason = Text.cleanedLine(reason, MAX_REASON_LENGTH);
    }

    /** Returns the user who wrote it, if that is proven. */
    public Optional<Address> author() {
        return Optional.ofNullable(knownAuthor);
    }
}
