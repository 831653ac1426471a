// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.SqlColumns;
import org.mailgroups.value.Address;

/** The SQL of decisions about messages. */
final class DecisionTable {
    private static final SqlColumns COLUMNS = SqlColumns.of(
            "message_key", "group_id", "address", "kind", "cause", "reason", "is_done", "decided_at", "posting_id");

    private final Handle handle;

    DecisionTable(Handle handle) {
        this.handle = handle;
    }

    /** Returns the decisions about a message, by the group. */
    Map<Long, StoredDecision> find(String key) {
        return handle
                .createQuery("SELECT * FROM posting_decision WHERE message_key = :key ORDER BY group_id")
                .bind("key", key)
                .map((row, context) -> new StoredDecision(
                        new GroupOutcome(
                                row.getLong("group_id"),
                                Address.parse(row.getString("address")),
                                GroupOutcome.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                                row.getString("cause"),
                                row.getString("reason"),
                                row.getBoolean("is_done")),
                        row.getString("posting_id")))
                .stream()
                .collect(Collectors.toMap(decision -> decision.outcome().group(), Function.identity()));
    }

    /** @param posting the posting that was made for them; null if none was */
    void insert(String key, Collection<GroupOutcome> outcomes, Instant now, String posting) {
        Bulk.batch(handle, COLUMNS.insertInto("posting_decision"), outcomes, (batch, outcome) -> batch.bind(
                        "message_key", key)
                .bind("group_id", outcome.group())
                .bind("address", outcome.address())
                .bind("kind", outcome.kind().text())
                .bind("cause", outcome.cause())
                .bind("reason", outcome.reason())
                .bind("is_done", outcome.done())
                .bind("decided_at", now)
                .bind("posting_id", posting));
    }

    /** Notes the posting that was made for a group. Returns false if there was one before. */
    boolean link(String key, long group, String posting, boolean isDone) {
        return handle.execute(
                        "UPDATE posting_decision SET posting_id = ?, is_done = ?"
                                + " WHERE message_key = ? AND group_id = ? AND posting_id IS NULL",
                        posting,
                        isDone,
                        key,
                        group)
                > 0;
    }

    void acted(String key, long group) {
        handle.execute("UPDATE posting_decision SET is_done = TRUE WHERE message_key = ? AND group_id = ?", key, group);
    }

    /**
     * A decision as it is stored.
     *
     * @param posting the posting that was made for it; null if none was
     */
    record StoredDecision(GroupOutcome outcome, String posting) {}
}
