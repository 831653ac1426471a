// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.logging.LogFactory;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.internal.command.DbMigrate.FlywayMigrateException;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Brings the tables to the version that this code expects. Our tables may lie beside those of others, so they have a
 * history of their own.
 */
public final class Migrations {
    private static final String LOCATION = "classpath:org/mailgroups/store/migrations";
    private static final String HISTORY = "mail_group_schema_history";

    private static final int ATTEMPTS = 10;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private Migrations() {}

    /**
     * Migrates, and tries again after a failure to make the history. Flyway makes it and its first row in two steps: of
     * two nodes that start at once on an empty database, one may come in between. A migration that fails is not
     * repeated: it would fail again.
     *
     * @param inJava the migrations that SQL cannot express
     */
    public static void run(DataSource dataSource, Database database, JavaMigration... inJava) {
        LogFactory.setLogCreator(new MigrationLog());
        Flyway flyway = flyway(dataSource, database, inJava);
        for (int left = ATTEMPTS - 1; ; left--) {
            try {
                flyway.migrate();
                requireKnown(flyway.info());
                return;
            } catch (FlywayException e) {
                if (e instanceof FlywayMigrateException
                        || left == 0
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    /** Refuses tables that a newer program has changed: this one does not know what they mean. */
    private static void requireKnown(MigrationInfoService info) {
        for (MigrationInfo applied : info.applied()) {
            if (applied.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new StoreUnavailableException(
                        "its tables are of version " + applied.getVersion() + ", from a newer program: start that one,"
                                + " or go back to a backup of before",
                        null);
            }
        }
    }

    private static Flyway flyway(DataSource dataSource, Database database, JavaMigration... inJava) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations(LOCATION)
                .javaMigrations(inJava)
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .placeholders(Map.of(
                        "key", database.keyType(),
                        "text", database.textType(),
                        "octets", database.octetsType(),
                        "largeOctets", database.largeOctetsType()))
                .load();
    }
}
