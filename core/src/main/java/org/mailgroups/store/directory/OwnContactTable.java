// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.directory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.mailgroups.directory.OwnContacts;
import org.mailgroups.directory.OwnContacts.Held;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.value.Address;

/** The SQL of the contacts that users of large books have. */
public final class OwnContactTable {
    private final Handle handle;

    public OwnContactTable(Handle handle) {
        this.handle = handle;
    }

    Optional<OwnContacts> find(Address user) {
        return handle.createQuery("SELECT since FROM directory_reader WHERE user_key = :user")
                .bind("user", user.key())
                .mapTo(Long.class)
                .findOne()
                .map(since -> new OwnContacts(since, contacts(user)));
    }

    private Map<UUID, Held> contacts(Address user) {
        Map<UUID, Held> contacts = new HashMap<>();
        handle.createQuery("SELECT contact_id, version, gone FROM directory_own WHERE user_key = :user")
                .bind("user", user.key())
                .map((row, context) -> Map.entry(
                        Cells.uuid(row, "contact_id"), new Held(row.getLong("version"), row.getBoolean("gone"))))
                .forEach(row -> contacts.put(row.getKey(), row.getValue()));
        return contacts;
    }

    /** Lets a user have these contacts, and no others. */
    void save(Address user, Set<UUID> wanted, long version) {
        Optional<OwnContacts> before = find(user);
        if (before.isEmpty()) {
            handle.execute("INSERT INTO directory_reader (user_key, since) VALUES (?, ?)", user.key(), version);
        }
        Map<UUID, Held> known = before.map(OwnContacts::contacts).orElse(Map.of());
        Set<UUID> fresh = new HashSet<>(wanted);
        fresh.removeAll(known.keySet());
        Set<UUID> turned = new HashSet<>();
        known.forEach((contact, held) -> {
            if (held.isGone() == wanted.contains(contact)) {
                turned.add(contact);
            }
        });
        write(
                "INSERT INTO directory_own (user_key, contact_id, version, gone)"
                        + " VALUES (:user, :contact, :version, :gone)",
                user,
                fresh,
                wanted,
                version);
        write(
                "UPDATE directory_own SET version = :version, gone = :gone"
                        + " WHERE user_key = :user AND contact_id = :contact",
                user,
                turned,
                wanted,
                version);
    }

    private void write(String sql, Address user, Set<UUID> contacts, Set<UUID> wanted, long version) {
        Bulk.batch(handle, sql, contacts, (batch, contact) -> batch.bind("user", user.key())
                .bind("contact", contact)
                .bind("version", version)
                .bind("gone", !wanted.contains(contact)));
    }

    /** Forgets a user: the next one with this address is somebody else. */
    public boolean delete(Address user) {
        handle.execute("DELETE FROM directory_own WHERE user_key = ?", user.key());
        return handle.execute("DELETE FROM directory_reader WHERE user_key = ?", user.key()) > 0;
    }
}
