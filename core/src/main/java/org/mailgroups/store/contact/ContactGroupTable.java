// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;

/** The SQL of contact groups. */
final class ContactGroupTable {
    private static final String SELECT = "SELECT id, domain, name, contact_count, version FROM contact_group ";

    private final Handle handle;

    ContactGroupTable(Handle handle) {
        this.handle = handle;
    }

    Optional<ContactGroup> find(UUID id) {
        return handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id.toString())
                .map((row, context) -> group(row))
                .findOne();
    }

    Optional<ContactGroup> find(String domain, ContactGroupName name) {
        return handle.createQuery(SELECT + "WHERE domain = :domain AND name_key = :name")
                .bind("domain", domain)
                .bind("name", name.key())
                .map((row, context) -> group(row))
                .findOne();
    }

    /** By domain and name, those that come after a position; at most {@code rows}. */
    List<ContactGroup> list(Optional<String> domain, ContactGroupPosition after, int rows) {
        Query query = handle.createQuery(
                        SELECT + "WHERE (domain > :afterDomain OR (domain = :afterDomain AND name_key > :afterName))"
                                + (domain.isPresent() ? " AND domain = :domain" : "")
                                + " ORDER BY domain, name_key FETCH FIRST :rows ROWS ONLY")
                .bind("afterDomain", after.domain())
                .bind("afterName", after.nameKey())
                .bind("rows", rows);
        domain.ifPresent(wanted -> query.bind("domain", wanted));
        return query.map((row, context) -> group(row)).list();
    }

    private static String key(ContactGroup group) {
        return new ContactGroupName(group.name()).key();
    }

    void insert(ContactGroup group) {
        handle.createUpdate("INSERT INTO contact_group (id, domain, name, name_key, contact_count, version)"
                        + " VALUES (:id, :domain, :name, :key, :count, :version)")
                .bind("id", group.id().toString())
                .bind("domain", group.domain())
                .bind("name", group.name())
                .bind("key", key(group))
                .bind("count", group.contactCount())
                .bind("version", group.version())
                .execute();
    }

    /** The name and the version. */
    void update(ContactGroup group) {
        handle.execute(
                "UPDATE contact_group SET name = ?, name_key = ?, version = ? WHERE id = ?",
                group.name(),
                key(group),
                group.version(),
                group.id().toString());
    }

    void addToCount(UUID group, long added) {
        handle.execute(
                "UPDATE contact_group SET contact_count = contact_count + ? WHERE id = ?", added, group.toString());
    }

    void delete(UUID id) {
        handle.execute("DELETE FROM contact_group WHERE id = ?", id.toString());
    }

    private static ContactGroup group(ResultSet row) throws SQLException {
        return new ContactGroup(
                UUID.fromString(row.getString("id")),
                row.getString("domain"),
                row.getString("name"),
                row.getLong("contact_count"),
                row.getLong("version"));
    }
}
