// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.mailgroups.group.GroupChange;
import org.mailgroups.store.sql.StoreJdbi;

/** Groups of an older version get the identifier that their members' filters know. */
class ListIdMigrationTest extends StoreContract {
    private void execute(String sql) {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            handle.execute(sql);
        }
    }

    private void migrate() {
        try (Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            handle.useTransaction(ListIdMigration::migrate);
        }
    }

    @Test
    void migrateShouldWriteDownWhatWasShownBefore() {
        create("R&d");
        execute("UPDATE mail_group SET list_id = NULL");
        assertThat(group("r&d").listId().text()).isEqualTo("r%26d." + domain());

        migrate();
        store.groups().update(at("r&d"), GroupChange.nothing().withAddress(at("lab")), OptionalLong.empty());

        assertThat(group("lab").listId().key()).isEqualTo("r%26d." + domain());
        assertThat(create("R&d").listId().key()).isEqualTo("r%26d-2." + domain());
    }
}
