// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.StampedLock;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.JVMMailboxPathLocker;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Locks mailboxes. A lock that is free is taken in the calling thread, which never waits. James goes on in another
 * thread each time, which takes as long as a statement of the database. James has threads of their own for the waits:
 * in the common ones, many waits would leave none for the lock's holder, which may need one to come to an end.
 *
 * <p>As with James, the lock of a mailbox is kept until the server stops. It has some 200 octets. Thread-safe.
 */
final class MailboxLocks implements MailboxPathLocker {
    private final ConcurrentMap<MailboxPath, StampedLock> locks = new ConcurrentHashMap<>();

    @Override
    public <T> T executeWithLock(MailboxPath path, LockAwareExecution<T> execution, LockType type)
            throws MailboxException {
        Lock lock = type == LockType.Read ? lock(path).asReadLock() : lock(path).asWriteLock();
        lock.lock();
        try {
            return execution.execute();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T> Publisher<T> executeReactiveWithLockReactive(MailboxPath path, Publisher<T> execution, LockType type) {
        return Mono.defer(() -> {
            StampedLock lock = lock(path);
            long stamp = type == LockType.Read ? lock.tryReadLock() : lock.tryWriteLock();
            return stamp == 0
                    ? Mono.defer(() -> held(lock, waitFor(lock, type), execution))
                            .subscribeOn(JVMMailboxPathLocker.LOCKER_WRAPPER)
                    : held(lock, stamp, execution);
        });
    }

    private static long waitFor(StampedLock lock, LockType type) {
        return type == LockType.Read ? lock.readLock() : lock.writeLock();
    }

    private static <T> Mono<T> held(StampedLock lock, long stamp, Publisher<T> execution) {
        return Mono.using(() -> stamp, ignored -> Mono.from(execution), lock::unlock);
    }

    private StampedLock lock(MailboxPath path) {
        return locks.computeIfAbsent(path, absent -> new StampedLock());
    }
}
