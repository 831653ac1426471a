// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailgroups.call.RefusedCallException;

/** Answers that are made in turn. */
class InTurnTest {
    private final Semaphore turns = new Semaphore(1);

    @Test
    void turnShouldBeHeldWhileAPieceIsMadeOnly() {
        Iterator<String> pieces = InTurn.of(
                        Stream.of("a", "b", "c").map(piece -> piece + turns.availablePermits()), turns)
                .iterator();

        for (String piece : new String[] {"a0", "b0", "c0"}) {
            assertThat(pieces.next()).isEqualTo(piece);
            assertThat(turns.availablePermits()).isOne();
        }
        assertThat(pieces.hasNext()).isFalse();
    }

    @Test
    void turnShouldBeLeftAfterAnError() {
        Iterator<String> pieces = InTurn.of(
                        Stream.of("a").map(piece -> {
                            throw new IllegalStateException("for a test");
                        }),
                        turns)
                .iterator();

        assertThatThrownBy(pieces::hasNext).hasMessage("for a test");
        assertThat(turns.availablePermits()).isOne();
    }

    @Test
    void callShouldBeRefusedWhenOthersAreBeingMade() {
        AtomicBoolean isClosed = new AtomicBoolean();
        turns.acquireUninterruptibly();
        Stream<String> pieces = InTurn.of(Stream.of("a").onClose(() -> isClosed.set(true)), turns);

        assertThatThrownBy(() -> pieces.iterator().hasNext()).isInstanceOfSatisfying(RefusedCallException.class, e -> {
            assertThat(e.status()).isEqualTo(503);
            assertThat(e.retryAfter()).isPresent();
        });
        pieces.close();
        assertThat(isClosed).isTrue();
    }
}
