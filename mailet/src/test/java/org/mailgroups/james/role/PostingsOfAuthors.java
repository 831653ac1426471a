// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.PostingOutcomes;
import org.mailgroups.delivery.PostingProgress;
import org.mailgroups.delivery.PostingRecipient;
import org.mailgroups.delivery.PostingSummary;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StoreUnavailableException;

/** Postings, for tests, of which only the newest of an author and those who were not reached are asked for. */
public final class PostingsOfAuthors implements PostingOutcomes {
    private final List<PostingSummary> postings = new ArrayList<>();
    private final List<PostingRecipient> failed = new ArrayList<>();
    private boolean isDown;

    /** Adds a posting that is newer than all others. */
    public PostingsOfAuthors add(long group, String author, String subject, PostingSummary.Recipients recipients) {
        postings.add(
                0,
                new PostingSummary(
                        UUID.randomUUID(),
                        author,
                        subject,
                        "<1@example.org>",
                        Instant.parse("2024-05-01T11:00:00Z"),
                        100,
                        Set.of(group),
                        PostingProgress.FAILED,
                        recipients));
        return this;
    }

    /** Adds a recipient of every posting who was not reached. */
    public PostingsOfAuthors failed(String recipient, String ofGroup, String reply) {
        failed.add(new PostingRecipient(
                Address.parse(recipient),
                ofGroup == null ? null : Address.parse(ofGroup),
                new Attempt(RecipientState.FAILED, "mx", reply, 1, Instant.EPOCH, null)));
        return this;
    }

    void down(boolean isDown) {
        this.isDown = isDown;
    }

    @Override
    public Optional<PostingSummary> last(long group, String author) {
        if (isDown) {
            throw new StoreUnavailableException("down for a test", null);
        }
        return postings.stream()
                .filter(posting -> posting.groups().contains(group)
                        && posting.author().toLowerCase(Locale.ROOT).equals(author.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Has pages of three, and an empty one in between. */
    @Override
    public Page<PostingRecipient> recipients(UUID id, Set<RecipientState> states, SearchQuery query, PageRequest page) {
        if (!states.equals(Set.of(RecipientState.FAILED))) {
            throw new IllegalArgumentException("there are failed ones only: " + states);
        }
        int from = page.after().isEmpty() ? 0 : Integer.parseInt(page.after());
        int to = Math.min(failed.size(), page.after().isEmpty() ? 0 : from + 3);
        return new Page<>(
                failed.subList(from, to), to < failed.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }
}
