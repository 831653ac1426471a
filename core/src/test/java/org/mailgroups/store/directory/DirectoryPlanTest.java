// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.directory.EntryKey.Kind;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;

/** How many rows Derby reads of a large book. */
class DirectoryPlanTest {
    private static final String DOMAIN = "example.org";
    private static final int ROWS = 5_000;
    private static final Pattern VISITED = Pattern.compile("rows visited=(\\d+)");

    @TempDir
    Path directory;

    private static String id(int number) {
        return "entry" + number;
    }

    @Test
    void fewEntriesShouldBeFoundWithoutReadingTheWholeBook() {
        Path place = directory.resolve("groups");
        GroupStore store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(place), Clock.systemUTC());
        try (Handle handle = Jdbi.create("jdbc:derby:" + place).open()) {
            var batch = handle.prepareBatch("INSERT INTO directory_entry (domain, kind, entry, version, gone, digest)"
                    + " VALUES (?, 'contact', ?, 1, FALSE, 'x')");
            IntStream.range(0, ROWS).forEach(i -> batch.add(DOMAIN, id(i)));
            batch.execute();
            List<String> wanted =
                    IntStream.range(0, 512).mapToObj(i -> id(i * 9)).toList();
            handle.execute("CALL SYSCS_UTIL.SYSCS_SET_RUNTIMESTATISTICS(1)");

            assertThat(new DirectoryTable(handle).find(DOMAIN, Kind.CONTACT, wanted))
                    .hasSize(512);

            String plan = handle.createQuery("VALUES SYSCS_UTIL.SYSCS_GET_RUNTIMESTATISTICS()")
                    .mapTo(String.class)
                    .one();
            assertThat(VISITED.matcher(plan).results().map(DirectoryPlanTest::number))
                    .as(plan)
                    .isNotEmpty()
                    .allMatch(rows -> rows < ROWS / 2);
        } finally {
            store.close();
        }
    }

    private static int number(MatchResult visited) {
        return Integer.parseInt(visited.group(1));
    }
}
