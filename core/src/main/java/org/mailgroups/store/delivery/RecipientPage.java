// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.PostingRecipient;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.store.delivery.ChunkTable.StoredChunk;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;

/** Gathers a page of recipients, chunk by chunk. */
final class RecipientPage {
    private static final String CANCELLED = "The posting was cancelled";

    private final int limit;
    private final boolean isCancelled;
    private final Predicate<PostingRecipient> filter;
    private final List<PostingRecipient> found = new ArrayList<>();
    private RecipientPosition position;

    /** @param isCancelled whether those who wait wait in vain */
    RecipientPage(RecipientPosition position, int limit, boolean isCancelled, Predicate<PostingRecipient> filter) {
        this.position = position;
        this.limit = limit;
        this.isCancelled = isCancelled;
        this.filter = filter;
    }

    /** Returns the place of the next recipient. */
    RecipientPosition position() {
        return position;
    }

    /** Adds those recipients of a chunk who are wanted, as long as there is room. */
    void add(StoredChunk chunk, Long group) {
        if (found.size() == limit) {
            return;
        }
        List<Address> recipients = chunk.recipients();
        int place = chunk.number() == position.chunk() ? Math.max(position.place(), 0) : 0;
        while (place < recipients.size() && found.size() < limit) {
            PostingRecipient recipient = new PostingRecipient(
                    recipients.get(place),
                    chunk.copy(),
                    group,
                    shown(chunk.outcomes().at(place)));
            if (filter.test(recipient)) {
                found.add(recipient);
            }
            place++;
        }
        position = place < recipients.size()
                ? new RecipientPosition(chunk.number(), place)
                : new RecipientPosition(chunk.number() + 1, 0);
    }

    private Attempt shown(Attempt last) {
        return isCancelled && last.state() == RecipientState.WAITING
                ? new Attempt(RecipientState.FAILED, last.server(), CANCELLED, last.attempts(), last.at(), null)
                : last;
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
