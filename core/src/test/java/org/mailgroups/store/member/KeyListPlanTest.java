// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.store.sql.RowsVisited;

/** How many rows Derby reads of a large group, if some hundred of its members are asked for. */
class KeyListPlanTest {
    private static final long GROUP = 7;
    private static final int ROWS = 5_000;

    private static final String FAILURE = "INSERT INTO mail_group_bounce"
            + " (group_id, address_key, address, sent_day, failed_at, status, reply)"
            + " VALUES (?, ?, ?, 1, 1, '5.1.1', 'gone')";

    @TempDir
    Path directory;

    private static String key(int number) {
        return "m" + number + "@example.net";
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(
                        "INSERT INTO mail_group_delivery (group_id, address_key, address, delivery, own_copy)"
                                + " VALUES (?, ?, ?, 'none', TRUE)",
                        query((handle, keys) -> new DeliveryTable(handle).among(GROUP, keys))),
                Arguments.of(FAILURE, query((handle, keys) -> new BounceTable(handle).daysAmong(GROUP, keys))),
                Arguments.of(FAILURE, query((handle, keys) -> new BounceTable(handle)
                        .countsAmong(GROUP, keys, 0)
                        .keySet())),
                Arguments.of(FAILURE, query((handle, keys) -> new BounceTable(handle)
                        .of(GROUP, keys, Set.of())
                        .keySet())),
                Arguments.of(
                        "INSERT INTO mail_group_suspension (group_id, address_key, address, is_suspended, changed_at,"
                                + " counted_from, probe_at, probed_at, is_news, told_at)"
                                + " VALUES (?, ?, ?, TRUE, 1, 1, 1, 1, FALSE, 0)",
                        query((handle, keys) ->
                                new SuspensionTable(handle).among(GROUP, keys).keySet())));
    }

    private static BiFunction<Handle, List<String>, Collection<?>> query(
            BiFunction<Handle, List<String>, Collection<?>> query) {
        return query;
    }

    @ParameterizedTest
    @MethodSource("tables")
    void fewMembersShouldBeFoundWithoutReadingTheWholeGroup(
            String insert, BiFunction<Handle, List<String>, Collection<?>> query) {
        Path place = directory.resolve("groups");
        GroupStore store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(place), Clock.systemUTC());
        try (Handle handle = Jdbi.create("jdbc:derby:" + place).open()) {
            var batch = handle.prepareBatch(insert);
            IntStream.range(0, ROWS).forEach(i -> batch.add(GROUP, key(i), key(i)));
            batch.execute();
            List<String> wanted =
                    IntStream.range(0, 512).mapToObj(i -> key(i * 9)).toList();

            RowsVisited.assertFewerThan(ROWS / 2, handle, () -> assertThat(query.apply(handle, wanted))
                    .hasSize(512));
        } finally {
            store.close();
        }
    }
}
