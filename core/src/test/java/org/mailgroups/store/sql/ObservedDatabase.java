// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A real database whose statements are counted, and which can be cut off and come back. */
public final class ObservedDatabase implements Database {
    private final Database database;
    private final Map<Thread, AtomicLong> statements = new ConcurrentHashMap<>();
    private final Map<Thread, Runnable> interruptions = new ConcurrentHashMap<>();
    private volatile boolean down;

    public ObservedDatabase(Database database) {
        this.database = database;
    }

    /** From now on nothing answers: neither new connections nor those that are open. */
    public void cutOff() {
        down = true;
    }

    public void comeBack() {
        down = false;
    }

    /** How many statements the calling thread has made so far. */
    public long statementsOfThisThread() {
        return counter().get();
    }

    /** Runs something before each statement that the calling thread makes from now on. */
    public void beforeEachStatementOfThisThread(Runnable interruption) {
        interruptions.put(Thread.currentThread(), interruption);
    }

    /** Ends {@link #beforeEachStatementOfThisThread}. */
    public void letThisThreadBe() {
        interruptions.remove(Thread.currentThread());
    }

    private AtomicLong counter() {
        return statements.computeIfAbsent(Thread.currentThread(), thread -> new AtomicLong());
    }

    private Connection observed(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (down && !method.getName().equals("close")) {
                        throw cut();
                    }
                    if (method.getName().startsWith("prepare")
                            || method.getName().equals("createStatement")) {
                        counter().incrementAndGet();
                        Optional.ofNullable(interruptions.get(Thread.currentThread()))
                                .ifPresent(Runnable::run);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static SQLException cut() {
        return new SQLException("cut off by the test", "08006");
    }

    @Override
    public DataSource dataSource() {
        DataSource source = database.dataSource();
        return new DataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                if (down) {
                    throw cut();
                }
                return observed(source.getConnection());
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                throw new SQLFeatureNotSupportedException();
            }

            @Override
            public PrintWriter getLogWriter() throws SQLException {
                return source.getLogWriter();
            }

            @Override
            public void setLogWriter(PrintWriter out) throws SQLException {
                source.setLogWriter(out);
            }

            @Override
            public void setLoginTimeout(int seconds) throws SQLException {
                source.setLoginTimeout(seconds);
            }

            @Override
            public int getLoginTimeout() throws SQLException {
                return source.getLoginTimeout();
            }

            @Override
            public Logger getParentLogger() throws SQLFeatureNotSupportedException {
                return source.getParentLogger();
            }

            @Override
            public <T> T unwrap(Class<T> type) throws SQLException {
                return source.unwrap(type);
            }

            @Override
            public boolean isWrapperFor(Class<?> type) throws SQLException {
                return source.isWrapperFor(type);
            }
        };
    }

    @Override
    public String keyType() {
        return database.keyType();
    }

    @Override
    public String textType() {
        return database.textType();
    }

    @Override
    public String octetsType() {
        return database.octetsType();
    }

    @Override
    public String largeOctetsType() {
        return database.largeOctetsType();
    }

    @Override
    public String locking() {
        return database.locking();
    }

    @Override
    public String lockingWhatIsFree() {
        return database.lockingWhatIsFree();
    }

    @Override
    public Instant now(Connection connection) throws SQLException {
        return database.now(connection);
    }

    @Override
    public boolean isShared() {
        return database.isShared();
    }

    @Override
    public boolean hasSnapshots() {
        return database.hasSnapshots();
    }

    @Override
    public void useSnapshot(Connection connection) throws SQLException {
        database.useSnapshot(connection);
    }

    @Override
    public void limitWaiting(Connection connection, int millis) throws SQLException {
        database.limitWaiting(connection, millis);
    }

    @Override
    public void close() {
        database.close();
    }
}
