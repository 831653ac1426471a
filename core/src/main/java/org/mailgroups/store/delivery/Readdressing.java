// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.store.delivery.ChunkTable.StoredChunk;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.Database;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;

/**
 * Puts one address in the place of another in postings, in small transactions. A recipient keeps the address while a
 * result may still come: until {@link Bodies#LEFT_ALONE} after the posting is settled.
 */
final class Readdressing {
    private static final int PAGE = 100;

    private final Transactions transactions;
    private final Database database;
    private final Address from;
    private final Address to;

    Readdressing(Transactions transactions, Database database, Address from, Address to) {
        this.transactions = transactions;
        this.database = database;
        this.from = from;
        this.to = to;
    }

    void run() {
        int changed;
        do {
            changed = transactions.writeApart(this::changeAuthors);
        } while (changed > 0);
        Place last = new Place("", -1);
        List<Place> page;
        do {
            Place after = last;
            page = transactions.readConsistently(handle -> places(handle, after));
            for (Place place : page) {
                transactions.writeApart(handle -> changeRecipients(handle, place));
                last = place;
            }
        } while (page.size() == PAGE);
    }

    private int changeAuthors(Handle handle) {
        List<Authored> found = handle.createQuery(
                        "SELECT id, subject FROM posting WHERE author_key = :from FETCH FIRST :rows ROWS ONLY")
                .bind("from", PostingTable.authorKey(from.toString()))
                .bind("rows", PAGE)
                .map((row, context) -> new Authored(Cells.uuid(row, "id"), row.getString("subject")))
                .list();
        Bulk.batch(
                handle,
                "UPDATE posting SET author = :author, author_key = :key, search_text = :text WHERE id = :id",
                found,
                (batch, posting) -> batch.bind("author", to.toString())
                        .bind("key", PostingTable.authorKey(to.toString()))
                        .bind("text", PostingTable.searchText(posting.subject, to.toString()))
                        .bind("id", posting.id));
        return from.equals(to) ? 0 : found.size();
    }

    /** Returns chunks of settled postings that may have the address. */
    private List<Place> places(Handle handle, Place after) {
        Instant before = transactions.now().minus(Bodies.LEFT_ALONE);
        return handle.createQuery("SELECT p.id, c.number FROM posting p JOIN posting_chunk c ON c.posting_id = p.id"
                        + " WHERE p.settled_at > 0 AND p.settled_at < :before AND p.state IN " + PostingState.SETTLED
                        + " AND c.first_key <= :key AND c.last_key >= :key"
                        + " AND (p.id > :id OR (p.id = :id AND c.number > :number))"
                        + " ORDER BY p.id, c.number FETCH FIRST :rows ROWS ONLY")
                .bind("before", before)
                .bind("key", PackedRecipients.searchKey(from))
                .bind("id", after.id)
                .bind("number", after.number)
                .bind("rows", PAGE)
                .map((row, context) -> new Place(row.getString("id"), row.getInt("number")))
                .list();
    }

    private boolean changeRecipients(Handle handle, Place place) {
        UUID posting = UUID.fromString(place.id);
        ChunkTable chunks = new ChunkTable(handle, database);
        StoredChunk chunk = chunks.lock(posting, place.number).orElse(null);
        if (chunk == null) {
            return false;
        }
        List<Address> recipients = chunk.recipients();
        int[] found = IntStream.range(0, recipients.size())
                .filter(i -> recipients.get(i).equals(from))
                .toArray();
        if (found.length == 0) {
            return false;
        }
        chunks.rename(
                posting,
                place.number,
                recipients.stream().map(each -> each.equals(from) ? to : each).toList(),
                names(chunk.outcomes().common().reply()));
        for (int i : found) {
            if (names(chunk.outcomes().at(i).reply())) {
                chunks.dropReply(posting, place.number, i);
            }
        }
        return true;
    }

    /** Returns whether a server has named the address in its reply. */
    private boolean names(String reply) {
        return reply.toLowerCase(Locale.ROOT).contains(from.key());
    }

    private record Authored(UUID id, String subject) {}

    private record Place(String id, int number) {}
}
