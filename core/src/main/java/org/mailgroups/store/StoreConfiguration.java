// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Says where the store is, and how it is reached.
 *
 * <p>Immutable. The constructors throw {@link IllegalArgumentException} with a text for the postmaster who wrote the
 * setting.
 */
public sealed interface StoreConfiguration {
    /** The default poll interval: half of the second within which a change must show on the other nodes. */
    Duration DEFAULT_REFRESH = Duration.ofMillis(500);

    /** The longest poll interval: a change must show on the other nodes within a second. */
    Duration MAX_REFRESH = Duration.ofSeconds(1);

    /** The shortest poll interval: more would be work without use. */
    Duration MIN_REFRESH = Duration.ofMillis(10);

    int MIN_POOL_SIZE = 2;

    int MAX_POOL_SIZE = 1000;

    int DEFAULT_DELIVERY_POOL_SIZE = 4;

    /** Returns how many connections the pool holds at most. */
    int poolSize();

    /** Returns how many connections the pool of postings holds at most. */
    int deliveryPoolSize();

    /** Returns where the store is, in words, without a password. */
    String place();

    /** Returns how often the look-up asks the store for changes that other nodes made. */
    Duration refresh();

    /**
     * A Derby database inside this process, which nobody else can open meanwhile.
     *
     * @param directory made if it does not exist; relative to the working directory, kept as an absolute path
     * @param postings the folder of the bodies of postings, likewise
     */
    record EmbeddedDerby(Path directory, Path postings, int poolSize, int deliveryPoolSize, Duration refresh)
            implements StoreConfiguration {
        public static final int DEFAULT_POOL_SIZE = 8;

        public EmbeddedDerby {
            directory = directory.toAbsolutePath().normalize();
            postings = postings.toAbsolutePath().normalize();
            validate(poolSize, deliveryPoolSize, refresh);
        }

        /** Says that bodies lie beside the directory. */
        public EmbeddedDerby(Path directory) {
            this(
                    directory,
                    directory.resolveSibling("postings"),
                    DEFAULT_POOL_SIZE,
                    DEFAULT_DELIVERY_POOL_SIZE,
                    DEFAULT_REFRESH);
        }

        @Override
        public String place() {
            return "in " + directory;
        }
    }

    /**
     * A PostgreSQL database (encoding UTF8), which several nodes may share.
     *
     * @param url {@code jdbc:postgresql://host:port/database}
     */
    record PostgreSql(String url, String user, String password, int poolSize, int deliveryPoolSize, Duration refresh)
            implements StoreConfiguration {
        public static final int DEFAULT_POOL_SIZE = 8;

        private static final String SCHEME = "jdbc:postgresql:";

        public PostgreSql {
            if (!url.startsWith(SCHEME)) {
                throw new IllegalArgumentException(
                        "the URL of the group store must be like jdbc:postgresql://host:5432/groups, not "
                                + (url.isBlank() ? "empty" : withoutSecrets(url)));
            }
            validate(poolSize, deliveryPoolSize, refresh);
        }

        public PostgreSql(String url, String user, String password) {
            this(url, user, password, DEFAULT_POOL_SIZE, DEFAULT_DELIVERY_POOL_SIZE, DEFAULT_REFRESH);
        }

        @Override
        public String place() {
            return "at " + withoutSecrets(url) + " for user " + (user.isBlank() ? "(none)" : user);
        }

        /** Leaves out what may hold a password. */
        private static String withoutSecrets(String url) {
            return url.replaceAll("(?s)\\?.*", "").replaceAll("//[^/@]*@", "//");
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "PostgreSql[url=" + withoutSecrets(url) + ", user=" + user + "]";
        }
    }

    private static void validate(int poolSize, int deliveryPoolSize, Duration refresh) {
        if (!isPoolSize(poolSize)) {
            throw new IllegalArgumentException("the pool size of the group store must be from 2 to 1000");
        }
        if (!isPoolSize(deliveryPoolSize)) {
            throw new IllegalArgumentException("the pool size of postings must be from 2 to 1000");
        }
        if (refresh.compareTo(MIN_REFRESH) < 0 || refresh.compareTo(MAX_REFRESH) > 0) {
            throw new IllegalArgumentException("the refresh interval of the group store must be from 10 to "
                    + MAX_REFRESH.toMillis() + " milliseconds");
        }
    }

    private static boolean isPoolSize(int size) {
        return size >= MIN_POOL_SIZE && size <= MAX_POOL_SIZE;
    }
}
