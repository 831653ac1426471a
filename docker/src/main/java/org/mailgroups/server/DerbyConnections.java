// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.io.File;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.ConnectionFactory;

/**
 * A pool of connections to an embedded Derby that survives a full disk.
 *
 * <p>If Derby cannot write its log, it ends the database with all connections, and the next new connection starts it
 * again. On a disk that is full still, that start would be read-only, without recovery, and last until the end of the
 * process. So no new connection is opened until there is room, and the pool hands out none that has ended. Thread-safe.
 */
final class DerbyConnections extends BasicDataSource {
    private static final long ROOM_BYTES = 16L << 20;
    private static final int MAX_IDLE = 32;
    private static final int MAX_STATEMENTS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final File disk;

    /**
     * The pool.
     *
     * @param database the folder of the database, which is made unless it exists
     */
    DerbyConnections(Path database, int maxConnections) {
        this.disk = database.getParent().toFile();
        setDriverClassName("org.apache.derby.jdbc.EmbeddedDriver");
        setUrl("jdbc:derby:" + database + ";create=true");
        setMaxTotal(maxConnections);
        setMaxIdle(MAX_IDLE);
        setMaxWaitMillis(PATIENCE.toMillis());
        // Derby knows of each connection whether its database has ended: that needs no query.
        setTestOnBorrow(true);
        setPoolPreparedStatements(true);
        setMaxOpenPreparedStatements(MAX_STATEMENTS);
    }

    @Override
    protected ConnectionFactory createConnectionFactory() throws SQLException {
        ConnectionFactory derby = super.createConnectionFactory();
        return () -> {
            if (disk.getUsableSpace() < ROOM_BYTES) {
                throw new SQLException(
                        "the disk of " + disk + " is full: make room, at least " + ROOM_BYTES + " bytes");
            }
            return derby.createConnection();
        };
    }
}
