// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;
import javax.sql.DataSource;
import org.mailgroups.value.StoreUnavailableException;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL over the network. What the postmaster's URL says about time-outs is left alone. */
public final class PostgresDatabase implements Database {
    private static final int CONNECT_SECONDS = 5;
    /** No statement of ours takes nearly as long: beyond this the server, or the way to it, is gone. */
    private static final int SOCKET_SECONDS = 120;

    private final PGSimpleDataSource dataSource;

    public PostgresDatabase(String url, String user, String password) {
        this.dataSource = new PGSimpleDataSource();
        // Before the URL, which has the last word.
        dataSource.setConnectTimeout(CONNECT_SECONDS);
        dataSource.setLoginTimeout(CONNECT_SECONDS);
        dataSource.setSocketTimeout(SOCKET_SECONDS);
        dataSource.setTcpKeepAlive(true);
        dataSource.setReWriteBatchedInserts(true);
        // Each statement is planned for the tables as they are. A plan from the time when a group was empty
        // reads the whole group for each look into it, even when it has 100,000 members.
        dataSource.setPrepareThreshold(0);
        // Details quote rows, that is people's addresses, into messages that are logged.
        dataSource.setLogServerErrorDetail(false);
        dataSource.setApplicationName("james-mail-groups");
        dataSource.setUrl(requireReadable(url));
        dataSource.setUser(user);
        dataSource.setPassword(password);
    }

    /** The driver's own refusal quotes the whole URL, which may have a password. */
    private static String requireReadable(String url) {
        if (Driver.parseURL(url, new Properties()) == null) {
            throw new StoreUnavailableException(
                    "the group store cannot be opened: its URL must be like jdbc:postgresql://host:5432/groups", null);
        }
        return url;
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public String keyType() {
        return "VARCHAR(254) COLLATE \"C\"";
    }

    @Override
    public String textType() {
        return "TEXT";
    }

    @Override
    public String octetsType() {
        return "BYTEA";
    }

    @Override
    public String largeOctetsType() {
        return "BYTEA";
    }

    @Override
    public String locking() {
        return " FOR UPDATE";
    }

    @Override
    public String lockingWhatIsFree() {
        return " FOR UPDATE SKIP LOCKED";
    }

    @Override
    public Instant now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)")) {
            row.next();
            return Instant.ofEpochMilli(row.getLong(1));
        }
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean hasSnapshots() {
        return true;
    }

    @Override
    public void useSnapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        }
    }

    @Override
    public void limitWaiting(Connection connection, int millis) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, millis);
    }

    @Override
    public void close() {
        // The server goes on without us.
    }
}
