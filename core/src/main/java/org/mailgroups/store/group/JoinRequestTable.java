// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.RequestDecision;
import org.mailgroups.joining.RequestState;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.value.Address;

/** The SQL of requests to join. */
final class JoinRequestTable {
    private static final String SELECT = "SELECT r.id, r.group_id, g.address AS group_address, r.address, r.message,"
            + " r.requested_at, r.state, r.decided_by, r.decided_at"
            + " FROM mail_group_request r JOIN mail_group g ON g.id = r.group_id ";

    private final Handle handle;

    JoinRequestTable(Handle handle) {
        this.handle = handle;
    }

    private static JoinRequest request(ResultSet row) throws SQLException {
        RequestState state = RequestState.ofStored(row.getString("state"));
        return new JoinRequest(
                row.getLong("id"),
                row.getLong("group_id"),
                Cells.address(row, "group_address"),
                Cells.address(row, "address"),
                row.getString("message"),
                Cells.instant(row, "requested_at"),
                state == RequestState.WAITING
                        ? null
                        : new RequestDecision(state, row.getString("decided_by"), Cells.instant(row, "decided_at")));
    }

    void insert(long id, long group, Address person, String text, Instant now) {
        handle.createUpdate("INSERT INTO mail_group_request (id, group_id, address_key, address, message, requested_at,"
                        + " state, announced_at, decided_by, decided_at)"
                        + " VALUES (:id, :group, :key, :address, :text, :now, 'waiting', 0, '', 0)")
                .bind("id", id)
                .bind("group", group)
                .bind("key", person.key())
                .bind("address", person)
                .bind("text", text)
                .bind("now", now)
                .execute();
    }

    Optional<JoinRequest> find(long id) {
        return handle.createQuery(SELECT + "WHERE r.id = :id")
                .bind("id", id)
                .map((row, context) -> request(row))
                .findOne();
    }

    boolean isWaiting(long group, Address person) {
        return handle.createQuery("SELECT id FROM mail_group_request"
                        + " WHERE group_id = :group AND address_key = :key AND state = 'waiting'")
                .bind("group", group)
                .bind("key", person.key())
                .mapTo(long.class)
                .findFirst()
                .isPresent();
    }

    int countWaiting(long group) {
        return handle.createQuery(
                        "SELECT COUNT(*) FROM mail_group_request WHERE group_id = :group AND state = 'waiting'")
                .bind("group", group)
                .mapTo(int.class)
                .one();
    }

    /** Returns the requests that wait for a group after one, at most {@code rows}. */
    List<JoinRequest> waiting(long group, long after, int rows) {
        return handle.createQuery(SELECT + "WHERE r.group_id = :group AND r.state = 'waiting' AND r.id > :after"
                        + " ORDER BY r.id FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("after", after)
                .bind("rows", rows)
                .map((row, context) -> request(row))
                .list();
    }

    List<JoinRequest> overdue(Instant before, int rows) {
        return handle.createQuery(SELECT + "WHERE r.state = 'waiting' AND r.requested_at < :before"
                        + " ORDER BY r.id FETCH FIRST :rows ROWS ONLY")
                .bind("before", before)
                .bind("rows", rows)
                .map((row, context) -> request(row))
                .list();
    }

    void decide(long id, RequestDecision decision) {
        handle.createUpdate("UPDATE mail_group_request SET state = :state, decided_by = :by, decided_at = :at"
                        + " WHERE id = :id")
                .bind("id", id)
                .bind("state", decision.state().text())
                .bind("by", decision.by())
                .bind("at", decision.at())
                .execute();
    }

    List<Address> groupsToTell(int rows) {
        return handle.createQuery("SELECT DISTINCT g.address FROM mail_group_request r"
                        + " JOIN mail_group g ON g.id = r.group_id"
                        + " WHERE r.state = 'waiting' AND r.announced_at = 0 FETCH FIRST :rows ROWS ONLY")
                .bind("rows", rows)
                .mapTo(Address.class)
                .list();
    }

    /** Returns the time at which the administrators of a group were told last; 1970 if never. */
    Instant lastTold(long group) {
        return Instant.ofEpochMilli(handle.createQuery(
                        "SELECT COALESCE(MAX(announced_at), 0) FROM mail_group_request WHERE group_id = :group")
                .bind("group", group)
                .mapTo(long.class)
                .one());
    }

    List<JoinRequest> untold(long group, int rows) {
        return handle.createQuery(SELECT + "WHERE r.group_id = :group AND r.state = 'waiting' AND r.announced_at = 0"
                        + " ORDER BY r.id FETCH FIRST :rows ROWS ONLY")
                .bind("group", group)
                .bind("rows", rows)
                .map((row, context) -> request(row))
                .list();
    }

    /** Returns how many were marked. */
    int markTold(long group, Instant from, Instant to) {
        return handle.createUpdate("UPDATE mail_group_request SET announced_at = :to"
                        + " WHERE group_id = :group AND state = 'waiting' AND announced_at = :from")
                .bind("group", group)
                .bind("from", from)
                .bind("to", to)
                .execute();
    }

    int deleteDecided(Instant before) {
        return handle.execute("DELETE FROM mail_group_request WHERE state <> 'waiting' AND decided_at < ?", before);
    }

    void deleteAll(long group) {
        handle.execute("DELETE FROM mail_group_request WHERE group_id = ?", group);
    }

    /** Removes the requests of a person, and returns how many there were. */
    int deleteEverywhere(Address person) {
        return handle.execute("DELETE FROM mail_group_request WHERE address_key = ?", person.key());
    }

    /** Puts one person in the place of another, and returns whether there was anything to change. */
    boolean replaceEverywhere(Address from, Address to) {
        int deleted = handle.createUpdate("DELETE FROM mail_group_request WHERE address_key = :from"
                        + " AND state = 'waiting' AND group_id IN (SELECT r.group_id FROM mail_group_request r"
                        + " WHERE r.address_key = :to AND r.state = 'waiting')")
                .bind("from", from.key())
                .bind("to", to.key())
                .execute();
        int renamed = handle.createUpdate("UPDATE mail_group_request SET address_key = :toKey, address = :to"
                        + " WHERE address_key = :fromKey")
                .bind("toKey", to.key())
                .bind("to", to)
                .bind("fromKey", from.key())
                .execute();
        return deleted + renamed > 0;
    }
}
