// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mailgroups.delivery.CopyForm;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Route;
import org.mailgroups.store.delivery.ShownAttempts.Cancellation;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SqlColumns;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;

/** The SQL of postings, the groups that admitted them, and their copies. */
final class PostingTable {
    /** The most rows that a transaction writes. */
    static final int MAX_ROWS = 1000;

    private static final int MAX_SEARCH_TEXT = 2000;

    private static final SqlColumns POSTING = SqlColumns.of(
            "id",
            "message_key",
            "author",
            "author_key",
            "subject",
            "message_id",
            "search_text",
            "received_at",
            "size_bytes",
            "local_processor",
            "remote_processor",
            "is_direct",
            "origin",
            "state",
            "written_at",
            "settled_at",
            "waiting",
            "delivered",
            "handed_over",
            "failed");

    private static final SqlColumns COPY = SqlColumns.of(
            "posting_id",
            "number",
            "group_id",
            "sender",
            "header",
            "body",
            "size_bytes",
            "is_eight_bit",
            "form",
            "form_of");

    private static final String DUE = "SELECT p.id, p.received_at FROM posting p WHERE p.state = 'waiting'"
            + " AND (p.received_at > :received OR (p.received_at = :received AND p.id > :id))"
            + " AND EXISTS (SELECT 1 FROM posting_chunk c WHERE c.posting_id = p.id AND c.due_at <= :now"
            + " AND c.lease_until <= :clock)"
            + " ORDER BY p.received_at, p.id FETCH FIRST :rows ROWS ONLY";

    private final Handle handle;

    PostingTable(Handle handle) {
        this.handle = handle;
    }

    /** Inserts a posting that nobody sees yet. */
    void insert(Posting posting, String key, Instant now) {
        handle.createUpdate(POSTING.insertInto("posting"))
                .bind("id", posting.id())
                .bind("message_key", key)
                .bind("author", posting.author())
                .bind("author_key", authorKey(posting.author()))
                .bind("subject", posting.subject())
                .bind("message_id", posting.messageId())
                .bind("search_text", searchText(posting.subject(), posting.author()))
                .bind("received_at", posting.receivedAt())
                .bind("size_bytes", posting.bytes())
                .bind("local_processor", posting.route().localProcessor())
                .bind("remote_processor", posting.route().remoteProcessor())
                .bind("is_direct", posting.route().direct())
                .bind("origin", posting.origin().getBytes(StandardCharsets.UTF_8))
                .bind("state", PostingState.WRITING.text())
                .bind("written_at", now)
                .bind("settled_at", 0)
                .bind("waiting", 0)
                .bind("delivered", 0)
                .bind("handed_over", 0)
                .bind("failed", 0)
                .execute();
    }

    /** Returns the form in which a posting is searched. */
    static String searchText(String subject, String author) {
        return SearchForm.ofAll(MAX_SEARCH_TEXT, subject, author);
    }

    /** Returns the key by which an author is found; null for none. */
    static String authorKey(String author) {
        return author.isEmpty() ? null : SearchForm.cut(author.toLowerCase(Locale.ROOT), SearchForm.MAX_KEY_LENGTH);
    }

    void insertGroups(Posting posting, Collection<Long> groups) {
        Bulk.batch(
                handle,
                "INSERT INTO posting_group (group_id, received_at, posting_id) VALUES (:group, :received, :posting)",
                groups,
                (batch, group) -> batch.bind("group", group)
                        .bind("received", posting.receivedAt())
                        .bind("posting", posting.id()));
    }

    void insertCopy(UUID posting, PostingCopy copy) {
        handle.createUpdate(COPY.insertInto("posting_copy"))
                .bind("posting_id", posting)
                .bind("number", copy.number())
                .bind("group_id", copy.group())
                .bind("sender", copy.sender())
                .bind("header", copy.header())
                .bind("body", copy.body())
                .bind("size_bytes", copy.bytes())
                .bind("is_eight_bit", copy.eightBit())
                .bind("form", copy.form().text())
                .bind("form_of", copy.formOf())
                .execute();
    }

    /** Notes that a part is written. Returns whether the posting is still to be written. */
    boolean touch(UUID posting, Instant now) {
        return handle.execute("UPDATE posting SET written_at = ? WHERE id = ? AND state = 'writing'", now, posting) > 0;
    }

    /**
     * Lets a posting be seen.
     *
     * @param counts how many recipients wait, and how many are left out
     * @return whether it was still to be written
     */
    boolean complete(UUID posting, Map<RecipientState, Long> counts, Instant now) {
        long waiting = counts.getOrDefault(RecipientState.WAITING, 0L);
        return handle.createUpdate("UPDATE posting SET state = :state, waiting = :waiting, suspended = :suspended,"
                                + " excluded = :excluded, settled_at = :settled"
                                + " WHERE id = :id AND state = 'writing'")
                        .bind("state", waiting == 0 ? PostingState.DONE.text() : PostingState.WAITING.text())
                        .bind("waiting", waiting)
                        .bind("suspended", counts.getOrDefault(RecipientState.SUSPENDED, 0L))
                        .bind("excluded", counts.getOrDefault(RecipientState.EXCLUDED, 0L))
                        .bind("settled", waiting == 0 ? now : Instant.EPOCH)
                        .bind("id", posting)
                        .execute()
                > 0;
    }

    /**
     * Returns postings that have due chunks which nobody has, in the order of their turns.
     *
     * @param clock the time by which leases end
     */
    List<Turn> due(Turn after, Instant now, Instant clock, int rows) {
        return handle.createQuery(DUE)
                .bind("received", after.receivedAt())
                .bind("id", after.id())
                .bind("now", now)
                .bind("clock", clock)
                .bind("rows", rows)
                .map((row, context) -> new Turn(Cells.instant(row, "received_at"), row.getString("id")))
                .list();
    }

    /** Returns a posting that is seen. */
    Optional<Posting> find(UUID id) {
        return handle.createQuery("SELECT * FROM posting WHERE id = :id AND state IN " + PostingState.SEEN)
                .bind("id", id)
                .map((row, context) -> posting(row, groups(id), copies(id)))
                .findOne();
    }

    private static Posting posting(ResultSet row, Set<Long> groups, List<PostingCopy> copies) throws SQLException {
        return new Posting(
                Cells.uuid(row, "id"),
                row.getString("message_key"),
                row.getString("author"),
                row.getString("subject"),
                row.getString("message_id"),
                Cells.instant(row, "received_at"),
                row.getLong("size_bytes"),
                groups,
                copies,
                new Route(
                        row.getString("local_processor"),
                        row.getString("remote_processor"),
                        row.getBoolean("is_direct")),
                new String(row.getBytes("origin"), StandardCharsets.UTF_8));
    }

    private Set<Long> groups(UUID posting) {
        return new HashSet<>(handle.createQuery("SELECT group_id FROM posting_group WHERE posting_id = :posting")
                .bind("posting", posting)
                .mapTo(Long.class)
                .list());
    }

    private List<PostingCopy> copies(UUID posting) {
        return handle.createQuery("SELECT * FROM posting_copy WHERE posting_id = :posting ORDER BY number")
                .bind("posting", posting)
                .map((row, context) -> copy(row))
                .list();
    }

    /**
     * Returns the groups as whose members copies are got, by the number of the copy; none for the plain message. They
     * have the addresses at which they took the message.
     */
    Map<Integer, Address> groupsOfCopies(UUID posting) {
        return handle
                .createQuery("SELECT c.number, d.address FROM posting_copy c JOIN posting_decision d"
                        + " ON d.posting_id = c.posting_id AND d.group_id = c.group_id WHERE c.posting_id = :posting")
                .bind("posting", posting)
                .map((row, context) -> Map.entry(row.getInt("number"), Address.parse(row.getString("address"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static PostingCopy copy(ResultSet row) throws SQLException {
        long group = row.getLong("group_id");
        return new PostingCopy(
                row.getInt("number"),
                row.wasNull() ? null : group,
                row.getString("sender"),
                row.getBytes("header"),
                row.getInt("body"),
                row.getLong("size_bytes"),
                row.getBoolean("is_eight_bit"),
                CopyForm.parse(row.getString("form")),
                row.getInt("form_of"));
    }

    /** Returns a copy of a posting for which somebody waits. */
    Optional<PostingCopy> copy(UUID posting, int number) {
        return handle.createQuery("SELECT c.* FROM posting_copy c JOIN posting p ON p.id = c.posting_id"
                        + " WHERE c.posting_id = :posting AND c.number = :number AND p.state = 'waiting'")
                .bind("posting", posting)
                .bind("number", number)
                .map((row, context) -> copy(row))
                .findOne();
    }

    /** Keeps a posting as it is until the end of the transaction. Returns whether somebody waits for it. */
    boolean holdWaiting(UUID posting) {
        return handle.execute("UPDATE posting SET written_at = written_at WHERE id = ? AND state = 'waiting'", posting)
                > 0;
    }

    /** Returns the postings of a group that are seen, with an id between two, at most two of them. */
    List<Arrived> between(long group, String first, String last) {
        return handle.createQuery("SELECT p.id, p.received_at FROM posting_group g JOIN posting p"
                        + " ON p.id = g.posting_id WHERE g.group_id = :group AND g.posting_id >= :first"
                        + " AND g.posting_id <= :last AND p.state IN " + PostingState.SEEN
                        + " FETCH FIRST 2 ROWS ONLY")
                .bind("group", group)
                .bind("first", first)
                .bind("last", last)
                .map((row, context) -> new Arrived(Cells.uuid(row, "id"), Cells.instant(row, "received_at")))
                .list();
    }

    /** A posting, and when it came. */
    record Arrived(UUID id, Instant at) {}

    /** Returns the numbers of the copies that are a group's. */
    Set<Integer> copiesOf(UUID posting, long group) {
        return new HashSet<>(
                handle.createQuery("SELECT number FROM posting_copy WHERE posting_id = :posting AND group_id = :group")
                        .bind("posting", posting)
                        .bind("group", group)
                        .mapTo(Integer.class)
                        .list());
    }

    /** Returns the postings made from a message that are seen. */
    List<UUID> madeFrom(String key) {
        return handle.createQuery("SELECT id FROM posting WHERE message_key = :key AND state IN " + PostingState.SEEN)
                .bind("key", key)
                .mapTo(UUID.class)
                .list();
    }

    /** Adds to the counts of a posting. Returns whether it is settled by that. */
    boolean count(UUID posting, Counts more, Instant now) {
        handle.createUpdate("UPDATE posting SET waiting = waiting + :waiting, delivered = delivered + :delivered,"
                        + " handed_over = handed_over + :handedOver, failed = failed + :failed WHERE id = :id")
                .bind("waiting", more.waiting())
                .bind("delivered", more.delivered())
                .bind("handedOver", more.handedOver())
                .bind("failed", more.failed())
                .bind("id", posting)
                .execute();
        return settle(posting, "state = CASE WHEN failed > 0 THEN 'failed' ELSE 'done' END", "waiting = 0", now);
    }

    private boolean settle(UUID posting, String state, String condition, Instant now) {
        boolean isSettled = handle.execute(
                        "UPDATE posting SET " + state + ", settled_at = ? WHERE id = ? AND state = 'waiting' AND "
                                + condition,
                        now,
                        posting)
                > 0;
        if (isSettled) {
            handle.execute("UPDATE posting_copy SET header = ? WHERE posting_id = ?", new byte[0], posting);
        }
        return isSettled;
    }

    /** Cancels a posting. Returns whether somebody waited for it. */
    boolean cancel(UUID posting, String by, Instant now) {
        boolean isCancelled = settle(posting, "state = 'cancelled'", "waiting > 0", now);
        if (isCancelled) {
            handle.execute("UPDATE posting SET cancelled_by = ? WHERE id = ?", by, posting);
        }
        return isCancelled;
    }

    /** Returns who cancelled a posting, and when; empty if nobody has. */
    Optional<Cancellation> cancellation(UUID posting) {
        return handle.createQuery("SELECT cancelled_by, settled_at FROM posting"
                        + " WHERE id = :posting AND cancelled_by IS NOT NULL")
                .bind("posting", posting)
                .map((row, context) ->
                        new Cancellation(row.getString("cancelled_by"), Cells.instant(row, "settled_at")))
                .findOne();
    }

    /** Returns since when the oldest chunk is due that nobody has; see {@link #due}. */
    Optional<Instant> oldestDue(Instant before, Instant clock) {
        return handle.createQuery("SELECT MIN(c.due_at) FROM posting p JOIN posting_chunk c ON c.posting_id = p.id"
                        + " WHERE p.state = 'waiting' AND c.due_at <= :before AND c.lease_until <= :clock")
                .bind("before", before)
                .bind("clock", clock)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    /** Returns the postings among some that are being written, or wait. */
    Set<UUID> unsettled(Collection<UUID> postings) {
        return new HashSet<>(Bulk.query(
                handle,
                "SELECT id FROM posting WHERE id IN (:each) AND state IN ('writing', 'waiting')",
                postings,
                query -> query.mapTo(UUID.class)));
    }

    /** A posting's place among those that take turns: the oldest comes first. */
    record Turn(Instant receivedAt, String id) {
        /** Comes before all postings. */
        static final Turn FIRST = new Turn(Instant.EPOCH, "");
    }
}
