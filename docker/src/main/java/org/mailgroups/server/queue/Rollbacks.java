// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.store.TransactionRecoveryListener;
import org.apache.activemq.store.TransactionStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions that can be rolled back on a full disk. KahaDB writes a rollback down, though a transaction without a
 * commit counts for nothing after a restart. If that failed, the broker would keep the mail from its reader until then.
 *
 * <p>A rollback that could not be written is written later, so that KahaDB frees what it keeps of the transaction.
 * Thread-safe.
 */
final class Rollbacks implements TransactionStore {
    private static final Logger LOGGER = LoggerFactory.getLogger(Rollbacks.class);

    private final TransactionStore inner;
    private final Queue<TransactionId> unwritten = new ConcurrentLinkedQueue<>();

    Rollbacks(TransactionStore inner) {
        this.inner = inner;
    }

    @Override
    public void rollback(TransactionId id) {
        unwritten.add(id);
        write();
    }

    private void write() {
        for (TransactionId id = unwritten.poll(); id != null; id = unwritten.poll()) {
            try {
                inner.rollback(id);
            } catch (IOException e) {
                LOGGER.warn("A mail is given back to its queue, and that could not be written down yet", e);
                unwritten.add(id);
                return;
            }
        }
    }

    @Override
    public void commit(TransactionId id, boolean wasPrepared, Runnable preCommit, Runnable postCommit)
            throws IOException {
        inner.commit(id, wasPrepared, preCommit, postCommit);
        write();
    }

    @Override
    public void prepare(TransactionId id) throws IOException {
        inner.prepare(id);
    }

    @Override
    public void recover(TransactionRecoveryListener listener) throws IOException {
        inner.recover(listener);
    }

    @Override
    public void start() throws Exception {
        inner.start();
    }

    @Override
    public void stop() throws Exception {
        inner.stop();
    }
}
