// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import org.jdbi.v3.core.Handle;
import org.mailgroups.store.sql.Database;
import org.mailgroups.store.sql.StoreJdbi;

/** Takes from a store, while it is closed, what only the stories of postings need. For a benchmark. */
public final class StoryIndexes {
    private StoryIndexes() {}

    public static void drop(StoreConfiguration configuration) {
        try (Database database = GroupStore.database(configuration);
                Handle handle = StoreJdbi.of(database.dataSource()).open()) {
            handle.execute("DROP INDEX posting_by_message_id");
            handle.execute("DROP INDEX posting_by_author");
            handle.execute("DROP INDEX posting_chunk_by_recipient");
        }
    }
}
