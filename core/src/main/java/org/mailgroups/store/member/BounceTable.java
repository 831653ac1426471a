// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.mailgroups.bounce.Bounces;
import org.mailgroups.bounce.Failure;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.store.sql.SqlColumns;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** The SQL of failures: a row for each member of a group and each day. */
public final class BounceTable extends AddressRows {
    private static final SqlColumns ALL =
            SqlColumns.of("group_id", "address_key", "address", "sent_day", "failed_at", "status", "reply");

    public BounceTable(Handle handle) {
        super(handle, "mail_group_bounce");
    }

    /** A member's day. */
    public record Day(String key, long day) {}

    /** Returns the days on which copies of some members failed. */
    public Set<Day> daysAmong(long group, Collection<String> keys) {
        return new HashSet<>(Bulk.query(
                handle,
                "SELECT address_key, sent_day FROM mail_group_bounce"
                        + " WHERE group_id = :group AND address_key IN (:each)",
                keys,
                query -> query.bind("group", group)
                        .map((row, context) -> new Day(row.getString("address_key"), row.getLong("sent_day")))));
    }

    /** Returns on how many days, from one on, copies of some members failed. */
    public Map<String, Integer> countsAmong(long group, Collection<String> keys, long from) {
        Map<String, Integer> counts = new HashMap<>();
        Bulk.query(
                        handle,
                        "SELECT address_key, COUNT(*) AS days FROM mail_group_bounce"
                                + " WHERE group_id = :group AND sent_day >= :first AND address_key IN (:each)"
                                + " GROUP BY address_key",
                        keys,
                        query -> query.bind("group", group)
                                .bind("first", from)
                                .map((row, context) -> Map.entry(row.getString("address_key"), row.getInt("days"))))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    public long count(long group) {
        return handle.createQuery("SELECT COUNT(*) FROM mail_group_bounce WHERE group_id = :group")
                .bind("group", group)
                .mapTo(long.class)
                .one();
    }

    /** Inserts failures of days that are not there. */
    public void insert(Collection<Failure> failures, Instant now) {
        Bulk.batch(handle, ALL.insertInto("mail_group_bounce"), failures, (batch, failure) -> batch.bind(
                        "group_id", failure.group())
                .bind("address_key", failure.member().key())
                .bind("address", failure.member())
                .bind("sent_day", failure.day())
                .bind("failed_at", now)
                .bind("status", failure.status())
                .bind("reply", failure.reply()));
    }

    /** Returns the members with failures. */
    public Set<Address> addresses(long group) {
        return new HashSet<>(
                handle.createQuery("SELECT DISTINCT address FROM mail_group_bounce WHERE group_id = :group")
                        .bind("group", group)
                        .map((row, context) -> Cells.address(row, "address"))
                        .list());
    }

    /** Returns the keys of members with failures, in their order: one more than the page's limit, if there are more. */
    public List<String> keys(long group, PageRequest page) {
        return handle.createQuery("SELECT DISTINCT address_key FROM mail_group_bounce"
                        + " WHERE group_id = :group AND address_key > :after"
                        + " ORDER BY address_key FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("after", SearchText.storable(page.after()))
                .bind("rows", page.limit() + 1)
                .mapTo(String.class)
                .list();
    }

    /** Returns what is known of some members' failures, by their keys. */
    public Map<String, Bounces> of(long group, Collection<String> keys, Set<String> suspended) {
        Map<String, Bounces> found = new HashMap<>();
        Bulk.query(
                        handle,
                        "SELECT address_key, address, failed_at, status, reply FROM mail_group_bounce"
                                + " WHERE group_id = :group AND address_key IN (:each)"
                                + " ORDER BY address_key, failed_at, sent_day",
                        keys,
                        query -> query.bind("group", group)
                                .map((row, context) -> new Bounces(
                                        Cells.address(row, "address"),
                                        1,
                                        Cells.instant(row, "failed_at"),
                                        Cells.instant(row, "failed_at"),
                                        row.getString("status"),
                                        row.getString("reply"),
                                        suspended.contains(row.getString("address_key")))))
                .forEach(one -> found.merge(one.member().key(), one, BounceTable::then));
        return found;
    }

    private static Bounces then(Bounces earlier, Bounces last) {
        return new Bounces(
                earlier.member(),
                earlier.count() + 1,
                earlier.firstAt(),
                last.lastAt(),
                last.lastStatus(),
                last.lastReply(),
                last.suspended());
    }

    /** Forgets the failures of some members. */
    public void delete(long group, Collection<String> keys) {
        Bulk.update(
                handle,
                "DELETE FROM mail_group_bounce WHERE group_id = :group AND address_key IN (:each)",
                keys,
                update -> update.bind("group", group));
    }

    /** Forgets the failures of the days before one, but for those of suspended members. Returns how many there were. */
    public int deleteBefore(long day) {
        return handle.execute(
                "DELETE FROM mail_group_bounce WHERE sent_day < ? AND NOT EXISTS (SELECT 1 FROM mail_group_suspension s"
                        + " WHERE s.group_id = mail_group_bounce.group_id"
                        + " AND s.address_key = mail_group_bounce.address_key AND s.is_suspended = TRUE)",
                day);
    }
}
