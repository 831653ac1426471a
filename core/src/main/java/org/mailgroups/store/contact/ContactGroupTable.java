// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.store.sql.Cells;

/** The SQL of contact groups. */
final class ContactGroupTable {
    private static final String SELECT = "SELECT id, domain, name, contact_count, version FROM contact_group ";

    private static final RowMapper<ContactGroup> GROUP = (row, context) -> new ContactGroup(
            Cells.uuid(row, "id"),
            row.getString("domain"),
            row.getString("name"),
            row.getLong("contact_count"),
            row.getLong("version"));

    private final Handle handle;

    ContactGroupTable(Handle handle) {
        this.handle = handle;
    }

    Optional<ContactGroup> find(UUID id) {
        return handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .map(GROUP)
                .findOne();
    }

    Optional<ContactGroup> find(String domain, ContactGroupName name) {
        return handle.createQuery(SELECT + "WHERE domain = :domain AND name_key = :name")
                .bind("domain", domain)
                .bind("name", name.key())
                .map(GROUP)
                .findOne();
    }

    /** Returns the groups that come after a position by domain and name, at most {@code rows}. */
    List<ContactGroup> list(Optional<String> domain, ContactGroupPosition after, int rows) {
        Query query = handle.createQuery(
                        SELECT + "WHERE (domain > :afterDomain OR (domain = :afterDomain AND name_key > :afterName))"
                                + (domain.isPresent() ? " AND domain = :domain" : "")
                                + " ORDER BY domain, name_key FETCH FIRST :rows ROWS ONLY")
                .bind("afterDomain", after.domain())
                .bind("afterName", after.nameKey())
                .bind("rows", rows);
        domain.ifPresent(wanted -> query.bind("domain", wanted));
        return query.map(GROUP).list();
    }

    private static String key(ContactGroup group) {
        return new ContactGroupName(group.name()).key();
    }

    void insert(ContactGroup group) {
        handle.createUpdate("INSERT INTO contact_group (id, domain, name, name_key, contact_count, version)"
                        + " VALUES (:id, :domain, :name, :key, :count, :version)")
                .bind("id", group.id())
                .bind("domain", group.domain())
                .bind("name", group.name())
                .bind("key", key(group))
                .bind("count", group.contactCount())
                .bind("version", group.version())
                .execute();
    }

    /** Changes the name and the version. */
    void update(ContactGroup group) {
        handle.createUpdate("UPDATE contact_group SET name = :name, name_key = :key, version = :version WHERE id = :id")
                .bind("name", group.name())
                .bind("key", key(group))
                .bind("version", group.version())
                .bind("id", group.id())
                .execute();
    }

    void addToCount(UUID group, long added) {
        handle.execute("UPDATE contact_group SET contact_count = contact_count + ? WHERE id = ?", added, group);
    }

    void delete(UUID id) {
        handle.execute("DELETE FROM contact_group WHERE id = ?", id);
    }
}
