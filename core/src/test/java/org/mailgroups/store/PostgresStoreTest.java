// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.store.StoreConfiguration.PostgreSql;
import org.mailgroups.store.sql.ChangeTable;
import org.mailgroups.store.sql.PostgresServer;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressTakenException;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.StoreUnavailableException;

/** Several nodes, and a server that may go away: only a shared database has them. */
class PostgresStoreTest {
    private static final OptionalLong ANY_VERSION = OptionalLong.empty();
    private static final Address TEAM = Address.parse("team@example.org");
    private static final Address OTHER = Address.parse("other@example.org");
    private static final Address ANN = Address.parse("ann@example.org");

    private PostgreSql configuration;
    private GroupStore here;
    private GroupStore there;

    @BeforeEach
    void openTwoNodes() {
        configuration = PostgresServer.newDatabase();
        here = GroupStore.open(configuration, Clock.systemUTC());
        there = GroupStore.open(configuration, Clock.systemUTC());
    }

    @AfterEach
    void closeBoth() {
        here.close();
        there.close();
    }

    private static NewGroup group(Address address, Address... members) {
        return new NewGroup(
                address,
                "Name",
                "",
                List.of(ANN),
                List.of(members).stream().map(NewMember::of).toList());
    }

    private static void withinASecond(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    @Test
    void aChangeShouldShowOnTheOtherNodeWithinASecond() {
        here.groups().create(group(TEAM, ANN));
        withinASecond(() -> there.lookup().find(TEAM).isPresent());
        assertThat(there.lookup().members(there.lookup().find(TEAM).orElseThrow()))
                .containsExactly(ANN);

        here.groups().removeMembers(TEAM, List.of(ANN), OptionalLong.empty());
        withinASecond(() ->
                there.lookup().members(there.lookup().find(TEAM).orElseThrow()).isEmpty());

        here.groups().update(TEAM, GroupChange.nothing().withAddress(OTHER), ANY_VERSION);
        withinASecond(() -> there.lookup().find(OTHER).isPresent());
        assertThat(there.lookup().find(TEAM)).isEmpty();

        here.groups().delete(OTHER, ANY_VERSION);
        withinASecond(() -> there.lookup().find(OTHER).isEmpty());
    }

    @Test
    void bothNodesShouldKnowTheSameAfterBothChangedMuch() throws InterruptedException {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (GroupStore node : List.of(here, there)) {
            calls.add(() -> {
                for (int i = 0; i < 60; i++) {
                    Address own = Address.parse("g" + i + (node == here ? "-here" : "-there") + "@example.org");
                    node.groups().create(group(own, ANN));
                    if (i % 3 == 0) {
                        node.groups().delete(own, ANY_VERSION);
                    }
                }
                return 0;
            });
        }
        assertThat(Simultaneously.run(calls)).containsOnly(0);

        for (int i = 0; i < 60; i++) {
            for (String side : List.of("-here", "-there")) {
                Address address = Address.parse("g" + i + side + "@example.org");
                boolean exists = i % 3 != 0;
                withinASecond(() -> here.lookup().find(address).isPresent() == exists
                        && here.lookup().find(address).equals(there.lookup().find(address)));
            }
        }
    }

    @Test
    void aNodeShouldFollowWhenTheLogWasCut() {
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(1)), ZoneOffset.UTC);
        try (GroupStore ahead = GroupStore.open(configuration, later)) {
            for (int i = 0; i < ChangeTable.CUT_EVERY + 10; i++) {
                ahead.groups().create(group(Address.parse("g" + i + "@example.org")));
            }
        }
        withinASecond(() -> here.lookup()
                .find(Address.parse("g" + (ChangeTable.CUT_EVERY + 9) + "@example.org"))
                .isPresent());
        assertThat(here.lookup().find(Address.parse("g0@example.org"))).isPresent();
    }

    @Test
    void oneAddressShouldGoToOneNodeOnly() throws InterruptedException {
        List<Object> outcomes = Simultaneously.run(List.<Callable<Group>>of(
                () -> here.groups().create(group(TEAM)), () -> there.groups().create(group(TEAM))));

        assertThat(outcomes).filteredOn(Group.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(AddressTakenException.class::isInstance).hasSize(1);
    }

    @Test
    void twoNodesShouldNeverCloseACycleTogether() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            Address a = Address.parse("a" + round + "@example.org");
            Address b = Address.parse("b" + round + "@example.org");
            here.groups().create(group(a));
            here.groups().create(group(b));

            List<Object> outcomes = Simultaneously.run(List.<Callable<Integer>>of(
                    () -> here.groups().addMembers(a, List.of(NewMember.of(b)), OptionalLong.empty()),
                    () -> there.groups().addMembers(b, List.of(NewMember.of(a)), OptionalLong.empty())));

            assertThat(outcomes).filteredOn(Integer.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(CyclicMembershipException.class::isInstance)
                    .hasSize(1);
        }
    }

    @Test
    void everythingShouldFailWhileTheServerIsAwayAndRecoverByItself() {
        here.groups().create(group(TEAM, ANN));
        Optional<GroupEntry> known = here.lookup().find(TEAM);
        PostgresServer.cutOff(configuration);
        try {
            assertThatThrownBy(() -> here.groups().find(TEAM)).isInstanceOf(StoreUnavailableException.class);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThatThrownBy(() -> here.lookup().find(OTHER))
                            .isInstanceOf(StoreUnavailableException.class));
        } finally {
            PostgresServer.bringBack(configuration);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThatCode(here::verify).doesNotThrowAnyException());
        assertThat(here.lookup().find(TEAM)).isEqualTo(known);
        assertThat(here.groups().find(TEAM)).isPresent();
    }

    @Test
    void openShouldShareASchemaWithTheTablesOfOthers() throws SQLException {
        PostgreSql shared = PostgresServer.newDatabase();
        try (Connection connection = GroupStore.database(shared).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE james_user (name VARCHAR(10))");
        }
        try (GroupStore store = GroupStore.open(shared, Clock.systemUTC())) {
            assertThat(store.groups().create(group(TEAM)).memberCount()).isZero();
        }
    }

    @RepeatedTest(5)
    void twoNodesShouldBeAbleToCreateTheTablesAtOnce() throws InterruptedException {
        PostgreSql fresh = PostgresServer.newDatabase();
        Callable<Boolean> open = () -> {
            GroupStore.open(fresh, Clock.systemUTC()).close();
            return true;
        };

        assertThat(Simultaneously.run(List.of(open, open))).containsOnly(true);
    }
}
