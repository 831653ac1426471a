// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.api.logging.Log;
import org.junit.jupiter.api.Test;
import org.mailgroups.audit.LoggedLines;

class MigrationLogTest {
    private final Log log = new MigrationLog().createLogger(Migrations.class);

    @Test
    void warnShouldStayAWarningUnlessFlywayRecommendsItself() {
        List<ILoggingEvent> lines = LoggedLines.of(Migrations.class.getName(), () -> {
            log.warn("Flyway upgrade recommended: PostgreSQL 16.1 is newer than this version of Flyway");
            log.warn("Schema is not what it was\nforged line");
        });

        assertThat(lines)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .singleElement()
                .satisfies(line ->
                        assertThat(line.getFormattedMessage()).isEqualTo("Schema is not what it was\\nforged line"));
    }

    @Test
    void failureTextShouldNameTheDatabasesReasonAndTheRoot() {
        SQLException refused = new SQLException("Connection refused.\nCheck the port.", new ConnectException());

        assertThat(FailureText.of(new IllegalStateException("pool", refused)))
                .isEqualTo("Connection refused.; Check the port. (ConnectException: no reason given)");
        assertThat(FailureText.of(new IllegalStateException("pool"))).isEqualTo("(IllegalStateException: pool)");
    }
}
