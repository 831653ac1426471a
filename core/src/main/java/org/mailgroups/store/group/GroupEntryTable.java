// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.store.sql.Chunks;
import org.mailgroups.value.Address;

/** The SQL of groups as the look-up knows them. */
public final class GroupEntryTable {
    private static final String SELECT_ENTRY =
            "SELECT id, address, name, version, " + SettingsColumns.NAMES + " FROM mail_group ";

    private final Handle handle;

    public GroupEntryTable(Handle handle) {
        this.handle = handle;
    }

    /** Those of the given groups that exist. */
    public List<GroupEntry> entries(Collection<Long> groups) {
        Map<Long, List<Address>> administrators = new AdministratorTable(handle).of(groups);
        Map<Long, List<AllowedSender>> allowedSenders = new AllowedSenderTable(handle).of(groups);
        List<GroupEntry> entries = new ArrayList<>();
        Chunks.forEach(
                groups,
                ids -> entries.addAll(new LinkedHashSet<>(Chunks.bind(
                                handle.createQuery(SELECT_ENTRY + "WHERE id IN " + Chunks.placeholders(ids)), 0, ids)
                        .map((row, context) -> entry(row, administrators, allowedSenders))
                        .list())));
        return entries;
    }

    /** All groups. */
    public List<GroupEntry> allEntries() {
        Map<Long, List<Address>> administrators = new AdministratorTable(handle).ofAll();
        Map<Long, List<AllowedSender>> allowedSenders = new AllowedSenderTable(handle).ofAll();
        return handle.createQuery(SELECT_ENTRY)
                .setFetchSize(10_000)
                .map((row, context) -> entry(row, administrators, allowedSenders))
                .list();
    }

    private static GroupEntry entry(
            ResultSet row, Map<Long, List<Address>> administrators, Map<Long, List<AllowedSender>> allowedSenders)
            throws SQLException {
        long id = row.getLong("id");
        return new GroupEntry(
                id,
                Address.parse(row.getString("address")),
                row.getString("name"),
                row.getLong("version"),
                administrators.getOrDefault(id, List.of()),
                SettingsColumns.read(row).withAllowedSenders(allowedSenders.getOrDefault(id, List.of())));
    }
}
