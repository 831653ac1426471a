// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    /** Comes before all others. */
    private static final class Failing extends JdbiMigration {
        private final AtomicInteger runs = new AtomicInteger();

        Failing() {
            super("0.1", "failing");
        }

        @Override
        protected void change(Handle handle) {
            runs.incrementAndGet();
            throw new IllegalStateException("as it must");
        }
    }

    @Test
    void runShouldNotRepeatAMigrationThatFails(@TempDir Path directory) throws Exception {
        Failing failing = new Failing();
        try (Database database = new DerbyDatabase(directory.resolve("store"))) {
            assertThatThrownBy(() -> Migrations.run(database.dataSource(), database, failing))
                    .isInstanceOf(FlywayException.class);
        }

        assertThat(failing.runs).hasValue(1);
    }
}
