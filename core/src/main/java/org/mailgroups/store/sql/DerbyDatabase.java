// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Derby inside this process.
 *
 * <p>The engine belongs to everybody in the JVM: James' own tables may be in it. So only our database is ever shut
 * down. Derby itself keeps other processes out of the directory. This class sees to it that nobody opens the
 * directory twice in this process: two stores that each believe to be the only writer would not see each other's
 * changes.
 */
public final class DerbyDatabase implements Database {
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private static final String LOG_FILE = "derby.stream.error.file";
    private static final Set<String> LOG_SETTINGS =
            Set.of(LOG_FILE, "derby.stream.error.method", "derby.stream.error.field");

    /** The state of "Database ... shutdown", by which Derby says that it did what it was asked to do. */
    private static final String SHUT_DOWN = "08006";
    /** The states of "Database not found" and "not booted": somebody shut it, or the whole engine, down before us. */
    private static final Set<String> SHUT_DOWN_BEFORE = Set.of("XJ004", "XJ015");

    private static final String ALREADY_BOOTED = "XSDB6";

    /** A server that was told to stop needs some seconds to close its databases. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    private final Path directory;
    private final EmbeddedDataSource dataSource;

    /** Opens, or creates, the database in a directory. Waits a while for a process that closes it just now. */
    public DerbyDatabase(Path directory) {
        this(directory, PATIENCE);
    }

    DerbyDatabase(Path directory, Duration patience) {
        try {
            Files.createDirectories(directory.getParent());
            this.directory = directory.getParent().toRealPath().resolve(directory.getFileName());
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "the directory of the group store, " + directory + ", cannot be made: " + FailureText.of(e), e);
        }
        if (!OPEN.add(this.directory)) {
            throw inUse("this server already has it open", null);
        }
        this.dataSource = new EmbeddedDataSource();
        dataSource.setDatabaseName(this.directory.toString());
        try {
            bootWithin(patience);
        } catch (SQLException e) {
            OPEN.remove(this.directory);
            throw isInUse(e) ? inUse("another server uses it", e) : unopened(FailureText.of(e), e);
        }
    }

    private void bootWithin(Duration patience) throws SQLException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                boot();
                return;
            } catch (SQLException e) {
                if (!isInUse(e)
                        || System.nanoTime() > end
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    private void boot() throws SQLException {
        // Without this setting Derby logs into the working directory.
        if (LOG_SETTINGS.stream().allMatch(setting -> System.getProperty(setting) == null)) {
            System.setProperty(LOG_FILE, directory.resolveSibling("derby.log").toString());
        }
        dataSource.setCreateDatabase("create");
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            // Plans made for an empty table are looked at again after 5 executions, not 100.
            statement.execute(
                    "CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.language.stalePlanCheckInterval', '5')");
        }
        // Only once: a database that vanishes at run time must be an error, not an empty database.
        dataSource.setCreateDatabase(null);
    }

    private static boolean isInUse(SQLException e) {
        return SqlStates.anyMatch(e, ALREADY_BOOTED::equals);
    }

    private StoreUnavailableException inUse(String by, Throwable cause) {
        return unopened(by + "; stop the other one, or give each a folder of its own", cause);
    }

    private StoreUnavailableException unopened(String reason, Throwable cause) {
        return new StoreUnavailableException("the group store in " + directory + " cannot be opened: " + reason, cause);
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public String keyType() {
        return "VARCHAR(254)";
    }

    @Override
    public String textType() {
        return "CLOB";
    }

    @Override
    public String octetsType() {
        return "BLOB(1M)";
    }

    @Override
    public String largeOctetsType() {
        return "BLOB(16M)";
    }

    @Override
    public String locking() {
        return "";
    }

    @Override
    public String lockingWhatIsFree() {
        return "";
    }

    @Override
    public Instant now(Connection connection) {
        return Instant.now();
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public boolean hasSnapshots() {
        return false;
    }

    @Override
    public void useSnapshot(Connection connection) {
        // A reader keeps the writers out, see hasSnapshots().
    }

    @Override
    public void limitWaiting(Connection connection, int millis) {
        // There is no network.
    }

    @Override
    public void close() {
        if (OPEN.remove(directory)) {
            shutDown();
        }
    }

    private void shutDown() {
        EmbeddedDataSource shutdown = new EmbeddedDataSource();
        shutdown.setDatabaseName(directory.toString());
        shutdown.setShutdownDatabase("shutdown");
        try {
            shutdown.getConnection().close();
        } catch (SQLException e) {
            if (!SHUT_DOWN.equals(e.getSQLState()) && !SHUT_DOWN_BEFORE.contains(e.getSQLState())) {
                throw new StoreUnavailableException(
                        "the group store in " + directory + " was not shut down cleanly", e);
            }
        }
    }
}
