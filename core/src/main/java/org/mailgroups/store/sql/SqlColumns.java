// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SqlColumns of a table, each of which is written from the parameter of its name. Immutable. */
public record SqlColumns(List<String> names) {
    public SqlColumns {
        names = List.copyOf(names);
    }

    public static SqlColumns of(String... names) {
        return new SqlColumns(List.of(names));
    }

    public SqlColumns and(SqlColumns others) {
        return new SqlColumns(
                Stream.concat(names.stream(), others.names.stream()).toList());
    }

    /** Returns {@code a, b}. */
    public String list() {
        return String.join(", ", names);
    }

    /** Returns {@code INSERT INTO table (a, b) VALUES (:a, :b)}. */
    public String insertInto(String table) {
        return "INSERT INTO " + table + " (" + list() + ") VALUES (:" + String.join(", :", names) + ")";
    }

    /** Returns {@code UPDATE table SET a = :a, b = :b}, followed by a space. */
    public String update(String table) {
        return names.stream()
                .map(name -> name + " = :" + name)
                .collect(Collectors.joining(", ", "UPDATE " + table + " SET ", " "));
    }
}
