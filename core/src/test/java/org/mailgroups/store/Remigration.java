// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.mailgroups.store.sql.Database;
import org.mailgroups.store.sql.StoreJdbi;

/** Runs the migrations of older data once more, for benchmarks, on a store that is closed. */
public final class Remigration implements AutoCloseable {
    private final Database database;

    public Remigration(StoreConfiguration configuration) {
        this.database = GroupStore.database(configuration);
    }

    /** Takes from all members and profiles the forms in which they are found, as in a store of an older version. */
    public void makeOlder() {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            handle.execute("UPDATE mail_group_member SET search_name = LOWER(name), search_address = ''");
            handle.execute("UPDATE user_profile SET search_text = LOWER(name), search_name = LOWER(name)");
        }
    }

    public void textForms() {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            handle.useTransaction(TextFormsMigration::migrate);
        }
    }

    public void olderData() {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            handle.useTransaction(each -> OlderDataMigration.migrate(each, Clock.systemUTC()));
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
