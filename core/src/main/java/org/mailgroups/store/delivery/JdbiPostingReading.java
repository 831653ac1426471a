// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.mailgroups.bounce.SentCopies;
import org.mailgroups.bounce.SentCopy;
import org.mailgroups.delivery.PostingFilter;
import org.mailgroups.delivery.PostingProgress;
import org.mailgroups.delivery.PostingReading;
import org.mailgroups.delivery.PostingRecipient;
import org.mailgroups.delivery.PostingSummary;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.store.delivery.ChunkTable.StoredChunk;
import org.mailgroups.store.delivery.PostingTable.Arrived;
import org.mailgroups.store.sql.Database;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.WrongStateException;

/** Postings in the database, as people see them. */
public final class JdbiPostingReading implements PostingReading, SentCopies {
    /** How many chunks a page of recipients looks at: one of a large posting must not take for ever. */
    private static final int MAX_CHUNKS = 1000;

    private static final int CHUNKS_AT_ONCE = 100;

    private static final int MAX_SEARCH_TEXT = 2000;

    private final Transactions transactions;
    private final Database database;

    /** @param transactions on connections of their own */
    public JdbiPostingReading(Transactions transactions, Database database) {
        this.transactions = transactions;
        this.database = database;
    }

    private ChunkTable chunks(Handle handle) {
        return new ChunkTable(handle, database);
    }

    @Override
    public Page<PostingSummary> list(long group, PostingFilter filter, PageRequest page) {
        PostingPosition after = PostingPosition.of(page.after());
        if (filter.query().findsNothing()) {
            return Page.empty();
        }
        return transactions.readConsistently(handle -> Page.of(
                        page.limit(),
                        new SummaryTable(handle).list(group, filter, after, page.limit() + 1),
                        PostingPosition::text)
                .mapAll(found -> filter.member()
                        .map(member -> withMember(handle, found, member))
                        .orElse(found)));
    }

    private List<PostingSummary> withMember(Handle handle, List<PostingSummary> found, Address member) {
        return found.stream()
                .filter(posting -> chunks(handle).mayHave(posting.id(), member).stream()
                        .anyMatch(packed -> PackedRecipients.unpack(packed).contains(member)))
                .toList();
    }

    @Override
    public Map<Address, SentCopy> of(long group, String start, Collection<Address> recipients) {
        String first = hyphened(start);
        return transactions.readConsistently(handle -> {
            // After the digits and the hyphen of an id comes g.
            List<Arrived> postings = new PostingTable(handle).between(group, first, first + 'g');
            if (postings.size() != 1) {
                return Map.of();
            }
            Arrived posting = postings.get(0);
            Set<Integer> copies = new PostingTable(handle).copiesOf(posting.id(), group);
            Map<Address, SentCopy> sent = new HashMap<>();
            for (Address recipient : recipients) {
                state(handle, posting.id(), copies, recipient)
                        .ifPresent(state -> sent.put(recipient, new SentCopy(posting.id(), posting.at(), state)));
            }
            return sent;
        });
    }

    /** Returns the beginning of an id as it is written. */
    private static String hyphened(String digits) {
        StringBuilder id = new StringBuilder(digits);
        for (int hyphen = 8; hyphen < id.length() && hyphen <= 23; hyphen += 5) {
            id.insert(hyphen, '-');
        }
        return id.toString();
    }

    private Optional<RecipientState> state(Handle handle, UUID posting, Set<Integer> copies, Address recipient) {
        for (StoredChunk chunk : chunks(handle).thatMayHave(posting, recipient)) {
            int place = chunk.local() || !copies.contains(chunk.copy())
                    ? -1
                    : chunk.recipients().indexOf(recipient);
            if (place >= 0) {
                return Optional.of(chunk.outcomes().at(place).state());
            }
        }
        return Optional.empty();
    }

    @Override
    public Page<PostingSummary> list(Set<PostingProgress> progress, PageRequest page) {
        PostingPosition after = PostingPosition.of(page.after());
        return transactions.readConsistently(handle -> Page.of(
                page.limit(), new SummaryTable(handle).list(progress, after, page.limit() + 1), PostingPosition::text));
    }

    @Override
    public Page<PostingSummary> listOf(String author, PageRequest page) {
        PostingPosition after = PostingPosition.of(page.after());
        return transactions.readConsistently(handle -> Page.of(
                page.limit(), new SummaryTable(handle).listOf(author, after, page.limit() + 1), PostingPosition::text));
    }

    @Override
    public Optional<PostingSummary> find(UUID id) {
        return transactions.readConsistently(handle -> new SummaryTable(handle).find(id));
    }

    @Override
    public void replace(Address from, Address to) {
        new Readdressing(transactions, database, from, to).run();
    }

    @Override
    public Optional<PostingSummary> last(long group, String author) {
        return transactions.readConsistently(handle -> new SummaryTable(handle).last(group, author));
    }

    private PostingSummary get(UUID id) {
        return find(id).orElseThrow(() -> new NotFoundException("there is no posting " + id));
    }

    @Override
    public Page<PostingRecipient> recipients(UUID id, Set<RecipientState> states, SearchQuery query, PageRequest page) {
        RecipientPosition after = RecipientPosition.of(page.after());
        PostingSummary posting = get(id);
        if (states.isEmpty() || query.findsNothing()) {
            return Page.empty();
        }
        RecipientPage recipients = transactions.readConsistently(handle -> new RecipientPage(
                after,
                page.limit(),
                new PostingTable(handle).groupsOfCopies(id),
                new ShownAttempts(posting.receivedAt(), new PostingTable(handle).cancellation(id)),
                recipient ->
                        states.contains(recipient.last().state()) && query.finds(searchForm(recipient.address()))));
        boolean goesOn = true;
        for (int seen = 0; seen < MAX_CHUNKS && goesOn; seen += CHUNKS_AT_ONCE) {
            int from = recipients.position().chunk();
            List<StoredChunk> chunks =
                    transactions.readConsistently(handle -> chunks(handle).from(id, from, CHUNKS_AT_ONCE));
            goesOn = chunks.size() == CHUNKS_AT_ONCE;
            for (StoredChunk chunk : chunks) {
                recipients.add(chunk);
            }
        }
        return recipients.page(goesOn);
    }

    private static String searchForm(Address address) {
        return SearchForm.ofAll(MAX_SEARCH_TEXT, address.toString(), address.readableKey());
    }

    @Override
    public Optional<Instant> oldestDue(Instant before) {
        return transactions.readConsistently(handle ->
                new PostingTable(handle).oldestDue(before, chunks(handle).clock()));
    }

    @Override
    public boolean retry(UUID id, Instant now) {
        PostingProgress progress = get(id).progress();
        if (progress == PostingProgress.DONE) {
            return false;
        }
        requireWaiting(id, progress);
        int next = 0;
        while (next >= 0) {
            int from = next;
            next = transactions.writeApart(handle -> hasten(chunks(handle), id, from, now));
        }
        return true;
    }

    private static void requireWaiting(UUID id, PostingProgress progress) {
        if (progress != PostingProgress.WAITING) {
            throw new WrongStateException("nobody waits for posting " + id + " any more: it is " + progress.text());
        }
    }

    /** Makes those who wait due, in some chunks. Returns where to go on; -1 if that is the end. */
    private static int hasten(ChunkTable chunks, UUID posting, int from, Instant now) {
        int rows = 0;
        List<Integer> numbers = chunks.waiting(posting, from, CHUNKS_AT_ONCE);
        for (int number : numbers) {
            if (rows + Recording.MAX_ROWS_OF_ONE > PostingTable.MAX_ROWS) {
                return number;
            }
            Optional<StoredChunk> chunk = chunks.lock(posting, number);
            if (chunk.isPresent()) {
                Outcomes before = chunk.get().outcomes();
                Outcomes after = before.dueBy(now);
                rows += after.equals(before) ? 0 : chunks.update(posting, number, before, after, Recording.NOBODY);
            }
        }
        return numbers.size() < CHUNKS_AT_ONCE ? -1 : numbers.get(numbers.size() - 1) + 1;
    }

    @Override
    public boolean cancel(UUID id, String by, Instant now) {
        boolean isCancelled = transactions.writeApart(handle -> new PostingTable(handle).cancel(id, by, now));
        PostingProgress progress = get(id).progress();
        if (progress != PostingProgress.CANCELLED) {
            requireWaiting(id, progress);
        }
        return isCancelled;
    }
}
