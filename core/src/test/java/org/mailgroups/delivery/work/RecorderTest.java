// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.MemoryPostings;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingStore;
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
    private final List<ChunkResult> written = new ArrayList<>();
    private final Recorder recorder = new Recorder(store, bodies, time, new Object(), written::add);
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
        assertThat(recorder.write(false)).isFalse();

        recorder.note(chunk, Map.of(BOB, delivered()));

        assertThat(recorder.write(false)).isTrue();
        assertThat(written)
                .containsExactly(new ChunkResult(posting.id(), 0, Map.of(ANN, delivered(), BOB, delivered()), true));
        assertThat(bodies.kept()).isEmpty();
    }

    @Test
    void partShouldBeWrittenWhenTheRestIsLate() {
        recorder.note(chunk, Map.of(ANN, delivered()));
        time.passes(Duration.ofMillis(500));

        assertThat(recorder.write(false)).isTrue();
        assertThat(recorder.write(false)).isFalse();
        recorder.note(chunk, Map.of(BOB, delivered()));
        assertThat(recorder.write(false)).isTrue();

        assertThat(written)
                .containsExactly(
                        new ChunkResult(posting.id(), 0, Map.of(ANN, delivered()), false),
                        new ChunkResult(posting.id(), 0, Map.of(BOB, delivered()), true));
    }

    @Test
    void partShouldBeWrittenWhenAllIsWanted() {
        recorder.note(chunk, Map.of(ANN, delivered()));

        assertThat(recorder.write(true)).isTrue();
    }

    @Test
    void chunkShouldBeWrittenWithAllOthersWhenSomebodyWaitsForIt() {
        TakenChunk other =
                new TakenChunk(store.add(Postings.direct("2"), Postings.chunks(List.of(ANN), 1), List.of(), 1)
                        .get(0));
        recorder.note(chunk, Map.of(ANN, delivered(), BOB, delivered()));
        recorder.note(other, Map.of(ANN, delivered()));

        recorder.write(chunk);

        assertThat(written).hasSize(2);
        assertThat(recorder.write(true)).isFalse();
    }

    @Test
    void recorderShouldBeBehindWhileTheStoreIsAway() {
        recorder.note(chunk, Map.of(ANN, delivered(), BOB, delivered()));
        store.goesDown();
        assertThatThrownBy(() -> recorder.write(chunk)).isInstanceOf(StoreUnavailableException.class);
        assertThat(recorder.isBehind()).isTrue();

        store.comesBack();
        recorder.write(true);

        assertThat(recorder.isBehind()).isFalse();
    }

    @Test
    void workersShouldWaitOnlyWhileTheStoreIsAway() {
        AtomicReference<Recorder> watching = new AtomicReference<>();
        List<Boolean> seen = new ArrayList<>();
        PostingStore watched = (PostingStore) Proxy.newProxyInstance(
                PostingStore.class.getClassLoader(),
                new Class<?>[] {PostingStore.class},
                (proxy, method, arguments) -> {
                    seen.add(watching.get().isBehind());
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        watching.set(new Recorder(watched, bodies, time, new Object(), written::add));
        watching.get().note(chunk, Map.of(ANN, delivered()));
        watching.get().write(true);
        assertThat(seen).as("while it writes").containsExactly(false);

        store.goesDown();
        watching.get().note(chunk, Map.of(BOB, delivered()));
        assertThatThrownBy(() -> watching.get().write(true)).isInstanceOf(StoreUnavailableException.class);
        assertThat(watching.get().isBehind()).isTrue();
        store.comesBack();
        watching.get().write(true);
        assertThat(watching.get().isBehind()).isFalse();
    }

    @Test
    void othersShouldBeWrittenWhenTheStoreWillNotTakeAResult() {
        TakenChunk other =
                new TakenChunk(store.add(Postings.direct("2"), Postings.chunks(List.of(ANN), 1), List.of(), 1)
                        .get(0));
        AtomicInteger refusals = new AtomicInteger();
        AtomicBoolean isPicky = new AtomicBoolean(true);
        PostingStore picky = (PostingStore) Proxy.newProxyInstance(
                PostingStore.class.getClassLoader(),
                new Class<?>[] {PostingStore.class},
                (proxy, method, arguments) -> {
                    if (isPicky.get()
                            && method.getName().equals("record")
                            && ((Collection<?>) arguments[0]).stream().anyMatch(result -> ((ChunkResult) result)
                                    .posting()
                                    .equals(posting.id()))) {
                        refusals.incrementAndGet();
                        throw new IllegalArgumentException("it is about somebody else");
                    }
                    return method.invoke(store, arguments);
                });
        Recorder patient = new Recorder(picky, bodies, time, new Object(), written::add);
        patient.note(chunk, Map.of(ANN, delivered(), BOB, delivered()));
        patient.note(other, Map.of(ANN, delivered()));

        patient.write(chunk);

        assertThat(store.attempts()).isEqualTo(Map.of(ANN, delivered()));
        assertThat(written).extracting(ChunkResult::posting).doesNotContain(posting.id());
        assertThat(patient.isBehind()).isFalse();
        assertThat(patient.write(true)).isFalse();
        assertThat(refusals).hasValue(2);

        time.passes(Duration.ofMinutes(5));
        assertThat(patient.write(true)).isTrue();
        assertThat(refusals).as("it is offered again, alone").hasValue(4);
        assertThat(patient.write(true)).isFalse();

        isPicky.set(false);
        time.passes(Duration.ofMinutes(5));
        assertThat(patient.write(true)).isTrue();
        assertThat(store.attempts()).containsOnlyKeys(ANN, BOB);
        assertThat(written).extracting(ChunkResult::posting).contains(posting.id());
        time.passes(Duration.ofMinutes(5));
        assertThat(patient.write(true)).isFalse();
    }

    @Test
    void firstWordShouldHold() {
        recorder.note(chunk, Map.of(ANN, delivered()));
        recorder.note(chunk, Map.of(ANN, attempt(RecipientState.FAILED)));
        assertThat(recorder.write(false)).as("one of two is known").isFalse();
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
        while (recorder.write(true)) {
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
            Recorder unlucky = new Recorder(other, new StuckBodies(failure), time, new Object(), written::add);
            unlucky.note(one, Map.of(ANN, delivered()));

            assertThat(unlucky.write(false)).isTrue();
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
