// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.persistence.EntityManager;
import javax.persistence.PersistenceException;
import org.apache.openjpa.persistence.OpenJPAPersistence;

/**
 * A statement in SQL, as a part of an entity manager's transaction. What OpenJPA changes by reading a row first, and
 * then writing what it has read, is one statement here; so no other change comes in between.
 */
record Statement(String sql) {
    /** Changes rows, and returns how many. */
    int update(EntityManager entityManager, Object... parameters) {
        return with(entityManager, parameters, PreparedStatement::executeUpdate);
    }

    /** Returns the numbers of the first row; none if there is no row. */
    List<Long> numbers(EntityManager entityManager, Object... parameters) {
        return with(entityManager, parameters, statement -> {
            List<Long> numbers = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        numbers.add(rows.getLong(i));
                    }
                }
            }
            return numbers;
        });
    }

    private interface Action<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(EntityManager entityManager, Object[] parameters, Action<T> action) {
        // Until now the transaction may be OpenJPA's alone, and the database has not heard of it.
        OpenJPAPersistence.cast(entityManager).beginStore();
        try (Connection connection = entityManager.unwrap(Connection.class);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return action.run(statement);
        } catch (SQLException e) {
            throw new PersistenceException("cannot run " + sql, e);
        }
    }
}
