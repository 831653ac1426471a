/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.store;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;

/** What SQLStates say, wherever they stand in a chain of causes. */
final class SqlStates {
    /** The transaction was undone and may succeed when repeated: serialisation failure, deadlock (PostgreSQL, Derby), lock time-out (Derby). */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "40XL1", "40XL2");

    private SqlStates() {}

    static boolean isTransient(Throwable failure) {
        return anyMatch(failure, TRANSIENT::contains);
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
