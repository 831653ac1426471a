// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.store.StoreContract;

/** The promises of {@link Bodies}. */
abstract class BodiesContract extends StoreContract {
    private static final int PAGE = JdbiBodies.PAGE_OCTETS;

    Bodies bodies;
    UUID posting;

    @BeforeEach
    void makeBodies() throws IOException {
        bodies = bodies();
        posting = UUID.randomUUID();
    }

    abstract Bodies bodies() throws IOException;

    /** Makes a body as old as bodies must be before anybody asks for their postings, and a little older. */
    abstract void age(UUID posting) throws IOException;

    /** Returns how many files or rows there are for a posting, whole or not. */
    abstract long traces(UUID posting) throws IOException;

    static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private byte[] read(UUID posting, int number) throws IOException {
        try (InputStream body = bodies.open(posting, number)) {
            return body.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PAGE - 1, PAGE, PAGE + 1, 16 * PAGE - 1, 16 * PAGE, 16 * PAGE + 1, 5 << 20})
    void bodyShouldComeBackAsItWas(int length) throws IOException {
        byte[] octets = octets(length);
        byte[] other = octets(7);

        assertThat(bodies.keep(posting, 0, new ByteArrayInputStream(octets))).isEqualTo(length);
        assertThat(bodies.keep(posting, 3, new ByteArrayInputStream(other))).isEqualTo(7);

        assertThat(read(posting, 0)).isEqualTo(octets);
        assertThat(read(posting, 0)).isEqualTo(octets);
        assertThat(read(posting, 3)).isEqualTo(other);
    }

    @Test
    void bodyShouldBeReadInPiecesOfAnySize() throws IOException {
        byte[] octets = octets(2 * PAGE + 100);
        bodies.keep(posting, 0, new ByteArrayInputStream(octets));
        byte[] read = new byte[octets.length];
        Random sizes = new Random(1);

        int position = 0;
        try (InputStream body = bodies.open(posting, 0)) {
            while (position < read.length) {
                if (sizes.nextInt(10) == 0) {
                    read[position++] = (byte) body.read();
                } else {
                    int wanted = Math.min(read.length - position, sizes.nextInt(50_000));
                    position += body.read(read, position, wanted);
                }
            }
            assertThat(body.read()).isEqualTo(-1);
            assertThat(body.read(new byte[5])).isEqualTo(-1);
        }

        assertThat(read).isEqualTo(octets);
    }

    @Test
    void bodyThatComesInSmallPiecesShouldBeWhole() throws IOException {
        byte[] octets = octets(3 * PAGE);
        InputStream slow = new ByteArrayInputStream(octets) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1000));
            }
        };

        assertThat(bodies.keep(posting, 0, slow)).isEqualTo(octets.length);

        assertThat(read(posting, 0)).isEqualTo(octets);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, PAGE, 40 * PAGE})
    void nothingShouldBeLeftWhenTheSourceBreaks(int length) throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();

        assertThatThrownBy(() -> bodies.keep(
                        posting, 0, new SequenceInputStream(new ByteArrayInputStream(octets(length)), broken)))
                .isInstanceOf(IOException.class);

        assertThatThrownBy(() -> bodies.open(posting, 0)).isInstanceOf(IOException.class);
        assertThat(traces(posting)).isZero();
        assertThat(bodies.keep(posting, 0, new ByteArrayInputStream(octets(3)))).isEqualTo(3);
    }

    @Test
    void otherBodyShouldStayWhenTheSourceBreaks() throws IOException {
        bodies.keep(posting, 0, new ByteArrayInputStream(octets(3)));
        InputStream broken = InputStream.nullInputStream();
        broken.close();

        assertThatThrownBy(() -> bodies.keep(posting, 1, broken)).isInstanceOf(IOException.class);

        assertThat(read(posting, 0)).isEqualTo(octets(3));
    }

    @Test
    void bodyShouldNotBeReplaced() throws IOException {
        bodies.keep(posting, 0, new ByteArrayInputStream(octets(3)));

        assertThatThrownBy(() -> bodies.keep(posting, 0, new ByteArrayInputStream(octets(4))))
                .isInstanceOf(IOException.class);

        assertThat(read(posting, 0)).isEqualTo(octets(3));
    }

    @Test
    void bodyShouldNotBeThereUntilItIsWhole() throws IOException {
        InputStream watched = new InputStream() {
            private int left = 20 * PAGE;

            @Override
            public int read() {
                assertThatThrownBy(() -> bodies.open(posting, 0)).isInstanceOf(IOException.class);
                return -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (length == 0) {
                    return 0;
                }
                int read = Math.min(length, left);
                Arrays.fill(target, offset, offset + read, (byte) 1);
                left -= read;
                return read == 0 ? read() : read;
            }
        };

        assertThat(bodies.keep(posting, 0, watched)).isEqualTo(20 * PAGE);

        assertThat(read(posting, 0)).hasSize(20 * PAGE).containsOnly(1);
    }

    @Test
    void removeShouldRemoveAllBodiesOfAPosting() throws IOException {
        UUID other = UUID.randomUUID();
        bodies.keep(posting, 0, new ByteArrayInputStream(octets(20 * PAGE)));
        bodies.keep(posting, 12, new ByteArrayInputStream(octets(1)));
        bodies.keep(other, 0, new ByteArrayInputStream(octets(1)));

        bodies.remove(List.of(posting, UUID.randomUUID()));
        bodies.remove(List.of(posting));
        bodies.remove(List.of());

        assertThat(traces(posting)).isZero();
        assertThatThrownBy(() -> bodies.open(posting, 0)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> bodies.open(posting, 12)).isInstanceOf(IOException.class);
        assertThat(read(other, 0)).hasSize(1);
    }

    @Test
    void keptShouldNameThosePostingsWhoseBodiesAreOld() throws IOException {
        UUID fresh = UUID.randomUUID();
        bodies.keep(posting, 0, new ByteArrayInputStream(octets(1)));
        bodies.keep(posting, 1, new ByteArrayInputStream(octets(1)));
        bodies.keep(fresh, 0, new ByteArrayInputStream(octets(1)));
        assertThat(bodies.kept()).isEmpty();

        age(posting);

        assertThat(bodies.kept()).containsExactly(posting);
        bodies.remove(List.of(posting));
        assertThat(bodies.kept()).isEmpty();
    }

    @Test
    void manyBodiesShouldBeKeptAtOnce() throws Exception {
        List<Callable<Long>> calls = IntStream.range(0, 8)
                .mapToObj(number -> (Callable<Long>)
                        () -> bodies.keep(posting, number, new ByteArrayInputStream(octets(3 * PAGE + number))))
                .toList();

        Simultaneously.run(calls);

        for (int number = 0; number < 8; number++) {
            assertThat(read(posting, number)).isEqualTo(octets(3 * PAGE + number));
        }
    }
}
