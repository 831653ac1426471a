// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.MemoryPostings;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

class RecorderTest {
    private static final Address ANN = Address.parse("ann@far.example");
    private static final Address BOB = Address.parse("bob@far.example");

    private final FakeTime time = new FakeTime();
    private final MemoryPostings store = new MemoryPostings();
    private final MemoryBodies bodies = new MemoryBodies();
    private final Posting posting = Postings.direct("1");
    private final Recorder recorder = new Recorder(store, bodies, time);
    private final TakenChunk chunk;

    RecorderTest() {
        Postings.keepBody(bodies, posting);
        chunk = new TakenChunk(store.add(posting, Postings.chunks(List.of(ANN, BOB), 2), List.of(), 1)
                .get(0));
    }

    private static Attempt delivered() {
        return attempt(RecipientState.DELIVERED);
    }

    private static Attempt attempt(RecipientState state) {
        return new Attempt(state, "mx", "250 ok", 1, Postings.RECEIVED, null);
    }

    @Test
    void partShouldWaitForTheRest() {
        recorder.note(chunk, Map.of(ANN, delivered()));
        assertThat(recorder.write(false)).isEmpty();

        recorder.note(chunk, Map.of(BOB, delivered()));

        assertThat(recorder.write(false))
                .containsExactly(new ChunkResult(posting.id(), 0, Map.of(ANN, delivered(), BOB, delivered()), true));
        assertThat(bodies.kept()).isEmpty();
    }

    @Test
    void partShouldBeWrittenWhenTheRestIsLate() {
        recorder.note(chunk, Map.of(ANN, delivered()));
        time.passes(Duration.ofMillis(500));

        assertThat(recorder.write(false))
                .containsExactly(new ChunkResult(posting.id(), 0, Map.of(ANN, delivered()), false));
        assertThat(recorder.write(false)).isEmpty();
        recorder.note(chunk, Map.of(BOB, delivered()));
        assertThat(recorder.write(false))
                .containsExactly(new ChunkResult(posting.id(), 0, Map.of(BOB, delivered()), true));
    }

    @Test
    void partShouldBeWrittenWhenAllIsWanted() {
        recorder.note(chunk, Map.of(ANN, delivered()));

        assertThat(recorder.write(true)).hasSize(1);
    }

    @Test
    void firstWordShouldHold() {
        recorder.note(chunk, Map.of(ANN, delivered()));
        recorder.note(chunk, Map.of(ANN, attempt(RecipientState.FAILED)));
        assertThat(recorder.write(false)).as("one of two is known").isEmpty();
        recorder.write(true);

        assertThat(store.attempts()).isEqualTo(Map.of(ANN, delivered()));
    }

    @Test
    void nothingShouldBeLostWhenTheStoreIsAway() {
        recorder.note(chunk, Map.of(ANN, delivered()));
        store.goesDown();
        assertThatThrownBy(() -> recorder.write(true)).isInstanceOf(StoreUnavailableException.class);
        recorder.note(chunk, Map.of(BOB, delivered()));
        assertThatThrownBy(() -> recorder.write(true)).isInstanceOf(StoreUnavailableException.class);

        store.comesBack();
        while (!recorder.write(true).isEmpty()) {
            assertThat(store.attempts()).containsKey(ANN);
        }

        assertThat(store.attempts()).containsOnlyKeys(ANN, BOB);
        assertThat(bodies.kept()).isEmpty();
    }

    @Test
    void resultShouldBeWrittenWhenBodiesCannotBeRemoved() {
        for (RuntimeException failure : List.of(
                new StoreUnavailableException("away", null), new UncheckedIOException(new IOException("a test")))) {
            MemoryPostings other = new MemoryPostings();
            TakenChunk one = new TakenChunk(other.add(posting, Postings.chunks(List.of(ANN), 1), List.of(), 1)
                    .get(0));
            Recorder unlucky = new Recorder(other, new StuckBodies(failure), time);
            unlucky.note(one, Map.of(ANN, delivered()));

            assertThat(unlucky.write(false)).hasSize(1);
        }
    }

    private record StuckBodies(RuntimeException failure) implements Bodies {
        @Override
        public long keep(UUID of, int number, InputStream octets) {
            throw failure;
        }

        @Override
        public InputStream open(UUID of, int number) {
            throw failure;
        }

        @Override
        public void remove(Collection<UUID> postings) {
            throw failure;
        }

        @Override
        public List<UUID> kept() {
            return List.of();
        }
    }
}
