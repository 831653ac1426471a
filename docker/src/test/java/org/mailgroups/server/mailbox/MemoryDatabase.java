// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import org.apache.commons.dbcp2.BasicDataSource;

/** James' tables in a Derby in memory. */
public final class MemoryDatabase implements AutoCloseable {
    private final BasicDataSource connections = new BasicDataSource();
    private EntityManagerFactory entityManagers;

    public MemoryDatabase() {
        System.setProperty("derby.stream.error.file", "target/derby.log");
        connections.setDriverClassName("org.apache.derby.jdbc.EmbeddedDriver");
        connections.setUrl("jdbc:derby:memory:" + UUID.randomUUID() + ";create=true");
        connections.setMaxTotal(64);
        entityManagers = open();
    }

    /** Makes the tables that are missing, as a start does. */
    private EntityManagerFactory open() {
        EntityManagerFactory opened = Persistence.createEntityManagerFactory(
                "Global", Map.of("openjpa.ConnectionFactory", connections, "openjpa.Multithreaded", "true"));
        opened.createEntityManager().close();
        return opened;
    }

    void startAgain() {
        entityManagers.close();
        entityManagers = open();
    }

    public BasicDataSource connections() {
        return connections;
    }

    public EntityManagerFactory entityManagers() {
        return entityManagers;
    }

    /** Returns the number that a query says. */
    long number(String query) throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        entityManagers.close();
        connections.close();
    }
}
