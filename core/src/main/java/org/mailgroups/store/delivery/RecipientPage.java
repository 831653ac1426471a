// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailgroups.delivery.PostingRecipient;
import org.mailgroups.store.delivery.ChunkTable.StoredChunk;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;

/** Gathers a page of recipients, chunk by chunk. */
final class RecipientPage {
    private final int limit;
    private final Map<Integer, Address> groups;
    private final ShownAttempts attempts;
    private final Predicate<PostingRecipient> filter;
    private final List<PostingRecipient> found = new ArrayList<>();
    private RecipientPosition position;

    /** @param groups the groups as whose members copies are got, by the number of the copy */
    RecipientPage(
            RecipientPosition position,
            int limit,
            Map<Integer, Address> groups,
            ShownAttempts attempts,
            Predicate<PostingRecipient> filter) {
        this.position = position;
        this.limit = limit;
        this.groups = groups;
        this.attempts = attempts;
        this.filter = filter;
    }

    /** Returns the place of the next recipient. */
    RecipientPosition position() {
        return position;
    }

    /** Adds those recipients of a chunk who are wanted, as long as there is room. */
    void add(StoredChunk chunk) {
        if (found.size() == limit) {
            return;
        }
        List<Address> recipients = chunk.recipients();
        int place = chunk.number() == position.chunk() ? Math.max(position.place(), 0) : 0;
        while (place < recipients.size() && found.size() < limit) {
            PostingRecipient recipient = new PostingRecipient(
                    recipients.get(place),
                    groups.get(chunk.copy()),
                    attempts.shown(chunk.outcomes().at(place)));
            if (filter.test(recipient)) {
                found.add(recipient);
            }
            place++;
        }
        position = place < recipients.size()
                ? new RecipientPosition(chunk.number(), place)
                : new RecipientPosition(chunk.number() + 1, 0);
    }

    /**
     * Returns the page.
     *
     * @param goesOn whether there are chunks that were not added
     */
    Page<PostingRecipient> page(boolean goesOn) {
        boolean isFull = found.size() == limit;
        return new Page<>(found, goesOn || isFull ? Optional.of(position.text()) : Optional.empty());
    }
}
