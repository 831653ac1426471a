// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Database;
import org.mailgroups.store.sql.SqlColumns;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;

/** The SQL of chunks, and of recipients whose outcome is not that of their chunk. */
final class ChunkTable {
    private static final SqlColumns OUTCOME = AttemptColumns.COLUMNS.and(SqlColumns.of("others", "due_at"));

    private static final SqlColumns ALL = SqlColumns.of(
                    "posting_id",
                    "number",
                    "copy",
                    "is_local",
                    "recipients",
                    "recipient_count",
                    "first_key",
                    "last_key",
                    "lease_until",
                    "holder")
            .and(OUTCOME);

    private static final SqlColumns RECIPIENT =
            SqlColumns.of("posting_id", "chunk", "place").and(AttemptColumns.COLUMNS);

    private static final String SELECT = "SELECT number, copy, is_local, recipients, recipient_count, state, server,"
            + " reply, attempts, last_at, next_at, others FROM posting_chunk WHERE posting_id = :posting ";

    private final Handle handle;
    private final Database database;

    ChunkTable(Handle handle, Database database) {
        this.handle = handle;
        this.database = database;
    }

    /** Returns the time by which leases end. */
    Instant clock() {
        try {
            return database.now(handle.getConnection());
        } catch (SQLException e) {
            throw Transactions.unavailable(e);
        }
    }

    void insert(UUID posting, Collection<PostingChunk> chunks, Instant dueAt, Lease lease) {
        Bulk.batch(handle, ALL.insertInto("posting_chunk"), chunks, (batch, chunk) -> {
            int count = chunk.recipients().size();
            Outcomes untried =
                    chunk.waits() ? Outcomes.untried(count, dueAt) : Outcomes.leftOut(count, chunk.state(), dueAt);
            List<String> keys = chunk.recipients().stream()
                    .map(PackedRecipients::searchKey)
                    .sorted()
                    .toList();
            bindOutcome(batch, untried)
                    .bind("posting_id", posting)
                    .bind("number", chunk.number())
                    .bind("copy", chunk.copy())
                    .bind("is_local", chunk.local())
                    .bind("recipients", PackedRecipients.pack(chunk.recipients()))
                    .bind("recipient_count", count)
                    .bind("first_key", keys.get(0))
                    .bind("last_key", keys.get(keys.size() - 1))
                    .bind("lease_until", lease.until())
                    .bind("holder", lease.holder());
        });
    }

    private static <S extends SqlStatement<S>> S bindOutcome(S statement, Outcomes outcomes) {
        return AttemptColumns.bind(statement, outcomes.common())
                .bind("others", outcomes.others().size())
                .bind("due_at", AttemptColumns.millis(outcomes.dueAt()));
    }

    /**
     * Takes chunks that are due and that nobody has.
     *
     * @param clock the time by which leases end
     * @return their numbers
     */
    List<Integer> lease(UUID posting, Instant now, Instant clock, int rows, Lease lease) {
        List<Integer> numbers = handle.createQuery("SELECT number FROM posting_chunk WHERE posting_id = :posting"
                        + " AND due_at <= :now AND lease_until <= :clock"
                        + " ORDER BY posting_id, due_at, lease_until, number"
                        + " FETCH FIRST :rows ROWS ONLY" + database.lockingWhatIsFree())
                .bind("posting", posting)
                .bind("now", now)
                .bind("clock", clock)
                .bind("rows", rows)
                .mapTo(Integer.class)
                .list();
        lease(posting, numbers, lease);
        return numbers;
    }

    void lease(UUID posting, Collection<Integer> numbers, Lease lease) {
        update("UPDATE posting_chunk SET lease_until = :until, holder = :holder", "", posting, numbers, lease);
    }

    /** Ends leases, or lets them go on, of those chunks among some that their holder still has. */
    void extend(UUID posting, Collection<Integer> numbers, Lease lease) {
        update("UPDATE posting_chunk SET lease_until = :until", " AND holder = :holder", posting, numbers, lease);
    }

    private void update(String update, String condition, UUID posting, Collection<Integer> numbers, Lease lease) {
        Bulk.batch(
                handle,
                update + " WHERE posting_id = :posting AND number >= :first AND number <= :last" + condition,
                Run.of(numbers),
                (batch, run) -> batch.bind("until", lease.until())
                        .bind("holder", lease.holder())
                        .bind("posting", posting)
                        .bind("first", run.first())
                        .bind("last", run.last()));
    }

    /** Ends the leases of a posting's chunks, at most so many. Returns how many it were. */
    int endLeases(UUID posting, int rows) {
        List<Integer> numbers = handle.createQuery("SELECT number FROM posting_chunk WHERE posting_id = :posting"
                        + " AND lease_until > 0 FETCH FIRST :rows ROWS ONLY")
                .bind("posting", posting)
                .bind("rows", rows)
                .mapTo(Integer.class)
                .list();
        lease(posting, numbers, Lease.NONE);
        return numbers.size();
    }

    List<StoredChunk> find(UUID posting, Collection<Integer> numbers) {
        List<StoredChunk> found = new ArrayList<>();
        for (Run run : Run.of(numbers)) {
            found.addAll(handle.createQuery(SELECT + "AND number >= :first AND number <= :last ORDER BY number")
                    .bind("posting", posting)
                    .bind("first", run.first())
                    .bind("last", run.last())
                    .map((row, context) -> read(row))
                    .list());
        }
        return withOthers(posting, found);
    }

    /** Returns a chunk that nobody else changes until the end of the transaction. */
    Optional<StoredChunk> lock(UUID posting, int number) {
        return withOthers(
                        posting,
                        handle.createQuery(SELECT + "AND number = :number" + database.locking())
                                .bind("posting", posting)
                                .bind("number", number)
                                .map((row, context) -> read(row))
                                .list())
                .stream()
                .findFirst();
    }

    /** Returns the chunks from a number on, in their order. */
    List<StoredChunk> from(UUID posting, int number, int rows) {
        return withOthers(
                posting,
                handle.createQuery(SELECT + "AND number >= :number ORDER BY number FETCH FIRST :rows ROWS ONLY")
                        .bind("posting", posting)
                        .bind("number", number)
                        .bind("rows", rows)
                        .map((row, context) -> read(row))
                        .list());
    }

    /** Returns the recipients, packed, of the chunks that may have a recipient. */
    List<String> mayHave(UUID posting, Address recipient) {
        return handle.createQuery("SELECT recipients FROM posting_chunk WHERE posting_id = :posting"
                        + " AND first_key <= :key AND last_key >= :key")
                .bind("posting", posting)
                .bind("key", PackedRecipients.searchKey(recipient))
                .mapTo(String.class)
                .list();
    }

    /** Returns the chunks that may have a recipient. */
    List<StoredChunk> thatMayHave(UUID posting, Address recipient) {
        return withOthers(
                posting,
                handle.createQuery(SELECT + "AND first_key <= :key AND last_key >= :key ORDER BY number")
                        .bind("posting", posting)
                        .bind("key", PackedRecipients.searchKey(recipient))
                        .map((row, context) -> read(row))
                        .list());
    }

    /** Returns the numbers of the chunks from one on in which somebody waits. */
    List<Integer> waiting(UUID posting, int number, int rows) {
        return handle.createQuery("SELECT number FROM posting_chunk WHERE posting_id = :posting AND number >= :number"
                        + " AND due_at IS NOT NULL ORDER BY number FETCH FIRST :rows ROWS ONLY")
                .bind("posting", posting)
                .bind("number", number)
                .bind("rows", rows)
                .mapTo(Integer.class)
                .list();
    }

    private static StoredChunk read(ResultSet row) throws SQLException {
        return new StoredChunk(
                row.getInt("number"),
                row.getInt("copy"),
                row.getBoolean("is_local"),
                row.getString("recipients"),
                row.getInt("others") > 0,
                new Outcomes(row.getInt("recipient_count"), AttemptColumns.read(row), new TreeMap<>()));
    }

    private List<StoredChunk> withOthers(UUID posting, List<StoredChunk> chunks) {
        List<Integer> numbers = chunks.stream()
                .filter(StoredChunk::hasOthers)
                .map(StoredChunk::number)
                .toList();
        if (numbers.isEmpty()) {
            return chunks;
        }
        Map<Integer, SortedMap<Integer, Attempt>> others = new TreeMap<>();
        for (Run run : Run.of(numbers)) {
            handle.createQuery("SELECT * FROM posting_recipient WHERE posting_id = :posting"
                            + " AND chunk >= :first AND chunk <= :last")
                    .bind("posting", posting)
                    .bind("first", run.first())
                    .bind("last", run.last())
                    .map((row, context) -> new Row(row.getInt("chunk"), row.getInt("place"), AttemptColumns.read(row)))
                    .forEach(row -> others.computeIfAbsent(row.chunk, chunk -> new TreeMap<>())
                            .put(row.place, row.attempt));
        }
        return chunks.stream()
                .map(chunk -> chunk.withOthers(others.getOrDefault(chunk.number(), new TreeMap<>())))
                .toList();
    }

    /**
     * Writes the outcomes of a chunk where they have changed.
     *
     * @param doneBy who lets go of the chunk by that, if it is the holder
     * @return how many rows that took
     */
    int update(UUID posting, int number, Outcomes before, Outcomes after, long doneBy) {
        List<Row> written = new ArrayList<>();
        after.others().forEach((place, attempt) -> {
            if (!attempt.equals(before.others().get(place))) {
                written.add(new Row(number, place, attempt));
            }
        });
        List<Integer> removed = before.others().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(after.others().get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        Bulk.batch(
                handle,
                "DELETE FROM posting_recipient WHERE posting_id = :posting AND chunk = :chunk AND place = :place",
                removed,
                (batch, place) ->
                        batch.bind("posting", posting).bind("chunk", number).bind("place", place));
        Bulk.batch(
                handle, RECIPIENT.insertInto("posting_recipient"), written, (batch, row) -> row.bind(batch, posting));
        bindOutcome(
                        handle.createUpdate(OUTCOME.update("posting_chunk").stripTrailing()
                                + ", lease_until = CASE WHEN holder = :holder THEN 0 ELSE lease_until END"
                                + " WHERE posting_id = :posting AND number = :number"),
                        after)
                .bind("holder", doneBy)
                .bind("posting", posting)
                .bind("number", number)
                .execute();
        return removed.size() + written.size() + 1;
    }

    /**
     * Writes other addresses of the recipients of a chunk. Their places stay.
     *
     * @param dropsReply whether the reply that most of them have goes
     */
    void rename(UUID posting, int number, List<Address> recipients, boolean dropsReply) {
        List<String> keys =
                recipients.stream().map(PackedRecipients::searchKey).sorted().toList();
        handle.createUpdate("UPDATE posting_chunk SET recipients = :recipients, first_key = :first, last_key = :last"
                        + (dropsReply ? ", reply = ''" : "") + " WHERE posting_id = :posting AND number = :number")
                .bind("recipients", PackedRecipients.pack(recipients))
                .bind("first", keys.get(0))
                .bind("last", keys.get(keys.size() - 1))
                .bind("posting", posting)
                .bind("number", number)
                .execute();
    }

    /** Takes away what was replied about a recipient whose outcome is not that of the chunk. */
    void dropReply(UUID posting, int number, int place) {
        handle.execute(
                "UPDATE posting_recipient SET reply = '' WHERE posting_id = ? AND chunk = ? AND place = ?",
                posting,
                number,
                place);
    }

    private record Row(int chunk, int place, Attempt attempt) {
        void bind(PreparedBatch batch, UUID posting) {
            AttemptColumns.bind(batch, attempt)
                    .bind("posting_id", posting)
                    .bind("chunk", chunk)
                    .bind("place", place);
        }
    }

    /** Until when who has chunks. */
    record Lease(Instant until, long holder) {
        static final Lease NONE = new Lease(Instant.EPOCH, 0);
    }

    /** A chunk as it is stored. */
    record StoredChunk(int number, int copy, boolean local, String packed, boolean hasOthers, Outcomes outcomes) {
        List<Address> recipients() {
            return PackedRecipients.unpack(packed);
        }

        boolean isLeftOut() {
            return outcomes.common().state().isLeftOut();
        }

        private StoredChunk withOthers(SortedMap<Integer, Attempt> others) {
            return new StoredChunk(
                    number, copy, local, packed, hasOthers, new Outcomes(outcomes.count(), outcomes.common(), others));
        }
    }
}
