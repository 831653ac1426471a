// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.lookup;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.mailgroups.audit.LogText;
import org.mailgroups.store.group.GroupEntryTable;
import org.mailgroups.store.sql.ChangeTable;
import org.mailgroups.store.sql.CommitListener;
import org.mailgroups.store.sql.Database;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@link GroupIndex} true, and knows whether it is.
 *
 * <p>One daemon thread asks for the store's version. It has a connection of its own, since the pool may be busy for
 * longer than knowledge may be old. If the version has risen, the thread reads from the log which groups changed, and
 * reads those groups anew. It reads everything if the log does not reach back far enough, or if the version has
 * fallen because a backup was restored. This node's own changes come by {@link #beforeCommit} and need not wait for
 * that.
 *
 * <p>The lock orders the two: what is read from the database is applied before any later commit. Thread-safe.
 */
public final class IndexRefresher implements AutoCloseable, CommitListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(IndexRefresher.class);

    /** How old knowledge may be until "no such group" is no longer a fact. */
    static final Duration STALE_AFTER = Duration.ofSeconds(2);

    private static final int NETWORK_MILLIS = 5_000;
    private static final int VALIDATION_SECONDS = 1;

    private final Database database;
    private final Jdbi jdbi;
    private final Transactions transactions;
    private final GroupIndex index;
    private final Runnable timeTurnedBack;
    private final Duration refresh;
    private final LongSupplier nanoTime;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock updates = new ReentrantLock();
    private final Thread thread;

    private Handle handle;
    private volatile long knownAt;
    private volatile Throwable failure;

    /**
     * Makes a refresher that does nothing until {@link #start}.
     *
     * @param jdbi not pooled
     * @param timeTurnedBack run when versions that were known no longer exist
     * @param nanoTime like {@link System#nanoTime()}
     */
    public IndexRefresher(
            Database database,
            Jdbi jdbi,
            Transactions transactions,
            GroupIndex index,
            Runnable timeTurnedBack,
            Duration refresh,
            LongSupplier nanoTime) {
        this.database = database;
        this.jdbi = jdbi;
        this.transactions = transactions;
        this.index = index;
        this.timeTurnedBack = timeTurnedBack;
        this.refresh = refresh;
        this.nanoTime = nanoTime;
        this.thread = new Thread(this::run, "group-index-refresh");
        thread.setDaemon(true);
    }

    /**
     * Loads the index, then follows the store.
     *
     * @throws StoreUnavailableException if it cannot be loaded
     */
    public void start() {
        poll();
        if (failure != null) {
            throw new StoreUnavailableException("the group store cannot be read", failure);
        }
        thread.start();
    }

    private void run() {
        try {
            while (!closed.await(refresh.toMillis(), TimeUnit.MILLISECONDS)) {
                poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        } finally {
            disconnect();
        }
    }

    /**
     * Asks the store once. A failure is kept for {@link #checkFresh} to throw. It is logged when it begins and when
     * it is over.
     */
    private void poll() {
        long asked = nanoTime.getAsLong();
        try {
            refreshIndex();
            knownAt = asked;
            if (failure != null) {
                LOGGER.info("The group store answers again");
                failure = null;
            }
        } catch (RuntimeException | SQLException | Error e) {
            // Nothing may end this thread. Whatever it is, look-ups are thrown it: they must not answer from old rows.
            disconnect();
            if (failure == null) {
                LOGGER.warn("The group store does not answer; look-ups fail until it does", LogText.neutral(e));
            }
            failure = e;
        }
    }

    private void refreshIndex() throws SQLException {
        Handle connected = connect();
        boolean alone = transactions.tryReadConsistently(connected, this::catchUp);
        // While a writer of this very process is at work there is nothing new from others.
        if (!alone && !connected.getConnection().isValid(VALIDATION_SECONDS)) {
            throw new SQLException("the connection is no longer valid");
        }
    }

    private Handle connect() throws SQLException {
        if (handle == null) {
            handle = jdbi.open();
            database.limitWaiting(handle.getConnection(), NETWORK_MILLIS);
        }
        return handle;
    }

    private void disconnect() {
        if (handle != null) {
            try {
                handle.close();
            } catch (JdbiException e) {
                LOGGER.debug("A broken connection to the group store did not close cleanly", LogText.neutral(e));
            } finally {
                handle = null;
            }
        }
    }

    private void catchUp(Handle inside) {
        updates.lock();
        try {
            ChangeTable changes = new ChangeTable(inside);
            long version = changes.version();
            long known = index.version();
            if (version == known) {
                return;
            }
            Optional<Set<Long>> changed =
                    version > known && known >= 0 ? changes.changedAfter(known) : Optional.empty();
            if (changed.isPresent()) {
                index.advance(
                        new StoreChange(version, changed.get(), new GroupEntryTable(inside).entries(changed.get())));
            } else {
                index.load(version, new GroupEntryTable(inside).allEntries());
            }
            if (version < known) {
                timeTurnedBack.run();
            }
        } finally {
            updates.unlock();
        }
    }

    /** Takes in a change of this node as soon as it is committed. */
    @Override
    public Runnable beforeCommit(Handle inside, long version, Set<Long> groups) {
        StoreChange change = new StoreChange(version, groups, new GroupEntryTable(inside).entries(groups));
        return () -> include(change);
    }

    private void include(StoreChange change) {
        updates.lock();
        try {
            index.include(change);
        } finally {
            updates.unlock();
        }
    }

    /** @throws StoreUnavailableException if the index may be out of date */
    public void checkFresh() {
        long age = nanoTime.getAsLong() - knownAt;
        if (closed.getCount() == 0) {
            throw new StoreUnavailableException("the group store is closed", null);
        }
        if (age > STALE_AFTER.toNanos()) {
            throw new StoreUnavailableException(
                    "the group store has not answered for "
                            + Duration.ofNanos(age).toMillis() + " ms",
                    failure);
        }
    }

    /** Ends the thread, waiting for it as long as it may wait for the network. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(NETWORK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
