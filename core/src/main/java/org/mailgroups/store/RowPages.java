// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The rows of a large table in the order of a key, for a migration that reads all of it. A page is in memory at a time.
 * What the migration changes is seen by the pages that come after.
 *
 * @param select all but {@code ORDER BY}; its condition is to end with {@code > :after}, for the key
 * @param keyColumn the column that this compares
 * @param mapper reads a row
 * @param key returns the key of a row, never empty
 */
record RowPages<T>(String select, String keyColumn, RowMapper<T> mapper, Function<T, String> key) {
    private static final int PAGE = 1000;

    /** Passes on all pages. */
    void forEach(Handle handle, Consumer<List<T>> action) {
        forEach(handle, Map.of(), action);
    }

    /**
     * Passes on all pages.
     *
     * @param parameters of the condition, besides {@code :after}
     */
    void forEach(Handle handle, Map<String, ?> parameters, Consumer<List<T>> action) {
        String sql = select + " ORDER BY " + keyColumn + " FETCH FIRST " + PAGE + " ROWS ONLY";
        String after = "";
        List<T> page;
        do {
            page = handle.createQuery(sql)
                    .bindMap(parameters)
                    .bind("after", after)
                    .map(mapper)
                    .list();
            action.accept(page);
            after = page.isEmpty() ? after : key.apply(page.get(page.size() - 1));
        } while (page.size() == PAGE);
    }
}
