// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    /** Comes before all others. */
    private static final class Failing implements JavaMigration {
        private final AtomicInteger runs = new AtomicInteger();

        @Override
        public MigrationVersion getVersion() {
            return MigrationVersion.fromVersion("0.1");
        }

        @Override
        public String getDescription() {
            return "failing";
        }

        @Override
        public Integer getChecksum() {
            return null;
        }

        @Override
        public boolean isUndo() {
            return false;
        }

        @Override
        public boolean isBaselineMigration() {
            return false;
        }

        @Override
        public boolean canExecuteInTransaction() {
            return true;
        }

        @Override
        public void migrate(Context context) {
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
