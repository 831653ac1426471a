// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.nio.file.Path;
import org.mailgroups.store.sql.PostgresServer;

/** The databases that a store may lie in. */
public enum StoreDatabase {
    DERBY("Derby") {
        @Override
        public StoreConfiguration newStore(Path directory) {
            return new StoreConfiguration.EmbeddedDerby(directory.resolve("groups"));
        }
    },
    POSTGRESQL("PostgreSQL") {
        @Override
        public StoreConfiguration newStore(Path directory) {
            return PostgresServer.newDatabase();
        }
    };

    private final String text;

    StoreDatabase(String text) {
        this.text = text;
    }

    /**
     * Returns the settings of a new, empty store.
     *
     * @param directory an empty one, for a database that lies in files
     */
    public abstract StoreConfiguration newStore(Path directory);

    @Override
    public String toString() {
        return text;
    }
}
