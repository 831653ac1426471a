// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.value.Text;

/**
 * A message that groups take, as it was decided and expanded.
 *
 * @param id names it
 * @param key names the message that it was made from; see {@link PostingStore#decisions}
 * @param author the author's address, or the envelope sender if no author is known; empty for none
 * @param subject legible, in normal form, cut; empty for none
 * @param messageId the content of the Message-ID field, cut; empty for none
 * @param bytes the octets of the original
 * @param groups the ids of the groups that admitted it
 * @param copies its distinct copies, by number
 * @param origin the original's origin, for mails that are made from it; opaque here
 */
public record Posting(
        UUID id,
        String key,
        String author,
        String subject,
        String messageId,
        Instant receivedAt,
        long bytes,
        Set<Long> groups,
        List<PostingCopy> copies,
        Route route,
        String origin) {
    /** The longest author that is kept, in characters. */
    public static final int MAX_AUTHOR = 400;

    /** The longest subject that is kept, in characters. */
    public static final int MAX_SUBJECT = 300;

    /** The longest Message-ID that is kept, in characters. */
    public static final int MAX_MESSAGE_ID = 250;

    public Posting {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        author = Text.cleanedLine(author, MAX_AUTHOR);
        subject = Text.cleanedLine(subject, MAX_SUBJECT);
        messageId = Text.cleanedLine(messageId, MAX_MESSAGE_ID);
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(origin, "origin");
        groups = Set.copyOf(groups);
        copies = List.copyOf(copies);
    }
}
