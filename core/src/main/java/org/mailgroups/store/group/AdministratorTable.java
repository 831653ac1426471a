// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.value.Address;

/** The SQL of groups' administrators. */
final class AdministratorTable {
    private static final String SELECT = "SELECT group_id, address, position FROM mail_group_administrator ";
    private static final RowMapper<Row> ROW =
            (row, context) -> new Row(row.getLong("group_id"), Cells.address(row, "address"));

    private final Handle handle;

    AdministratorTable(Handle handle) {
        this.handle = handle;
    }

    private record Row(long group, Address address) {}

    /** Returns the administrators of each of the groups, in the order in which they were named. */
    Map<Long, List<Address>> of(Collection<Long> groups) {
        String sql = SELECT + "WHERE group_id IN (:each) ORDER BY group_id, position";
        return byGroup(Bulk.query(handle, sql, groups, query -> query.map(ROW)).stream());
    }

    /** Returns the administrators of all groups. */
    Map<Long, List<Address>> ofAll() {
        return byGroup(
                handle
                        .createQuery(SELECT + "ORDER BY group_id, position")
                        .setFetchSize(Bulk.FETCH)
                        .map(ROW)
                        .list()
                        .stream());
    }

    private static Map<Long, List<Address>> byGroup(Stream<Row> rows) {
        return rows.collect(Collectors.groupingBy(
                Row::group, LinkedHashMap::new, Collectors.mapping(Row::address, Collectors.toList())));
    }

    void insert(long group, List<Address> administrators) {
        Bulk.batch(
                handle,
                "INSERT INTO mail_group_administrator (group_id, address_key, address, position)"
                        + " VALUES (:group, :key, :address, :position)",
                IntStream.range(0, administrators.size()).boxed().toList(),
                (batch, position) -> batch.bind("group", group)
                        .bind("key", administrators.get(position).key())
                        .bind("address", administrators.get(position))
                        .bind("position", position));
    }

    void delete(long group) {
        handle.execute("DELETE FROM mail_group_administrator WHERE group_id = ?", group);
    }

    /** Returns the ids of the groups that have this administrator. */
    List<Long> administeredBy(Address administrator) {
        return handle.createQuery("SELECT group_id FROM mail_group_administrator WHERE address_key = :key")
                .bind("key", administrator.key())
                .mapTo(long.class)
                .list();
    }

    /** Returns the groups, at most {@code limit} of them, that have this administrator alone. */
    List<Address> administeredOnlyBy(Address administrator, int limit) {
        return handle.createQuery(
                        "SELECT g.address FROM mail_group_administrator a JOIN mail_group g ON g.id = a.group_id"
                                + " WHERE a.address_key = :key AND NOT EXISTS"
                                + " (SELECT 1 FROM mail_group_administrator other"
                                + " WHERE other.group_id = a.group_id AND other.address_key <> :key)"
                                + " ORDER BY g.address_key FETCH FIRST :limit ROWS ONLY")
                .bind("key", administrator.key())
                .bind("limit", limit)
                .mapTo(Address.class)
                .list();
    }

    void remove(Address administrator) {
        handle.execute("DELETE FROM mail_group_administrator WHERE address_key = ?", administrator.key());
    }

    /** Puts one administrator in the place of another. If the new one is there already, the old one just goes. */
    void replace(Address from, Address to) {
        handle.execute(
                "DELETE FROM mail_group_administrator WHERE address_key = ?"
                        + " AND group_id IN (SELECT group_id FROM mail_group_administrator WHERE address_key = ?)",
                from.key(),
                to.key());
        handle.createUpdate("UPDATE mail_group_administrator SET address_key = :toKey, address = :to"
                        + " WHERE address_key = :fromKey")
                .bind("toKey", to.key())
                .bind("to", to)
                .bind("fromKey", from.key())
                .execute();
    }
}
