// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.delivery.smtp.Samples.counted;
import static org.mailgroups.delivery.smtp.Samples.open;
import static org.mailgroups.delivery.smtp.Samples.toMembers;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.delivery.smtp.Outcome.Kind;

/** Any content arrives as it is, but for line ends that are none. */
class ContentPropertiesTest {
    private static SmtpSink sink;
    private static SmtpConnection connection;

    @BeforeContainer
    @BeforeAll
    static void start() throws SmtpException {
        sink = SmtpSink.start();
        connection = open(sink);
    }

    @AfterContainer
    @AfterAll
    static void stop() throws Exception {
        connection.quit();
        sink.close();
    }

    @Property(tries = 500)
    void contentShouldArriveOctetForOctet(
            @ForAll("contents") String content, @ForAll @IntRange(min = 1, max = 9_000) int piece) {
        assertArrives(content, piece);
    }

    /** Lines, dots and halves of line ends, as short as they can be, or longer than a block. */
    @Provide
    Arbitrary<String> contents() {
        Arbitrary<String> shorts = Arbitraries.strings()
                .withChars('\r', '\n', '.', '.', 'x', '\0', '\u00ff')
                .ofMaxLength(40);
        Arbitrary<Integer> times = Arbitraries.of(1, 1, 1, 900, 1_700);
        Arbitrary<Integer> shifts = Arbitraries.integers().between(0, 8);
        return shorts.flatMap(text -> times.flatMap(
                count -> shifts.map(shift -> count == 1 ? text : "y".repeat(32_760 + shift) + text.repeat(count))));
    }

    /** The end of the content, a CRLF and a dot fall on each place of the border between blocks. */
    @Test
    void contentShouldArriveWhenItEndsNearTheBorderOfABlock() {
        for (int length = 32_750; length < 32_780; length++) {
            assertArrives("x".repeat(length), 16_384);
            assertArrives("x".repeat(length) + "\r\n.", 16_384);
            assertArrives("x".repeat(length) + "\r", 16_384);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', '.|'",
        "x, 'x|.|'",
        "., '..|.|'",
        "'|', '|.|'",
        "'.|.', '..|..|.|'",
        "'a/.|b', 'a .|b|.|'",
        "'a\\.|b', 'a|..|b|.|'",
        "'a|.\\b', 'a|..|b|.|'",
        "'a//|b', 'a  |b|.|'",
        "/, ' |.|'",
        "'a|./b', 'a|.. b|.|'"
    })
    void sendShouldLeaveNoLineEndThatIsNone(String content, String expected) {
        send(octets(content.replace("|", "\r\n").replace("/", "\r").replace("\\", "\n")), 100);

        assertThat(last().wireText()).isEqualTo(expected.replace("|", "\r\n"));
    }

    @Test
    void sendShouldReadABigBodyPieceByPiece() {
        byte[] body = ("x".repeat(76) + "\r\n").repeat(270_000).getBytes(StandardCharsets.ISO_8859_1);
        AtomicInteger largest = new AtomicInteger();
        Content content = new Content(new byte[0], () -> inPieces(body, body.length, largest), body.length, false);

        assertThat(counted(connection.send(toMembers(1), content))).isEqualTo(Map.of(Kind.ACCEPTED, 1L));
        assertThat(last().wire()).hasSize(body.length + 3);
        assertThat(largest.get()).isLessThanOrEqualTo(65_536);
    }

    private static void assertArrives(String content, int piece) {
        send(octets(content), piece);

        assertThat(last().content()).isEqualTo(normal(content));
    }

    private static void send(byte[] body, int piece) {
        int header = Math.min(body.length, 7);
        byte[] rest = Arrays.copyOfRange(body, header, body.length);
        Content content = new Content(
                Arrays.copyOf(body, header), () -> inPieces(rest, piece, new AtomicInteger()), body.length, true);

        assertThat(counted(connection.send(toMembers(1), content))).isEqualTo(Map.of(Kind.ACCEPTED, 1L));
    }

    private static InputStream inPieces(byte[] octets, int most, AtomicInteger largest) {
        return new ByteArrayInputStream(octets) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                largest.accumulateAndGet(length, Math::max);
                return super.read(buffer, offset, Math.min(length, most));
            }
        };
    }

    private static String normal(String content) {
        String lines = content.replace("\r\n", "\n").replace("\r", " ");
        String ended = lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\n";
        return ended.replace("\n", "\r\n");
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static SinkTransaction last() {
        return sink.taken().get(sink.taken().size() - 1);
    }
}
