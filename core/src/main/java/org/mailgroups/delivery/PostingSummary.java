// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.value.Text;

/**
 * A posting as a list shows it.
 *
 * @param author the author's address, or the envelope sender if no author is known; empty for none
 * @param bytes the octets of the original
 * @param groups the ids of the groups that admitted it
 */
public record PostingSummary(
        UUID id,
        String author,
        String subject,
        String messageId,
        Instant receivedAt,
        long bytes,
        Set<Long> groups,
        PostingProgress progress,
        Recipients recipients) {
    /** How many recipients are in each state. Those of a posting that was cancelled do not wait: they have failed. */
    public record Recipients(
            long waiting, long delivered, long handedOver, long failed, long suspended, long excluded) {}

    public PostingSummary {
        Objects.requireNonNull(id, "id");
        author = Text.cleanedLine(author, Posting.MAX_AUTHOR);
        subject = Text.cleanedLine(subject, Posting.MAX_SUBJECT);
        messageId = Text.cleanedLine(messageId, Posting.MAX_MESSAGE_ID);
        groups = Set.copyOf(groups);
    }
}
