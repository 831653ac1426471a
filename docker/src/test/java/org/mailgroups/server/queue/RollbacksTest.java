// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.LocalTransactionId;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.store.TransactionRecoveryListener;
import org.apache.activemq.store.TransactionStore;
import org.junit.jupiter.api.Test;

class RollbacksTest {
    private final Disk disk = new Disk();
    private final Rollbacks transactions = new Rollbacks(disk);

    private static TransactionId id(int number) {
        return new LocalTransactionId(new ConnectionId("reader"), number);
    }

    @Test
    void rollbackShouldBeWrittenAtOnceWhenThereIsRoom() {
        transactions.rollback(id(1));

        assertThat(disk.rolledBack).containsExactly(id(1));
    }

    @Test
    void rollbackShouldSucceedAndBeWrittenLaterWhenTheDiskIsFull() throws IOException {
        disk.isFull = true;
        transactions.rollback(id(1));
        transactions.rollback(id(2));
        assertThat(disk.rolledBack).isEmpty();

        disk.isFull = false;
        transactions.commit(id(3), false, () -> {}, () -> {});

        assertThat(disk.rolledBack).containsExactlyInAnyOrder(id(1), id(2));
        assertThat(disk.committed).containsExactly(id(3));
    }

    @Test
    void nothingShouldBeWrittenTwiceWhenRoomComesAndGoes() {
        disk.isFull = true;
        transactions.rollback(id(1));
        disk.isFull = false;
        transactions.rollback(id(2));
        transactions.rollback(id(3));

        assertThat(disk.rolledBack).containsExactlyInAnyOrder(id(1), id(2), id(3));
    }

    private static final class Disk implements TransactionStore {
        private final List<TransactionId> rolledBack = new ArrayList<>();
        private final List<TransactionId> committed = new ArrayList<>();
        private boolean isFull;

        @Override
        public void rollback(TransactionId id) throws IOException {
            if (isFull) {
                throw new IOException("No space left on device");
            }
            rolledBack.add(id);
        }

        @Override
        public void commit(TransactionId id, boolean wasPrepared, Runnable before, Runnable after) {
            committed.add(id);
        }

        @Override
        public void prepare(TransactionId id) {}

        @Override
        public void recover(TransactionRecoveryListener listener) {}

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }
}
