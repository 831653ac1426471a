// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A migration in Java, within the transaction of Flyway. */
public abstract class JdbiMigration implements JavaMigration {
    private final MigrationVersion version;
    private final String description;

    protected JdbiMigration(String version, String description) {
        this.version = MigrationVersion.fromVersion(version);
        this.description = description;
    }

    /** Changes what is stored. The handle is Flyway's, and stays open. */
    protected abstract void change(Handle handle);

    @Override
    public final void migrate(Context context) {
        change(Jdbi.create(context.getConnection()).open());
    }

    @Override
    public final MigrationVersion getVersion() {
        return version;
    }

    @Override
    public final String getDescription() {
        return description;
    }

    @Override
    public final Integer getChecksum() {
        return null;
    }

    @Override
    public final boolean isUndo() {
        return false;
    }

    @Override
    public final boolean isBaselineMigration() {
        return false;
    }

    @Override
    public final boolean canExecuteInTransaction() {
        return true;
    }
}
