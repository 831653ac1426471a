// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import javax.sql.DataSource;
import org.apache.james.filesystem.api.FileSystem;
import org.mailgroups.server.mailbox.MailboxIndexes;

/**
 * James' database: users, domains, aliases, mailboxes and messages, in embedded Derby under {@code file://var/derby}.
 * {@code META-INF/persistence.xml} lists its tables; a start makes those that are missing.
 *
 * <p>Nothing closes it, so mail that is under way while the process ends still has a working database. The next start
 * takes unfinished mail from the queue again. Derby recovers by itself, as after a crash.
 */
@Singleton
final class Database {

    /** More than the server has threads, so that no thread that holds a connection waits for a second one. */
    private static final int MAX_CONNECTIONS = 256;

    private final DataSource connections;
    private final EntityManagerFactory entityManagers;

    @Inject
    Database(FileSystem fileSystem) throws FileNotFoundException, SQLException {
        Path folder =
                fileSystem.getFile("file://var/derby").toPath().toAbsolutePath().normalize();
        this.connections = new DerbyConnections(folder, MAX_CONNECTIONS);
        this.entityManagers = Persistence.createEntityManagerFactory(
                "Global",
                Map.of(
                        "openjpa.ConnectionFactory", connections,
                        "openjpa.Log", "slf4j",
                        "openjpa.Multithreaded", "true"));
        // The first one makes the tables.
        entityManagers.createEntityManager().close();
        MailboxIndexes.ensure(connections);
    }

    /** Returns the connections, for statements that need no entity manager. */
    DataSource connections() {
        return connections;
    }

    EntityManagerFactory entityManagers() {
        return entityManagers;
    }
}
