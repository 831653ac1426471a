// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** How many rows Derby reads for a query, by its plan. */
public final class RowsVisited {
    private static final Pattern VISITED = Pattern.compile("rows visited=(\\d+)");

    private RowsVisited() {}

    /** Runs a query and checks that none of its steps reads so many rows. */
    public static void assertFewerThan(int rows, Handle handle, Runnable query) {
        handle.execute("CALL SYSCS_UTIL.SYSCS_SET_RUNTIMESTATISTICS(1)");
        query.run();
        String plan = handle.createQuery("VALUES SYSCS_UTIL.SYSCS_GET_RUNTIMESTATISTICS()")
                .mapTo(String.class)
                .one();
        assertThat(VISITED.matcher(plan).results().map(step -> Integer.valueOf(step.group(1))))
                .as(plan)
                .isNotEmpty()
                .allMatch(visited -> visited < rows);
    }
}
