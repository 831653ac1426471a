// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlColumnsTest {
    private static final SqlColumns COLUMNS = SqlColumns.of("id").and(SqlColumns.of("name", "added_at"));

    @Test
    void insertIntoShouldNameEachColumnAndItsParameter() {
        assertThat(COLUMNS.insertInto("person"))
                .isEqualTo("INSERT INTO person (id, name, added_at) VALUES (:id, :name, :added_at)");
    }

    @Test
    void updateShouldSetEachColumnFromItsParameter() {
        assertThat(COLUMNS.update("person"))
                .isEqualTo("UPDATE person SET id = :id, name = :name, added_at = :added_at ");
    }
}
