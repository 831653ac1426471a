// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MadeStreamTest {
    private static MadeStream of(byte[]... parts) {
        List<byte[]> rest = new ArrayList<>(List.of(parts));
        return new MadeStream(rest.remove(0)) {
            @Override
            protected byte[] make() {
                return rest.isEmpty() ? new byte[0] : rest.remove(0);
            }
        };
    }

    @Test
    void readShouldReturnAllOctetsInTheirOrder() throws IOException {
        MadeStream stream = of(new byte[] {1, 2}, new byte[] {-1}, new byte[] {0, 3, 4});

        assertThat(stream.readAllBytes()).containsExactly(1, 2, -1, 0, 3, 4);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read(new byte[5])).isEqualTo(-1);
    }

    @Test
    void readShouldNotTakeTheOctetOfAllBitsForTheEnd() throws IOException {
        MadeStream stream = of(new byte[0], new byte[] {-1, 7});

        assertThat(stream.read()).isEqualTo(0xFF);
        assertThat(stream.read()).isEqualTo(7);
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void readShouldFillThePartThatIsAskedForOnly() throws IOException {
        byte[] target = new byte[4];

        assertThat(of(new byte[] {1, 2, 3}).read(target, 1, 2)).isEqualTo(2);

        assertThat(target).containsExactly(0, 1, 2, 0);
        assertThatThrownBy(() -> of(new byte[] {1}).read(target, 3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void beginShouldThrowAndCloseWhatItReadsIfTheFirstPieceCannotBeMade() {
        List<String> closed = new ArrayList<>();
        Stream<String> pieces = Stream.<String>generate(() -> {
                    throw new IllegalStateException("the store is away");
                })
                .onClose(() -> closed.add("closed"));

        assertThatThrownBy(() -> PieceStream.begin(pieces)).hasMessage("the store is away");

        assertThat(closed).containsExactly("closed");
    }

    @Test
    void readShouldBreakOffIfALaterPieceCannotBeMade() {
        PieceStream stream = PieceStream.begin(Stream.of(1, 2, 3).map(number -> {
            if (number == 3) {
                throw new IllegalStateException("the store is away");
            }
            return "x".repeat(16 << 10);
        }));

        assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
    }
}
