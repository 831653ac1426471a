// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.value.Address;

/** The SQL of groups as the look-up knows them. */
public final class GroupEntryTable {
    private static final String SELECT =
            "SELECT id, address, name, version, list_id, " + SettingsColumns.COLUMNS.list() + " FROM mail_group ";

    private final Handle handle;

    public GroupEntryTable(Handle handle) {
        this.handle = handle;
    }

    /** Returns those of the given groups that exist. */
    public List<GroupEntry> entries(Collection<Long> groups) {
        RowMapper<GroupEntry> mapper =
                mapper(new AdministratorTable(handle).of(groups), new AllowedSenderTable(handle).of(groups));
        return List.copyOf(new LinkedHashSet<>(
                Bulk.query(handle, SELECT + "WHERE id IN (:each)", groups, query -> query.map(mapper))));
    }

    /** Returns all groups. */
    public List<GroupEntry> allEntries() {
        RowMapper<GroupEntry> mapper =
                mapper(new AdministratorTable(handle).ofAll(), new AllowedSenderTable(handle).ofAll());
        return handle.createQuery(SELECT).setFetchSize(Bulk.FETCH).map(mapper).list();
    }

    private static RowMapper<GroupEntry> mapper(
            Map<Long, List<Address>> administrators, Map<Long, List<AllowedSender>> allowedSenders) {
        return (row, context) -> {
            long id = row.getLong("id");
            return new GroupEntry(
                    id,
                    Cells.address(row, "address"),
                    row.getString("name"),
                    row.getLong("version"),
                    administrators.getOrDefault(id, List.of()),
                    SettingsColumns.read(row).withAllowedSenders(allowedSenders.getOrDefault(id, List.of())),
                    GroupTable.listId(row));
        };
    }
}
