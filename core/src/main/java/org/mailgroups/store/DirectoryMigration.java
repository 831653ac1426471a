// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.mailgroups.contact.Contact;
import org.mailgroups.directory.BookCard;
import org.mailgroups.directory.EntryKey.Kind;
import org.mailgroups.store.contact.ContactMapping;
import org.mailgroups.store.directory.DirectoryTable;
import org.mailgroups.store.directory.ListedGroups;
import org.mailgroups.store.sql.JdbiMigration;

/** Writes down what address books show, for the contacts and groups of an older version. */
final class DirectoryMigration extends JdbiMigration {
    private static final RowMapper<Shown> SHOWN =
            (row, context) -> new Shown(ContactMapping.ROW.map(row, context), row.getString("group_name"));

    private static final RowPages<Shown> CONTACTS = new RowPages<>(
            "SELECT " + ContactMapping.NAMES + ", g.name AS group_name FROM contact c"
                    + " JOIN contact_group g ON g.id = c.contact_group WHERE c.shared = TRUE AND c.id > :after",
            "c.id",
            SHOWN,
            shown -> shown.contact().id().toString());

    DirectoryMigration() {
        super("23.1", "directory");
    }

    private record Shown(Contact contact, String groupName) {}

    @Override
    protected void change(Handle handle) {
        migrate(handle);
    }

    static void migrate(Handle handle) {
        long version = handle.createQuery("SELECT version FROM mail_group_store")
                .mapTo(long.class)
                .one();
        List<Long> groups = handle.createQuery("SELECT id FROM mail_group WHERE listed = TRUE")
                .mapTo(Long.class)
                .list();
        new ListedGroups(handle).follow(version, groups);
        DirectoryTable log = new DirectoryTable(handle);
        CONTACTS.forEach(handle, page -> {
            Map<String, Map<String, String>> digests = new HashMap<>();
            page.forEach(shown -> digests.computeIfAbsent(shown.contact().domain(), domain -> new HashMap<>())
                    .put(
                            shown.contact().id().toString(),
                            BookCard.of(shown.contact(), shown.groupName()).digest()));
            digests.forEach((domain, ofDomain) -> log.put(domain, Kind.CONTACT, ofDomain, version));
        });
    }
}
