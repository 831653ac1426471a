// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;

/** Looks for SQLSTATEs anywhere in a chain of causes. */
final class SqlStates {
    /**
     * States of transactions that were undone and may succeed when they are repeated: serialisation failure, deadlock
     * (PostgreSQL, Derby), lock time-out (Derby).
     */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "40XL1", "40XL2");

    /** The state of a row whose key somebody else has written meanwhile. */
    private static final String KEY_TAKEN = "23505";

    private SqlStates() {}

    static boolean isTransient(Throwable failure) {
        return anyMatch(failure, TRANSIENT::contains);
    }

    static boolean isKeyTaken(Throwable failure) {
        return anyMatch(failure, KEY_TAKEN::equals);
    }

    static boolean anyMatch(Throwable failure, Predicate<String> state) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && chainMatches(sql, state)) {
                return true;
            }
        }
        return false;
    }

    private static boolean chainMatches(SQLException first, Predicate<String> state) {
        for (SQLException e = first; e != null; e = e.getNextException()) {
            if (e.getSQLState() != null && state.test(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
