// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReaderStateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final IOException reason = new IOException("no temporary folder");

    private final ReaderState reader = new ReaderState(SteadyMailQueueFactory.FIRST_PAUSE);

    @Test
    void pauseShouldBeNoneWhenNothingHasFailed() {
        assertThat(reader.pause()).isZero();
        assertThat(reader.asked()).isEmpty();
        assertThat(reader.lastFailure()).isEmpty();
    }

    @Test
    void pauseShouldDoubleUpToItsBoundWhenFailuresGoOn() {
        assertThat(IntStream.range(0, 12).mapToObj(i -> {
                    reader.failed(NOW, reason);
                    return reader.pause().toMillis();
                }))
                .startsWith(100L, 200L, 400L)
                .endsWith(25_600L, 30_000L, 30_000L, 30_000L)
                .isSorted();
    }

    @Test
    void pauseShouldStayAtItsBoundWhenFailuresNeverEnd() {
        IntStream.range(0, 200_000).forEach(i -> reader.failed(NOW, reason));

        assertThat(reader.pause()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void answeredShouldEndThePauseAndKeepTheLastFailure() {
        reader.failed(NOW, reason);
        reader.failed(NOW.plusSeconds(1), reason);

        assertThat(reader.answered()).isEqualTo(2);

        assertThat(reader.pause()).isZero();
        assertThat(reader.lastFailure())
                .contains(new ReaderState.Failure(NOW.plusSeconds(1), "java.io.IOException: no temporary folder"));
    }

    @Test
    void pauseShouldLastWhenMailIsTakenAndHandedBackAgainAndAgain() {
        reader.handedBack();
        reader.answered();
        reader.handedBack();
        reader.answered();

        assertThat(reader.pause()).isEqualTo(Duration.ofMillis(200));
        reader.dealtWith();
        assertThat(reader.pause()).isZero();
    }
}
