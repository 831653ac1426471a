// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.Retention;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Transactions;

/** Removes postings, in small transactions. A posting that is not removed to its end is seen by nobody. */
final class PostingSweep {
    /** Parts of a posting are written one after the other: if none comes for so long, none comes any more. */
    private static final Duration PARTS_KEPT = Duration.ofHours(1);

    /** How many postings are looked for at once. */
    private static final int POSTINGS = 100;

    /** So many chunks have at most as many recipients as a transaction may have rows. */
    private static final int CHUNKS_WITH_RECIPIENTS = 10;

    private final Transactions transactions;
    private final boolean isShared;
    private final Instant openedAt;

    PostingSweep(Transactions transactions, boolean isShared) {
        this.transactions = transactions;
        this.isShared = isShared;
        this.openedAt = transactions.now();
    }

    void run(Instant now, Retention retention) {
        Instant settledBefore = now.minus(retention.postings());
        Instant decidedBefore = now.minus(PostingStore.DECISIONS_KEPT);
        repeat(handle -> hideSettled(handle, settledBefore));
        repeat(handle -> hideOldest(handle, retention.mostPostings()));
        repeat(handle -> hideParts(handle, partsBefore(now)));
        List<UUID> removed;
        do {
            removed = ids("state = 'removed'");
            removed.forEach(this::remove);
        } while (!removed.isEmpty());
        repeat(handle -> forgetDecisions(handle, decidedBefore, decidedBefore.minus(retention.held())));
    }

    /** Where nobody else is on the database, no part comes any more from before it was opened. */
    private Instant partsBefore(Instant now) {
        Instant before = now.minus(PARTS_KEPT);
        return isShared || before.isAfter(openedAt) ? before : openedAt;
    }

    private static int hideSettled(Handle handle, Instant before) {
        List<UUID> old = handle.select(
                        "SELECT id FROM posting WHERE settled_at > 0 AND settled_at < ? AND state IN "
                                + PostingState.SETTLED + " FETCH FIRST " + POSTINGS + " ROWS ONLY",
                        before)
                .mapTo(UUID.class)
                .list();
        hide(handle, old);
        return old.size();
    }

    private static void hide(Handle handle, List<UUID> postings) {
        Bulk.update(handle, "UPDATE posting SET state = 'removed' WHERE id IN (:each)", postings, update -> update);
    }

    /** Hides some of those that were settled first, if there are more than so many. */
    private static int hideOldest(Handle handle, long most) {
        String settled = " FROM posting WHERE settled_at > 0 AND state IN " + PostingState.SETTLED;
        long excess =
                handle.select("SELECT COUNT(*)" + settled).mapTo(Long.class).one() - most;
        if (excess <= 0) {
            return 0;
        }
        List<UUID> oldest = handle.select("SELECT id" + settled + " ORDER BY settled_at, id FETCH FIRST "
                        + Math.min(excess, POSTINGS) + " ROWS ONLY")
                .mapTo(UUID.class)
                .list();
        hide(handle, oldest);
        return oldest.size();
    }

    private static int hideParts(Handle handle, Instant before) {
        List<UUID> old = handle.select(
                        "SELECT id FROM posting WHERE state = 'writing' AND written_at < ? FETCH FIRST " + POSTINGS
                                + " ROWS ONLY",
                        before)
                .mapTo(UUID.class)
                .list();
        Bulk.update(
                handle,
                "UPDATE posting SET state = 'removed'"
                        + " WHERE state = 'writing' AND written_at < :before AND id IN (:each)",
                old,
                update -> update.bind("before", before));
        return old.size();
    }

    private List<UUID> ids(String condition) {
        return transactions.readConsistently(handle -> handle.select(
                        "SELECT id FROM posting WHERE " + condition + " FETCH FIRST " + POSTINGS + " ROWS ONLY")
                .mapTo(UUID.class)
                .list());
    }

    /** Removes the parts of a posting that is still to be written. */
    void removeWritten(UUID posting) {
        boolean isHidden = transactions.writeApart(handle ->
                handle.execute("UPDATE posting SET state = 'removed' WHERE id = ? AND state = 'writing'", posting) > 0);
        if (isHidden) {
            remove(posting);
        }
    }

    private void remove(UUID posting) {
        repeat(handle -> deleteSome(handle, "posting_recipient", "chunk", posting, CHUNKS_WITH_RECIPIENTS));
        repeat(handle -> deleteSome(handle, "posting_chunk", "number", posting, PostingTable.MAX_ROWS));
        repeat(handle -> deleteSome(handle, "posting_copy", "number", posting, PostingTable.MAX_ROWS));
        repeat(handle -> deleteSome(handle, "posting_group", "group_id", posting, PostingTable.MAX_ROWS));
        repeat(handle -> deleteSome(handle, "posting_decision", "group_id", posting, PostingTable.MAX_ROWS));
        transactions.writeApart(handle -> handle.execute("DELETE FROM posting WHERE id = ?", posting));
    }

    /** Deletes the rows of a posting with the lowest values of a column. Returns how many such values there were. */
    private static int deleteSome(Handle handle, String table, String column, UUID posting, int values) {
        List<Long> lowest = handle.createQuery("SELECT DISTINCT " + column + " FROM " + table
                        + " WHERE posting_id = :posting ORDER BY " + column + " FETCH FIRST :values ROWS ONLY")
                .bind("posting", posting)
                .bind("values", values)
                .mapTo(Long.class)
                .list();
        if (!lowest.isEmpty()) {
            handle.createUpdate("DELETE FROM " + table + " WHERE posting_id = :posting AND " + column + " <= :highest")
                    .bind("posting", posting)
                    .bind("highest", lowest.get(lowest.size() - 1))
                    .execute();
        }
        return lowest.size();
    }

    private static int forgetDecisions(Handle handle, Instant before, Instant heldBefore) {
        List<Decision> old = handle.createQuery("SELECT message_key, group_id FROM posting_decision"
                        + " WHERE posting_id IS NULL AND decided_at < :before"
                        + " AND (kind <> :held OR decided_at < :heldBefore)"
                        + " FETCH FIRST :rows ROWS ONLY")
                .bind("before", before)
                .bind("held", GroupOutcome.Kind.HELD.text())
                .bind("heldBefore", heldBefore)
                .bind("rows", PostingTable.MAX_ROWS)
                .map((row, context) -> new Decision(row.getString("message_key"), row.getLong("group_id")))
                .list();
        Bulk.batch(
                handle,
                "DELETE FROM posting_decision WHERE message_key = :key AND group_id = :group AND posting_id IS NULL",
                old,
                (batch, decision) -> batch.bind("key", decision.key).bind("group", decision.group));
        return old.size();
    }

    private record Decision(String key, long group) {}

    private void repeat(Step step) {
        int changed;
        do {
            changed = transactions.writeApart(step::run);
        } while (changed > 0);
    }

    @FunctionalInterface
    private interface Step {
        /** Returns 0 when there is no more to do. */
        int run(Handle handle);
    }
}
