// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;
import reactor.core.publisher.Mono;

class GroupStoreHealthCheckTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private List<String> shared = List.of("ann@example.org", "the contact 1");
    private List<String> unreadable = List.of();

    private final GroupStoreHealthCheck check =
            new GroupStoreHealthCheck(() -> {}, this::look, () -> unreadable, nanos::get);

    private List<String> look() {
        looks.incrementAndGet();
        return shared;
    }

    private static Result result(GroupStoreHealthCheck check) {
        return Mono.from(check.check()).block();
    }

    @Test
    void checkShouldTellANumberAndLogTheNamesOnceWhenIdentifiersAreShared() throws Exception {
        var lines = LoggedLines.of(GroupStoreHealthCheck.class.getName(), () -> {
            assertThat(result(check).getStatus()).isEqualTo(ResultStatus.DEGRADED);
            nanos.addAndGet(GroupStoreHealthCheck.LOOK_AGAIN.toNanos() + 1);
            assertThat(result(check).getCause())
                    .hasValueSatisfying(cause ->
                            assertThat(cause).startsWith("2 users or contacts").doesNotContain("ann"));
        });

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).getFormattedMessage()).contains("ann@example.org, the contact 1");
    }

    @Test
    void checkShouldLookOnceInSomeMinutesHoweverOftenItIsAsked() {
        for (int i = 0; i < 100; i++) {
            result(check);
        }
        assertThat(looks).hasValue(1);

        shared = List.of();
        nanos.addAndGet(GroupStoreHealthCheck.LOOK_AGAIN.toNanos() + 1);

        assertThat(result(check).getStatus()).isEqualTo(ResultStatus.HEALTHY);
        assertThat(looks).hasValue(2);
    }

    @Test
    void checkShouldBeUnhealthyWhenTheStoreDoesNotAnswer() {
        GroupStoreHealthCheck down = new GroupStoreHealthCheck(
                () -> {
                    throw new StoreUnavailableException("down for a test", null);
                },
                this::look,
                List::of,
                nanos::get);

        assertThat(result(down).getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
    }

    @Test
    void checkShouldTellOfAddressesThatWereSetAside() throws Exception {
        unreadable = List.of("a member of the group team@example.org: [U+3164]@x.example");

        assertThat(result(check).getCause())
                .contains("2 users or contacts have an identifier that is somebody else's too; 1 addresses of older"
                        + " data cannot be read and were set aside at an upgrade; the log names them");
    }

    /** Brings a store on the disk into the state in which an upgrade leaves it. */
    @Test
    void checkShouldBeDegradedAndNameThemWhenAStoreHasSuchData(@TempDir Path directory) throws Exception {
        StoreConfiguration configuration = new StoreConfiguration.EmbeddedDerby(directory.resolve("store"));
        try (GroupStore store = GroupStore.open(configuration, Clock.systemUTC())) {
            store.profiles().save(new Profile(Address.parse("ann@example.org"), "Ann", "x"));
            store.profiles().save(new Profile(Address.parse("bob@example.org"), "Bob", "22222222J"));
            assertThat(result(new GroupStoreHealthCheck(store)).getStatus()).isEqualTo(ResultStatus.HEALTHY);
        }
        edit(
                directory.resolve("store"),
                "UPDATE user_profile SET identifier = '22222222-J', identifier_key = '22222222j\u001f2'"
                        + " WHERE user_key = 'ann@example.org'",
                "INSERT INTO shared_identifier (identifier_key, holder_key) VALUES ('22222222j', '22222222j'),"
                        + " ('22222222j', '22222222j\u001f2')",
                "INSERT INTO set_aside_address (id, place, address, details, set_aside_at) VALUES"
                        + " (1, 'a member', 'no address', '', " + System.currentTimeMillis() + ")");

        try (GroupStore store = GroupStore.open(configuration, Clock.systemUTC())) {
            GroupStoreHealthCheck real = new GroupStoreHealthCheck(store);
            List<String> lines = LoggedLines.of(
                            GroupStoreHealthCheck.class.getName(),
                            () -> assertThat(result(real).getStatus()).isEqualTo(ResultStatus.DEGRADED))
                    .stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();

            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).contains("the user ann@example.org", "the user bob@example.org");
            assertThat(lines.get(1)).contains("no address");
            store.profiles().save(new Profile(Address.parse("bob@example.org"), "Bob", ""));
            assertThat(store.sharedIdentifiers(10)).isEmpty();
        }
    }

    private static void edit(Path store, String... statements) throws SQLException {
        EmbeddedDataSource derby = new EmbeddedDataSource();
        derby.setDatabaseName(store.toString());
        try (Connection connection = derby.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).isPositive();
            }
        } finally {
            derby.setShutdownDatabase("shutdown");
            assertThatThrownBy(derby::getConnection).isInstanceOf(SQLException.class);
        }
    }
}
