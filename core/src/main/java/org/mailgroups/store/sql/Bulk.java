// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/**
 * Runs a statement for any number of values, some at a time.
 *
 * <p>In a statement for values, {@code (:each)} stands for a list of them: {@code IN (:each)}, or
 * {@code (VALUES (:each)) AS wanted (value)}. The lists have few different lengths, so that databases and drivers see
 * few different statements and keep them prepared. A short list is filled up by repeating its last value.
 */
public final class Bulk {
    private static final String EACH = "(:each)";

    private static final int[] LENGTHS = {1, 8, 64, 512};
    private static final int LONGEST_LIST = 512;
    /** Derby chains the rows of VALUES, which is slow with many. */
    private static final int LONGEST_TABLE = 64;

    /** How many rows are fetched at once from a table that is read whole. */
    public static final int FETCH = 10_000;

    private static final int BATCH = 1000;

    private Bulk() {}

    /** Queries with {@code IN (:each)}, and returns what all lists bring, in their order. */
    public static <T> List<T> query(
            Handle handle, String sql, Collection<?> values, Function<Query, ResultIterable<T>> results) {
        List<T> found = new ArrayList<>();
        forEachList(values, LONGEST_LIST, list -> results.apply(
                        bind(handle.createQuery(sql.replace(EACH, placeholders(list))), list))
                .forEach(found::add));
        return found;
    }

    /** Queries with {@code IN (:each)} for all of a few values at once. */
    public static <T> List<T> queryOnce(
            Handle handle, String sql, Collection<?> values, Function<Query, ResultIterable<T>> results) {
        List<?> list = List.copyOf(values);
        return results.apply(bind(handle.createQuery(sql.replace(EACH, placeholders(list))), list))
                .list();
    }

    /** Queries with {@code IN (:each)} for keys and their values. */
    public static <K, V> Map<K, V> queryMap(
            Handle handle, String sql, Collection<?> values, RowMapper<Map.Entry<K, V>> entries) {
        Map<K, V> found = new HashMap<>();
        query(handle, sql, values, query -> query.map(entries))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /**
     * Queries with {@code (VALUES (:each))}, a table of keys. As a list may repeat its last value, the last rows may
     * come several times.
     */
    public static <T> List<T> queryTable(
            Handle handle, String sql, Collection<String> keys, Function<Query, ResultIterable<T>> results) {
        List<T> found = new ArrayList<>();
        forEachList(keys, LONGEST_TABLE, list -> results.apply(
                        bind(handle.createQuery(sql.replace(EACH, rows(list))), list))
                .forEach(found::add));
        return found;
    }

    /** Updates or deletes with {@code IN (:each)}. A value that is repeated changes its row once. */
    public static void update(Handle handle, String sql, Collection<?> values, UnaryOperator<Update> parameters) {
        forEachList(values, LONGEST_LIST, list -> parameters
                .apply(bind(handle.createUpdate(sql.replace(EACH, placeholders(list))), list))
                .execute());
    }

    /**
     * Runs a statement once for each row.
     *
     * @param parameters binds a row's parameters
     * @return how many rows were updated or deleted; without a meaning for inserts
     */
    public static <T> int batch(Handle handle, String sql, Iterable<T> rows, BiConsumer<PreparedBatch, T> parameters) {
        PreparedBatch batch = handle.prepareBatch(sql);
        int changed = 0;
        for (T row : rows) {
            parameters.accept(batch, row);
            batch.add();
            if (batch.size() == BATCH) {
                changed += IntStream.of(batch.execute()).sum();
            }
        }
        return changed + IntStream.of(batch.execute()).sum();
    }

    private static <T> void forEachList(Collection<T> values, int longest, Consumer<List<T>> action) {
        List<T> list = new ArrayList<>(Math.min(values.size(), longest));
        for (T value : values) {
            list.add(value);
            if (list.size() == longest) {
                action.accept(list);
                list = new ArrayList<>(longest);
            }
        }
        if (!list.isEmpty()) {
            fillUp(list);
            action.accept(list);
        }
    }

    private static <T> void fillUp(List<T> list) {
        T last = list.get(list.size() - 1);
        int length = IntStream.of(LENGTHS)
                .filter(candidate -> candidate >= list.size())
                .findFirst()
                .orElseThrow();
        list.addAll(Collections.nCopies(length - list.size(), last));
    }

    private static String placeholders(List<?> list) {
        return IntStream.range(0, list.size()).mapToObj(Bulk::name).collect(Collectors.joining(", :", "(:", ")"));
    }

    private static String rows(List<String> list) {
        return IntStream.range(0, list.size())
                .mapToObj(i -> "(CAST(:" + name(i) + " AS VARCHAR(255)))")
                .collect(Collectors.joining(", "));
    }

    private static String name(int index) {
        return "each" + index;
    }

    private static <S extends SqlStatement<S>> S bind(S statement, List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            statement.bind(name(i), list.get(i));
        }
        return statement;
    }
}
