// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailgroups.store.StoreConfiguration;

/** One real PostgreSQL server for all tests of this JVM, with a database for each that asks. */
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresServer() {}

    /** The settings of a database that nobody else uses. */
    public static StoreConfiguration.PostgreSql newDatabase() {
        String name = "groups" + DATABASES.incrementAndGet();
        administer("CREATE DATABASE " + name);
        return new StoreConfiguration.PostgreSql(Holder.SERVER.getJdbcUrl("postgres", name), "postgres", "postgres");
    }

    /** Makes a database refuse connections, and ends those it has. */
    public static void cutOff(StoreConfiguration.PostgreSql database) {
        String name = name(database);
        administer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    }

    public static void bringBack(StoreConfiguration.PostgreSql database) {
        administer("ALTER DATABASE " + name(database) + " ALLOW_CONNECTIONS true");
    }

    /** Returns the octets of a database on the disk, without the server's log of changes. */
    public static long size(StoreConfiguration.PostgreSql database) {
        try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery("SELECT pg_database_size('" + name(database) + "')")) {
            size.next();
            return size.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(StoreConfiguration.PostgreSql database) {
        return database.url().replaceAll(".*/([a-z0-9]+).*", "$1");
    }

    private static void administer(String sql) {
        try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        server.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
