// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.store.sql.StoreJdbi;
import org.mailgroups.store.sql.Transactions;

class JdbiBodiesTest extends BodiesContract {
    @Override
    Bodies bodies() {
        return new JdbiBodies(
                new Transactions(StoreJdbi.of(database.dataSource()), database, CLOCK, (handle, version, groups) -> {
                    throw new IllegalStateException("no version");
                }));
    }

    @Override
    void age(UUID posting) throws IOException {
        execute("UPDATE posting_body SET kept_at = "
                + NOW.minus(Bodies.LEFT_ALONE).minusMillis(1).toEpochMilli() + " WHERE posting_id = '" + posting
                + "'");
    }

    @Override
    long traces(UUID posting) throws IOException {
        return count("posting_body", posting) + count("posting_body_page", posting);
    }

    private long count(String table, UUID posting) throws IOException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT COUNT(*) FROM " + table + " WHERE posting_id = '" + posting + "'")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private void execute(String sql) throws IOException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Test
    void readerShouldHearOfAPageThatIsGone() throws IOException {
        bodies.keep(posting, 0, new ByteArrayInputStream(octets(5 * JdbiBodies.PAGE_OCTETS)));
        try (InputStream body = bodies.open(posting, 0)) {
            body.readNBytes(2 * JdbiBodies.PAGE_OCTETS);
            bodies.remove(List.of(posting));

            assertThatThrownBy(body::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("gone");
        }
    }

    @Test
    void slowReaderShouldHoldNoTransaction() throws IOException {
        bodies.keep(posting, 0, new ByteArrayInputStream(octets(5 * JdbiBodies.PAGE_OCTETS)));
        try (InputStream body = bodies.open(posting, 0)) {
            body.read();
            execute("DELETE FROM posting_body_page WHERE posting_id = '" + posting + "' AND page = 4");

            assertThat(body.readNBytes(4 * JdbiBodies.PAGE_OCTETS - 1)).hasSize(4 * JdbiBodies.PAGE_OCTETS - 1);
        }
    }

    @Test
    void storeThatIsAwayShouldBeAFailureOfReading() throws IOException {
        bodies.keep(posting, 0, new ByteArrayInputStream(octets(1)));
        database.cutOff();
        try {
            assertThatThrownBy(() -> bodies.open(posting, 0)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> bodies.kept()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> bodies.keep(posting, 1, new ByteArrayInputStream(octets(1))))
                    .isInstanceOf(IOException.class);
        } finally {
            database.comeBack();
        }
    }
}
