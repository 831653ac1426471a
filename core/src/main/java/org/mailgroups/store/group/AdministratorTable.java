// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.store.sql.Chunks;
import org.mailgroups.value.Address;

/** The SQL of groups' administrators. */
final class AdministratorTable {
    private static final String SELECT = "SELECT group_id, address, position FROM mail_group_administrator ";

    private final Handle handle;

    AdministratorTable(Handle handle) {
        this.handle = handle;
    }

    /** The administrators of each of the groups, in the order in which they were named. */
    Map<Long, List<Address>> of(Collection<Long> groups) {
        Map<Long, List<Address>> byGroup = new HashMap<>();
        Chunks.forEach(groups, ids -> Chunks.bind(
                        handle.createQuery(SELECT + "WHERE group_id IN " + Chunks.placeholders(ids)
                                + " ORDER BY group_id, position"),
                        0,
                        ids)
                .map((row, context) -> Map.entry(row.getLong(1), Address.parse(row.getString(2))))
                .forEach(row -> add(byGroup, row)));
        return byGroup;
    }

    /** The administrators of all groups. */
    Map<Long, List<Address>> ofAll() {
        Map<Long, List<Address>> byGroup = new HashMap<>();
        handle.createQuery(SELECT + "ORDER BY group_id, position")
                .setFetchSize(10_000)
                .map((row, context) -> Map.entry(row.getLong(1), Address.parse(row.getString(2))))
                .forEach(row -> add(byGroup, row));
        return byGroup;
    }

    private static void add(Map<Long, List<Address>> byGroup, Map.Entry<Long, Address> row) {
        byGroup.computeIfAbsent(row.getKey(), id -> new ArrayList<>(1)).add(row.getValue());
    }

    void insert(long group, List<Address> administrators) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO mail_group_administrator"
                + " (group_id, address_key, address, position) VALUES (:group, :key, :address, :position)");
        int position = 0;
        for (Address administrator : administrators) {
            batch.bind("group", group)
                    .bind("key", administrator.key())
                    .bind("address", administrator.toString())
                    .bind("position", position++)
                    .add();
        }
        batch.execute();
    }

    void delete(long group) {
        handle.execute("DELETE FROM mail_group_administrator WHERE group_id = ?", group);
    }

    List<Long> administeredBy(Address administrator) {
        return handle.createQuery("SELECT group_id FROM mail_group_administrator WHERE address_key = :key")
                .bind("key", administrator.key())
                .mapTo(long.class)
                .list();
    }

    /** The groups, at most {@code limit} of them, that have this administrator alone. */
    List<Address> administeredOnlyBy(Address administrator, int limit) {
        return handle.createQuery(
                        "SELECT g.address FROM mail_group_administrator a JOIN mail_group g ON g.id = a.group_id"
                                + " WHERE a.address_key = :key AND NOT EXISTS (SELECT 1 FROM mail_group_administrator other"
                                + " WHERE other.group_id = a.group_id AND other.address_key <> :key)"
                                + " ORDER BY g.address_key FETCH FIRST :limit ROWS ONLY")
                .bind("key", administrator.key())
                .bind("limit", limit)
                .map((row, context) -> Address.parse(row.getString(1)))
                .list();
    }

    void remove(Address administrator) {
        handle.execute("DELETE FROM mail_group_administrator WHERE address_key = ?", administrator.key());
    }

    /** Puts one administrator in the place of another; where the new one is there already, the old one just goes. */
    void replace(Address from, Address to) {
        handle.execute(
                "DELETE FROM mail_group_administrator WHERE address_key = ?"
                        + " AND group_id IN (SELECT group_id FROM mail_group_administrator WHERE address_key = ?)",
                from.key(),
                to.key());
        handle.execute(
                "UPDATE mail_group_administrator SET address_key = ?, address = ? WHERE address_key = ?",
                to.key(),
                to.toString(),
                from.key());
    }
}
