// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mailgroups.bounce.Probe;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SqlColumns;
import org.mailgroups.value.Address;

/** The SQL of suspensions. A row stays when one ends: older failures do not count from then on. */
public final class SuspensionTable extends AddressRows {
    private static final SqlColumns ALL = SqlColumns.of(
            "group_id",
            "address_key",
            "address",
            "is_suspended",
            "changed_at",
            "counted_from",
            "probe_at",
            "probe_posting",
            "probed_at",
            "is_news",
            "told_at");

    public SuspensionTable(Handle handle) {
        super(handle, "mail_group_suspension");
    }

    /**
     * A member who is suspended, or was.
     *
     * @param countedFrom failures of postings from before do not count
     * @param probeAt from when on a posting is a probe
     * @param probePosting the posting that is a probe; null if none is, or its result is known
     * @param probedAt since when
     * @param news whether the administrators are still to be told
     * @param toldAt when they were told last
     */
    public record Row(
            Address member,
            boolean suspended,
            Instant changedAt,
            Instant countedFrom,
            Instant probeAt,
            String probePosting,
            Instant probedAt,
            boolean news,
            Instant toldAt) {
        /** Returns the first row of a member. */
        public static Row fresh(Address member) {
            return new Row(
                    member,
                    false,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    null,
                    Instant.EPOCH,
                    false,
                    Instant.EPOCH);
        }

        public Row suspended(Instant now, Instant firstProbeAt) {
            return new Row(member, true, now, countedFrom, firstProbeAt, null, Instant.EPOCH, true, toldAt);
        }

        /** Returns the row of a member who gets copies. If it got them before, that is no news. */
        public Row resumed(Instant now, Instant countsFrom) {
            return new Row(
                    member, false, now, countsFrom, Instant.EPOCH, null, Instant.EPOCH, suspended || news, toldAt);
        }

        public Row probedBy(UUID posting, Instant now, Instant nextAt) {
            return new Row(member, suspended, changedAt, countedFrom, nextAt, posting.toString(), now, news, toldAt);
        }

        /** Returns the row with no probe under way, and the next one from a time on. */
        public Row unprobed(Instant nextAt) {
            return new Row(member, suspended, changedAt, countedFrom, nextAt, null, Instant.EPOCH, news, toldAt);
        }

        public boolean isProbedBy(UUID posting) {
            return suspended && posting.toString().equals(probePosting);
        }
    }

    /** Returns the addresses that are suspended in a group. */
    public Set<Address> of(long group) {
        return new HashSet<>(handle.createQuery("SELECT address FROM mail_group_suspension"
                        + " WHERE group_id = :group AND is_suspended = TRUE")
                .bind("group", group)
                .setFetchSize(Bulk.FETCH)
                .mapTo(Address.class)
                .list());
    }

    public long countSuspended(long group) {
        return handle.createQuery(
                        "SELECT COUNT(*) FROM mail_group_suspension WHERE group_id = :group AND is_suspended = TRUE")
                .bind("group", group)
                .mapTo(long.class)
                .one();
    }

    /** Returns the rows of some addresses, by their keys. */
    public Map<String, Row> among(long group, Collection<String> keys) {
        return Bulk.query(
                        handle,
                        "SELECT * FROM mail_group_suspension WHERE group_id = :group AND address_key IN (:each)",
                        keys,
                        query -> query.bind("group", group).map((row, context) -> row(row)))
                .stream()
                .collect(Collectors.toMap(row -> row.member().key(), row -> row, (one, same) -> one));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                Cells.address(row, "address"),
                row.getBoolean("is_suspended"),
                Cells.instant(row, "changed_at"),
                Cells.instant(row, "counted_from"),
                Cells.instant(row, "probe_at"),
                row.getString("probe_posting"),
                Cells.instant(row, "probed_at"),
                row.getBoolean("is_news"),
                Cells.instant(row, "told_at"));
    }

    /** Writes rows in the place of those that are there. */
    public void put(long group, Collection<Row> rows) {
        delete(group, rows.stream().map(row -> row.member().key()).toList());
        Bulk.batch(handle, ALL.insertInto("mail_group_suspension"), rows, (batch, row) -> batch.bind("group_id", group)
                .bind("address_key", row.member().key())
                .bind("address", row.member())
                .bind("is_suspended", row.suspended())
                .bind("changed_at", row.changedAt())
                .bind("counted_from", row.countedFrom())
                .bind("probe_at", row.probeAt())
                .bind("probe_posting", row.probePosting())
                .bind("probed_at", row.probedAt())
                .bind("is_news", row.news())
                .bind("told_at", row.toldAt()));
    }

    /** Returns the rows of suspended members for whom the next posting is a probe. */
    public List<Row> dueForProbe(long group, Instant now, int most) {
        return handle.createQuery("SELECT * FROM mail_group_suspension WHERE group_id = :group"
                        + " AND is_suspended = TRUE AND probe_at <= :now"
                        + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("now", now)
                .bind("rows", most)
                .map((row, context) -> row(row))
                .list();
    }

    /** Returns probes that began before a time, the oldest first. */
    public List<Probe> openProbes(Instant before, int most) {
        return handle.createQuery("SELECT group_id, address, probe_posting FROM mail_group_suspension"
                        + " WHERE is_suspended = TRUE AND probe_posting IS NOT NULL AND probed_at <= :before"
                        + " ORDER BY probed_at, group_id, address_key FETCH FIRST :rows ROWS ONLY")
                .bind("before", before)
                .bind("rows", most)
                .map((row, context) -> new Probe(
                        row.getLong("group_id"), Cells.address(row, "address"), Cells.uuid(row, "probe_posting")))
                .list();
    }

    /** Returns the groups with news of which the oldest is from before a time, if nothing was told since another. */
    public List<Long> groupsWithNews(Instant before, Instant silentSince, int most) {
        return handle.createQuery("SELECT n.group_id FROM mail_group_suspension n WHERE n.is_news = TRUE"
                        + " AND NOT EXISTS (SELECT 1 FROM mail_group_suspension t WHERE t.group_id = n.group_id"
                        + " AND t.told_at >= :silent) GROUP BY n.group_id HAVING MIN(n.changed_at) <= :before"
                        + " ORDER BY n.group_id FETCH FIRST :rows ROWS ONLY")
                .bind("before", before)
                .bind("silent", silentSince)
                .bind("rows", most)
                .mapTo(long.class)
                .list();
    }

    /** Returns when the administrators of a group were told last; the beginning of 1970 if they were not. */
    public Instant toldAt(long group) {
        return handle.createQuery("SELECT MAX(told_at) FROM mail_group_suspension WHERE group_id = :group")
                .bind("group", group)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.EPOCH);
    }

    public long countNews(long group) {
        return handle.createQuery(
                        "SELECT COUNT(*) FROM mail_group_suspension WHERE group_id = :group AND is_news = TRUE")
                .bind("group", group)
                .mapTo(long.class)
                .one();
    }

    /** Returns the first rows that are news. */
    public List<Row> news(long group, int most) {
        return handle.createQuery("SELECT * FROM mail_group_suspension WHERE group_id = :group AND is_news = TRUE"
                        + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("rows", most)
                .map((row, context) -> row(row))
                .list();
    }

    /** Notes that all news of a group were told. */
    public void told(long group, Instant now) {
        handle.execute(
                "UPDATE mail_group_suspension SET is_news = FALSE, told_at = ? WHERE group_id = ? AND is_news = TRUE",
                now,
                group);
    }

    /** Makes news of what was told at a time. Returns how many rows that are. */
    public int untold(long group, Instant toldAt) {
        return handle.execute(
                "UPDATE mail_group_suspension SET is_news = TRUE, told_at = 0 WHERE group_id = ? AND told_at = ?",
                group,
                toldAt);
    }

    /** Removes the rows of some addresses. */
    public void delete(long group, Collection<String> keys) {
        Bulk.update(
                handle,
                "DELETE FROM mail_group_suspension WHERE group_id = :group AND address_key IN (:each)",
                keys,
                update -> update.bind("group", group));
    }

    /** Removes rows of members who get copies, from before a time, and returns how many there were. */
    public int deleteResumedBefore(Instant time) {
        return handle.execute("DELETE FROM mail_group_suspension WHERE is_suspended = FALSE AND changed_at < ?", time);
    }

    /** Removes suspensions to which nothing has happened since a time, and returns their groups. */
    public Set<Long> deleteIdleSince(Instant time) {
        Set<Long> groups = new HashSet<>(handle.createQuery("SELECT DISTINCT group_id FROM mail_group_suspension"
                        + " WHERE is_suspended = TRUE AND changed_at < :time AND probe_at < :time")
                .bind("time", time)
                .mapTo(long.class)
                .list());
        handle.execute(
                "DELETE FROM mail_group_suspension WHERE is_suspended = TRUE AND changed_at < ? AND probe_at < ?",
                time,
                time);
        return groups;
    }
}
