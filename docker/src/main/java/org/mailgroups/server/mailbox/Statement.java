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
import javax.sql.DataSource;
import org.apache.openjpa.persistence.OpenJPAPersistence;

/**
 * A statement in SQL, by itself or as a part of an entity manager's transaction. What OpenJPA changes by reading a row
 * first, and then writing what it has read, is one statement here; so no other change comes in between.
 */
record Statement(String sql) {
    /** Changes rows, and returns how many. */
    int update(EntityManager entityManager, Object... parameters) {
        return with(() -> connection(entityManager), filled(parameters, PreparedStatement::executeUpdate));
    }

    /** Changes rows once for each array of parameters. */
    void updateAll(EntityManager entityManager, List<Object[]> all) {
        with(() -> connection(entityManager), statement -> {
            for (Object[] parameters : all) {
                fill(statement, parameters);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /** Changes rows in a transaction of their own, and returns how many. */
    int update(DataSource connections, Object... parameters) {
        return with(connections::getConnection, filled(parameters, PreparedStatement::executeUpdate));
    }

    /** Returns the numbers of the first row; none if there is no row. */
    List<Long> numbers(EntityManager entityManager, Object... parameters) {
        return with(() -> connection(entityManager), filled(parameters, Statement::firstRow));
    }

    /** Returns the numbers of the first row that is written for good; none if there is no row. */
    List<Long> numbers(DataSource connections, Object... parameters) {
        return with(connections::getConnection, filled(parameters, Statement::firstRow));
    }

    private static Connection connection(EntityManager entityManager) {
        // Until now the transaction may be OpenJPA's alone, and the database has not heard of it.
        OpenJPAPersistence.cast(entityManager).beginStore();
        return entityManager.unwrap(Connection.class);
    }

    private static List<Long> firstRow(PreparedStatement statement) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            if (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    numbers.add(rows.getLong(i));
                }
            }
        }
        return numbers;
    }

    private interface Opening {
        Connection connection() throws SQLException;
    }

    private interface Action<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    private static <T> Action<T> filled(Object[] parameters, Action<T> action) {
        return statement -> {
            fill(statement, parameters);
            return action.run(statement);
        };
    }

    private static void fill(PreparedStatement statement, Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private <T> T with(Opening opening, Action<T> action) {
        try (Connection connection = opening.connection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return action.run(statement);
        } catch (SQLException e) {
            throw new PersistenceException("cannot run " + sql, e);
        }
    }
}
