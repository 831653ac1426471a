// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.mailgroups.store.sql.JdbiMigration;
import org.mailgroups.store.sql.SharedKey;

/**
 * Writes down what older data has that nobody could put in any more: identifiers that several have, and addresses that
 * cannot be read. See {@link UnreadableAddresses}.
 */
final class OlderDataMigration extends JdbiMigration {
    private final Clock clock;

    OlderDataMigration(Clock clock) {
        super("10.2", "older data");
        this.clock = clock;
    }

    @Override
    protected void change(Handle handle) {
        migrate(handle, clock);
    }

    static void migrate(Handle handle, Clock clock) {
        shareIdentifiers(handle, "user_profile");
        shareIdentifiers(handle, "contact");
        handle.execute("INSERT INTO shared_identifier (identifier_key, holder_key)"
                + " SELECT DISTINCT p.identifier_key, p.identifier_key FROM user_profile p"
                + " JOIN contact c ON c.identifier_key = p.identifier_key"
                + " WHERE NOT EXISTS (SELECT 1 FROM shared_identifier s"
                + " WHERE s.identifier_key = p.identifier_key AND s.holder_key = p.identifier_key)");
        new UnreadableAddresses(handle, clock.instant()).setAside();
    }

    /** An identifier with such a key has its own key too: that of the first who has it. */
    private static void shareIdentifiers(Handle handle, String table) {
        handle.createQuery("SELECT identifier_key FROM " + table + " WHERE identifier_key LIKE :shared")
                .bind("shared", SharedKey.PATTERN)
                .mapTo(String.class)
                .list()
                .forEach(key -> {
                    insert(handle, SharedKey.ownKey(key), SharedKey.ownKey(key));
                    insert(handle, SharedKey.ownKey(key), key);
                });
    }

    private static void insert(Handle handle, String key, String holderKey) {
        if (!Idna2008Migration.exists(
                handle, "shared_identifier WHERE identifier_key = ? AND holder_key = ?", key, holderKey)) {
            handle.execute("INSERT INTO shared_identifier (identifier_key, holder_key) VALUES (?, ?)", key, holderKey);
        }
    }
}
