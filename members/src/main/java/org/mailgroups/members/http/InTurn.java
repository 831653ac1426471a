// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.time.Duration;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Pieces of an answer, few of which are made at once on this server. While a client reads what was made, others have
 * their turn. Not thread-safe.
 */
final class InTurn implements Iterator<String> {
    /** How long the first piece waits for its turn, before the call is refused. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(1);

    /** How long a later piece waits, before the answer is broken off. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Iterator<String> pieces;
    private final Semaphore turns;
    private boolean isBegun;

    private InTurn(Iterator<String> pieces, Semaphore turns) {
        this.pieces = pieces;
        this.turns = turns;
    }

    /** Returns the same pieces, each of which is made in its turn. */
    static Stream<String> of(Stream<String> pieces, Semaphore turns) {
        Iterator<String> inTurn = new InTurn(pieces.iterator(), turns);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(inTurn, Spliterator.ORDERED), false)
                .onClose(pieces::close);
    }

    @Override
    public boolean hasNext() {
        begin();
        try {
            return pieces.hasNext();
        } finally {
            turns.release();
        }
    }

    @Override
    public String next() {
        begin();
        try {
            return pieces.next();
        } finally {
            turns.release();
        }
    }

    private void begin() {
        try {
            Duration patience = isBegun ? PATIENCE : FIRST_PATIENCE;
            if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw RefusedCallException.busy("other reports are being made; make this call again soon");
            }
            isBegun = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("the server is about to stop", e);
        }
    }
}
