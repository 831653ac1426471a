// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.moderation;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.value.Address;

/** The SQL of held messages. */
final class HeldMessageTable {
    private static final String SELECT =
            "SELECT h.id, h.position, h.group_id, h.group_address, g.address AS now_address,"
                    + " h.sender, h.author, h.subject, h.excerpt, h.received_at, h.size_bytes, h.reason, h.state,"
                    + " h.decided_by, h.decided_at, h.remark FROM mail_group_held h"
                    + " LEFT JOIN mail_group g ON g.id = h.group_id ";

    private static final String WAITING = "h.state = 'held'";

    /** A sum that does not fit into its type would be an error in Derby. */
    private static final String BYTES =
            "SELECT COALESCE(SUM(CAST(h.size_bytes AS DECIMAL(31))), 0) FROM mail_group_held h WHERE ";

    private static final RowMapper<HeldMessage> MESSAGE = (row, context) -> message(row);

    private final Handle handle;

    HeldMessageTable(Handle handle) {
        this.handle = handle;
    }

    void insert(NewHeldMessage message, long position) {
        handle.createUpdate(
                        "INSERT INTO mail_group_held (id, position, group_id, group_address, sender, author, subject,"
                                + " excerpt, received_at, size_bytes, reason, state, announced_at, decided_by,"
                                + " decided_at, remark, begun_at) VALUES (:id, :position, :group, :groupAddress,"
                                + " :sender, :author,"
                                + " :subject, :excerpt, :receivedAt, :size, :reason, 'held', 0, '', 0, '', 0)")
                .bind("id", message.id())
                .bind("position", position)
                .bind("group", message.groupId())
                .bind("groupAddress", message.group())
                .bind("sender", message.sender())
                .bind("author", message.author().map(Address::toString).orElse(null))
                .bind("subject", message.subject())
                .bind("excerpt", message.excerpt())
                .bind("receivedAt", message.receivedAt())
                .bind("size", message.sizeBytes())
                .bind("reason", message.reason())
                .execute();
    }

    Optional<HeldMessage> find(String id) {
        return handle.createQuery(SELECT + "WHERE h.id = :id")
                .bind("id", id)
                .map(MESSAGE)
                .findOne();
    }

    Optional<HeldMessage> find(long position) {
        return handle.createQuery(SELECT + "WHERE h.position = :position")
                .bind("position", position)
                .map(MESSAGE)
                .findOne();
    }

    /** Returns the messages that wait for a group after a position, at most {@code rows}. */
    List<HeldMessage> waiting(long group, long after, int rows) {
        return handle.createQuery(SELECT + "WHERE h.group_id = :group AND " + WAITING
                        + " AND h.position > :after ORDER BY h.position FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("after", after)
                .bind("rows", rows)
                .map(MESSAGE)
                .list();
    }

    /** Returns the octets that wait for a group. Reads all rows of these messages. */
    long bytesOf(long group) {
        return clamped(handle.createQuery(BYTES + WAITING + " AND h.group_id = :group")
                .bind("group", group)
                .mapTo(BigDecimal.class)
                .one());
    }

    /** Returns the octets that wait for all groups. Reads all rows of these messages. */
    long bytes() {
        return clamped(
                handle.createQuery(BYTES + WAITING).mapTo(BigDecimal.class).one());
    }

    private static long clamped(BigDecimal bytes) {
        return bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    /** Returns whether at least {@code max} wait. Reads at most so many entries of an index, and no row. */
    boolean hasAtLeast(long group, int max) {
        return handle.createQuery("SELECT h.position FROM mail_group_held h WHERE h.group_id = :group AND " + WAITING
                        + " ORDER BY h.position OFFSET :others ROWS FETCH NEXT 1 ROWS ONLY")
                .bind("group", group)
                .bind("others", max - 1)
                .mapTo(long.class)
                .findOne()
                .isPresent();
    }

    int countWaiting(long group) {
        return handle.createQuery("SELECT COUNT(*) FROM mail_group_held h WHERE h.group_id = :group AND " + WAITING)
                .bind("group", group)
                .mapTo(int.class)
                .one();
    }

    void decide(String id, Verdict verdict) {
        handle.createUpdate("UPDATE mail_group_held SET state = :state, decided_by = :by, decided_at = :at,"
                        + " remark = :remark, begun_at = :at WHERE id = :id")
                .bind("id", id)
                .bind("state", verdict.state().text())
                .bind("by", verdict.by())
                .bind("at", verdict.at())
                .bind("remark", verdict.comment())
                .execute();
    }

    /** Returns whether there was anything to finish. */
    boolean finish(String id) {
        return handle.execute("UPDATE mail_group_held SET begun_at = 0 WHERE id = ? AND begun_at > 0", id) > 0;
    }

    List<HeldMessage> unfinished(Instant begunBefore, int rows) {
        return handle.createQuery(SELECT + "WHERE h.begun_at > 0 AND h.begun_at < :before"
                        + " ORDER BY h.begun_at FETCH FIRST :rows ROWS ONLY")
                .bind("before", begunBefore)
                .bind("rows", rows)
                .map(MESSAGE)
                .list();
    }

    Map<String, Boolean> carriedOut(Collection<String> ids) {
        return Bulk.queryMap(
                handle,
                "SELECT id, state, begun_at FROM mail_group_held WHERE id IN (:each)",
                ids,
                (row, context) -> Map.entry(
                        row.getString("id"),
                        HeldState.ofStored(row.getString("state")) != HeldState.HELD && row.getLong("begun_at") == 0));
    }

    boolean takeOver(String id, Instant begunBefore, Instant now) {
        return handle.createUpdate("UPDATE mail_group_held SET begun_at = :now"
                                + " WHERE id = :id AND begun_at > 0 AND begun_at < :before")
                        .bind("now", now)
                        .bind("id", id)
                        .bind("before", begunBefore)
                        .execute()
                > 0;
    }

    List<HeldMessage> overdue(Instant receivedBefore, int rows) {
        return handle.createQuery(SELECT + "WHERE " + WAITING + " AND (h.received_at < :before OR g.id IS NULL)"
                        + " ORDER BY h.received_at FETCH FIRST :rows ROWS ONLY")
                .bind("before", receivedBefore)
                .bind("rows", rows)
                .map(MESSAGE)
                .list();
    }

    List<Address> groupsToTell(Instant lastBefore, Instant firstBefore, int rows) {
        return handle.createQuery("SELECT g.address FROM mail_group_held h JOIN mail_group g ON g.id = h.group_id"
                        + " WHERE " + WAITING + " AND h.announced_at = 0 GROUP BY g.address"
                        + " HAVING MAX(h.received_at) < :last OR MIN(h.received_at) < :first"
                        + " FETCH FIRST :rows ROWS ONLY")
                .bind("last", lastBefore)
                .bind("first", firstBefore)
                .bind("rows", rows)
                .mapTo(Address.class)
                .list();
    }

    /** Returns the time at which the administrators of a group were told last; 1970 if never. */
    Instant lastTold(long group) {
        return Instant.ofEpochMilli(
                handle.createQuery("SELECT COALESCE(MAX(announced_at), 0) FROM mail_group_held WHERE group_id = :group")
                        .bind("group", group)
                        .mapTo(long.class)
                        .one());
    }

    List<HeldMessage> untold(long group, int rows) {
        return handle.createQuery(SELECT + "WHERE h.group_id = :group AND " + WAITING
                        + " AND h.announced_at = 0 ORDER BY h.position FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("rows", rows)
                .map(MESSAGE)
                .list();
    }

    /** Returns how many were marked. */
    int markTold(long group, Instant from, Instant to) {
        return handle.createUpdate("UPDATE mail_group_held SET announced_at = :to"
                        + " WHERE group_id = :group AND state = 'held' AND announced_at = :from")
                .bind("group", group)
                .bind("from", from)
                .bind("to", to)
                .execute();
    }

    int deleteFinished(Instant decidedBefore) {
        return handle.execute(
                "DELETE FROM mail_group_held WHERE state <> 'held' AND begun_at = 0 AND decided_at < ?", decidedBefore);
    }

    private static HeldMessage message(ResultSet row) throws SQLException {
        Address then = Cells.address(row, "group_address");
        String now = row.getString("now_address");
        String author = row.getString("author");
        NewHeldMessage facts = new NewHeldMessage(
                row.getString("id"),
                row.getLong("group_id"),
                then,
                row.getString("sender"),
                author == null ? null : Address.parse(author),
                row.getString("subject"),
                row.getString("excerpt"),
                Cells.instant(row, "received_at"),
                row.getLong("size_bytes"),
                row.getString("reason"));
        return new HeldMessage(facts, row.getLong("position"), now == null ? then : Address.parse(now), verdict(row));
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        HeldState state = HeldState.ofStored(row.getString("state"));
        return state == HeldState.HELD
                ? null
                : new Verdict(
                        state, row.getString("decided_by"), Cells.instant(row, "decided_at"), row.getString("remark"));
    }
}
