// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jdbi.v3.core.statement.SqlStatement;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SqlColumns;

/** The columns of what became of somebody at the last attempt. */
final class AttemptColumns {
    static final SqlColumns COLUMNS = SqlColumns.of("state", "server", "reply", "attempts", "last_at", "next_at");

    private AttemptColumns() {}

    static <S extends SqlStatement<S>> S bind(S statement, Attempt attempt) {
        return statement
                .bind("state", text(attempt.state()))
                .bind("server", attempt.server())
                .bind("reply", attempt.reply())
                .bind("attempts", attempt.attempts())
                .bind("last_at", attempt.at())
                .bind("next_at", millis(attempt.nextAt()));
    }

    static Attempt read(ResultSet row) throws SQLException {
        return new Attempt(
                RecipientState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("server"),
                row.getString("reply"),
                row.getInt("attempts"),
                Cells.instant(row, "last_at"),
                instant(row, "next_at"));
    }

    static String text(RecipientState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the value of a column that may be NULL; null for null. */
    static Long millis(Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
