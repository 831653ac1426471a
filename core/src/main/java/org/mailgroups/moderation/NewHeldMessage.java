// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.time.Instant;
import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * A message that is to wait for an administrator's decision. The texts come from whoever wrote it: control characters are taken out of them, and they are cut to their greatest lengths.
 *
 * @param id names the message itself where that is kept; the same whenever the same message is held for the same group
 * @param group the group's address at this time
 * @param sender MAIL FROM, as far as it proves anything or not; empty for the null sender
 * @param knownAuthor who may be told of the decision: the user who authenticated, if that is the sender; null for anybody else
 * @param excerpt the first lines, as text
 * @param sizeBytes of the whole message
 * @param reason why it waits
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

    /** The user who wrote it, where that is proven. */
    public Optional<Address> author() {
        return Optional.ofNullable(knownAuthor);
    }
}
