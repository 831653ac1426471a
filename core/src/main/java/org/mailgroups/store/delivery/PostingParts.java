// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What is to be written for a posting, in as few transactions as may be. */
final class PostingParts {
    /** The most octets of headers that a transaction writes. */
    private static final long MAX_OCTETS = 16 << 20;

    /** So many rows at once leave room for others in the same transaction. */
    private static final int MAX_BATCH = PostingTable.MAX_ROWS / 2;

    private final List<List<Consumer<Handle>>> transactions = new ArrayList<>();
    private int rows;
    private long octets;

    /** Adds what writes some rows. It belongs to the last transaction so far, or begins another one. */
    void add(int rows, long octets, Consumer<Handle> action) {
        boolean hasRoom = this.rows + rows <= PostingTable.MAX_ROWS && this.octets + octets <= MAX_OCTETS;
        if (transactions.isEmpty() || !hasRoom) {
            transactions.add(new ArrayList<>());
            this.rows = 0;
            this.octets = 0;
        }
        this.rows += rows;
        this.octets += octets;
        transactions.get(transactions.size() - 1).add(action);
    }

    /** Adds what writes a row for each value. */
    <T> void addEach(Collection<T> values, BiConsumer<Handle, List<T>> action) {
        List<T> list = List.copyOf(values);
        for (int from = 0; from < list.size(); from += MAX_BATCH) {
            List<T> some = list.subList(from, Math.min(list.size(), from + MAX_BATCH));
            add(some.size(), 0, handle -> action.accept(handle, some));
        }
    }

    /** Returns what each transaction does. */
    List<List<Consumer<Handle>>> transactions() {
        return transactions;
    }
}
