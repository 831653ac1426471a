// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.store.Simultaneously;

class CachedBodiesTest {
    private static final int MEGABYTE = 1 << 20;

    private final UUID posting = UUID.randomUUID();
    private final FarBodies far = new FarBodies();
    private CachedBodies bodies = new CachedBodies(far, 10 * MEGABYTE);

    @AfterEach
    void close() {
        bodies.close();
    }

    private byte[] keep(UUID of, int number, int length) throws IOException {
        byte[] octets = BodiesContract.octets(length);
        bodies.keep(of, number, new ByteArrayInputStream(octets));
        return octets;
    }

    private byte[] read(UUID of, int number) throws IOException {
        try (InputStream body = bodies.open(of, number)) {
            return body.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, MEGABYTE})
    void bodyShouldBeFetchedOnceHoweverOftenItIsRead(int length) throws IOException {
        byte[] octets = keep(posting, 0, length);
        byte[] other = keep(posting, 1, 3);

        for (int i = 0; i < 100; i++) {
            assertThat(read(posting, 0)).isEqualTo(octets);
        }
        assertThat(read(posting, 1)).isEqualTo(other);

        assertThat(far.opened).hasValue(2);
    }

    @Test
    void bodyShouldBeFetchedOnceWhenManyReadItAtOnce() throws Exception {
        byte[] octets = keep(posting, 0, 3 * MEGABYTE);

        List<Object> read = Simultaneously.run(IntStream.range(0, 20)
                .mapToObj(i -> (Callable<byte[]>) () -> read(posting, 0))
                .toList());

        assertThat(read).allMatch(each -> Arrays.equals((byte[]) each, octets));
        assertThat(far.opened).hasValue(1);
    }

    /** A cache keeps many keys under few locks, so whoever fetches one body must not hold any. */
    @Test
    void othersShouldBeReadWhileABodyIsFetched() throws Exception {
        keep(posting, 0, 3);
        Map<UUID, byte[]> others = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            UUID other = UUID.randomUUID();
            others.put(other, keep(other, 0, 10));
        }
        far.slow = posting;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<byte[]> slow = thread.submit(() -> read(posting, 0));
            assertThat(far.isAsked.await(10, TimeUnit.SECONDS)).isTrue();

            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                for (Map.Entry<UUID, byte[]> other : others.entrySet()) {
                    assertThat(read(other.getKey(), 0)).isEqualTo(other.getValue());
                }
            });
            assertThat(slow).isNotDone();
            far.mayAnswer.countDown();
            assertThat(slow.get(10, TimeUnit.SECONDS)).hasSize(3);
        } finally {
            far.mayAnswer.countDown();
            thread.shutdownNow();
        }
    }

    @Test
    void nobodyShouldSeeAPartWhenTheStoreBreaksInTheMiddle() throws IOException {
        byte[] octets = keep(posting, 0, MEGABYTE);
        far.breaksAfter = MEGABYTE / 2;
        assertThatThrownBy(() -> read(posting, 0)).isInstanceOf(IOException.class);

        far.breaksAfter = Integer.MAX_VALUE;

        assertThat(read(posting, 0)).isEqualTo(octets);
    }

    @Test
    void bodyShouldNotBeHereWhenItIsRemoved() throws IOException {
        keep(posting, 0, 10);
        read(posting, 0);

        bodies.remove(List.of(posting));

        assertThatThrownBy(() -> read(posting, 0)).isInstanceOf(IOException.class);
    }

    @Test
    void readerShouldReadOnWhenTheBodyIsRemovedOrEvicted() throws IOException {
        byte[] octets = keep(posting, 0, 2 * MEGABYTE);
        try (InputStream reader = bodies.open(posting, 0)) {
            byte[] begin = reader.readNBytes(100);
            bodies.remove(List.of(posting));
            bodies.close();

            assertThat(new SequenceInputStream(new ByteArrayInputStream(begin), reader))
                    .hasBinaryContent(octets);
        }
    }

    @Test
    void othersShouldBeReadFromTheStoreWhenAReaderWasInterrupted() throws Exception {
        byte[] octets = keep(posting, 0, 2 * MEGABYTE);
        List<Throwable> failures = new ArrayList<>();
        Thread reader = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                read(posting, 0);
            } catch (IOException | RuntimeException e) {
                failures.add(e);
            }
        });
        read(posting, 0);
        reader.start();
        reader.join();
        assertThat(failures).hasSize(1);

        assertThat(read(posting, 0)).isEqualTo(octets);
        assertThat(read(posting, 0)).isEqualTo(octets);
    }

    @Test
    void allShouldBeReadWhenTheyAreMoreThanThereIsRoomFor() throws IOException {
        List<UUID> postings =
                IntStream.range(0, 30).mapToObj(i -> UUID.randomUUID()).toList();
        for (UUID each : postings) {
            keep(each, 0, MEGABYTE);
        }
        UUID large = UUID.randomUUID();
        keep(large, 0, 11 * MEGABYTE);

        for (UUID each : postings) {
            assertThat(read(each, 0)).isEqualTo(BodiesContract.octets(MEGABYTE));
        }

        assertThat(read(large, 0)).isEqualTo(BodiesContract.octets(11 * MEGABYTE));
        assertThat(read(postings.get(0), 0)).isEqualTo(BodiesContract.octets(MEGABYTE));
    }

    @Test
    void bodyThatIsNotThereShouldNotBeRemembered() throws IOException {
        assertThatThrownBy(() -> read(posting, 0)).isInstanceOf(IOException.class);

        byte[] octets = keep(posting, 0, 10);

        assertThat(read(posting, 0)).isEqualTo(octets);
    }

    /** Bodies that count how often somebody asks for them, and may break. */
    private static final class FarBodies implements Bodies {
        private final MemoryBodies inner = new MemoryBodies();
        private final AtomicInteger opened = new AtomicInteger();
        private final CountDownLatch isAsked = new CountDownLatch(1);
        private final CountDownLatch mayAnswer = new CountDownLatch(1);
        private volatile int breaksAfter = Integer.MAX_VALUE;
        private volatile UUID slow;

        @Override
        public long keep(UUID posting, int number, InputStream octets) throws IOException {
            return inner.keep(posting, number, octets);
        }

        @Override
        public InputStream open(UUID posting, int number) throws IOException {
            opened.incrementAndGet();
            if (posting.equals(slow)) {
                isAsked.countDown();
                try {
                    mayAnswer.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
            byte[] octets;
            try (InputStream body = inner.open(posting, number)) {
                octets = body.readAllBytes();
            }
            if (octets.length <= breaksAfter) {
                return new ByteArrayInputStream(octets);
            }
            InputStream broken = InputStream.nullInputStream();
            broken.close();
            return new SequenceInputStream(new ByteArrayInputStream(octets, 0, breaksAfter), broken);
        }

        @Override
        public void remove(Collection<UUID> postings) throws IOException {
            inner.remove(postings);
        }

        @Override
        public List<UUID> kept() throws IOException {
            return inner.kept();
        }
    }
}
