// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Runs transactions: it says who waits for whom, what is tried again, and what a failure becomes.
 *
 * <p>Writers of all nodes queue for one row, see {@link WriteTransaction}. Writers of this node queue here first, so
 * that they hold no connection while they wait. A failure of the database becomes a {@link
 * StoreUnavailableException}. An exception of ours passes as it is. Either way nothing has changed, with one
 * exception: if the connection breaks during the commit itself, nobody knows, and the look-up finds out.
 *
 * <p>Thread-safe.
 */
public final class Transactions {
    /** How often a transaction is tried if the database gives it up in favour of another one. */
    private static final int ATTEMPTS = 4;

    /** How long a writer waits for other writers, and a consistent reader for writers. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Jdbi jdbi;
    private final Database database;
    private final Clock clock;
    private final CommitListener listener;
    private final ReentrantReadWriteLock writers = new ReentrantReadWriteLock(true);
    /** What must hold for each transaction that a thread writes to this store. It is taken away when its work ends. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<Consumer<Handle>> condition = new ThreadLocal<>();

    public Transactions(Jdbi jdbi, Database database, Clock clock, CommitListener listener) {
        this.jdbi = jdbi;
        this.database = database;
        this.clock = clock;
        this.listener = listener;
    }

    /** Returns the time by which transactions are written. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * Reads. On a database with snapshots, several statements see one state. On others a later statement may see more
     * than an earlier one.
     */
    public <T> T read(Function<Handle, T> action) {
        return attempted(() -> {
            try (Handle handle = jdbi.open()) {
                return inSnapshot(handle, action);
            }
        });
    }

    /** Reads one state, whatever the number of statements; may have to wait for writers. */
    public <T> T readConsistently(Function<Handle, T> action) {
        if (database.hasSnapshots()) {
            return read(action);
        }
        return locked(writers.readLock(), () -> read(action));
    }

    /**
     * Reads one state on a given connection, but does not wait for a writer.
     *
     * @return whether the action was run; false if a writer is at work
     */
    public boolean tryReadConsistently(Handle handle, Consumer<Handle> action) {
        if (!database.hasSnapshots() && !writers.readLock().tryLock()) {
            return false;
        }
        try {
            inSnapshot(handle, inside -> {
                action.accept(inside);
                return true;
            });
            return true;
        } finally {
            if (!database.hasSnapshots()) {
                writers.readLock().unlock();
            }
        }
    }

    private <T> T inSnapshot(Handle handle, Function<Handle, T> action) {
        handle.begin();
        try {
            database.useSnapshot(handle.getConnection());
            T result = action.apply(handle);
            handle.commit();
            return result;
        } catch (SQLException e) {
            throw undone(handle, unavailable(e));
        } catch (RuntimeException e) {
            throw undone(handle, e);
        }
    }

    /** Writes. A transaction that reports no change is rolled back. */
    public <T> T write(Function<WriteTransaction, T> action) {
        return locked(writers.writeLock(), () -> attempted(() -> writeOnce(action)));
    }

    /**
     * Runs work whose every write asks first whether it still may. As writers come one at a time, the answer holds
     * until the end of the transaction.
     *
     * @param condition throws if the thread may not write any more; the transaction is undone then
     */
    public <T> T writeOnlyWhile(Consumer<Handle> condition, Supplier<T> work) {
        this.condition.set(condition);
        try {
            return work.get();
        } finally {
            this.condition.remove();
        }
    }

    /**
     * Writes what no version tells of, without waiting for other writers: the action sees to it that nobody else writes
     * the same rows.
     */
    public <T> T writeAside(Function<Handle, T> action) {
        return attempted(() -> jdbi.inTransaction(action::apply));
    }

    /**
     * Writes what no version tells of, rows that others may write too. On a database without snapshots such writers of
     * these transactions come one at a time, and keep consistent readers out: so none of them waits in the database for
     * another. Elsewhere they come as they like. A row whose key somebody else has written meanwhile lets the action
     * run again, and see that row.
     */
    public <T> T writeApart(Function<Handle, T> action) {
        Attempt<T> attempt = () -> attempted(
                () -> jdbi.inTransaction(action::apply),
                failure -> SqlStates.isTransient(failure) || SqlStates.isKeyTaken(failure));
        return database.hasSnapshots() ? attempt.run() : locked(writers.writeLock(), attempt);
    }

    private <T> T writeOnce(Function<WriteTransaction, T> action) {
        Runnable afterCommit = null;
        T result;
        try (Handle handle = jdbi.open()) {
            handle.begin();
            try {
                WriteTransaction transaction = new WriteTransaction(handle, clock);
                requireCondition(handle);
                result = action.apply(transaction);
                if (transaction.hasChanges()) {
                    afterCommit = listener.beforeCommit(handle, transaction.version(), transaction.finish());
                    handle.commit();
                    transaction.committed();
                } else {
                    handle.rollback();
                }
            } catch (RuntimeException e) {
                throw undone(handle, e);
            }
        }
        if (afterCommit != null) {
            afterCommit.run();
        }
        return result;
    }

    private void requireCondition(Handle handle) {
        Consumer<Handle> required = condition.get();
        if (required != null) {
            required.accept(handle);
        }
    }

    private static RuntimeException undone(Handle handle, RuntimeException reason) {
        try {
            handle.rollback();
        } catch (JdbiException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }

    private static <T> T attempted(Attempt<T> attempt) {
        return attempted(attempt, SqlStates::isTransient);
    }

    private static <T> T attempted(Attempt<T> attempt, Predicate<Throwable> mayGoAway) {
        for (int left = ATTEMPTS - 1; ; left--) {
            try {
                return attempt.run();
            } catch (JdbiException e) {
                if (left == 0 || !mayGoAway.test(e)) {
                    throw unavailable(e);
                }
            }
        }
    }

    private static <T> T locked(Lock lock, Attempt<T> attempt) {
        try {
            if (!lock.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new StoreUnavailableException(
                        "another change of the group store takes longer than " + PATIENCE.toSeconds() + " s", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for the group store", e);
        }
        try {
            return attempt.run();
        } finally {
            lock.unlock();
        }
    }

    public static StoreUnavailableException unavailable(Exception cause) {
        return new StoreUnavailableException("the group store does not answer", cause);
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T run();
    }
}
