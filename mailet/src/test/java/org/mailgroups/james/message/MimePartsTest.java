// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MimePartsTest {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

    private static InputStream octets(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> fault(String message) throws IOException {
        return MimeParts.fault(octets(message));
    }

    /** A stream of so many MiB. */
    private static InputStream lines(int mebibytes) {
        byte[] some = new byte[1 << 20];
        Arrays.fill(some, (byte) 'x');
        for (int end = 63; end < some.length; end += 64) {
            some[end - 1] = '\r';
            some[end] = '\n';
        }
        return new SequenceInputStream(Collections.enumeration(IntStream.range(0, mebibytes)
                .mapToObj(i -> (InputStream) new ByteArrayInputStream(some))
                .toList()));
    }

    @Test
    void faultShouldBeNoneWhenAMessageIsLargerThanTheParserTakesByDefault() throws Exception {
        InputStream beginning = octets(MIXED + "--b\r\nContent-Type: text/plain\r\n\r\n");

        assertThat(MimeParts.fault(new SequenceInputStream(beginning, lines(101))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n",
                "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx\r\n",
                "Content-Type: multipart/mixed; boundary=\"  \"\r\n\r\n--\r\n\r\nx\r\n",
                "Content-Type: multipart/mixed; boundary=\r\n\r\n",
                MIXED + "--b\r\nContent-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx\r\n--b--\r\n",
                MIXED + "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
                MIXED + "--b\r\nno field\r\n: y\r\n\r\nx\r\n",
                MIXED + "--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--b--",
                MIXED,
                MIXED + "--b"
            })
    void faultShouldBeNoneWhenThePartsAreOdd(String message) throws Exception {
        assertThat(fault(message)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 2050, 100_000})
    void faultShouldBeNoneWhenABoundaryIsLong(int length) throws Exception {
        String boundary = "b".repeat(length);

        assertThat(fault(MIXED.replace("=b", "=" + boundary) + "--" + boundary + "\r\n\r\nx\r\n"))
                .isEmpty();
    }

    @Test
    void faultShouldNameTheHeaderWhenThatOfAPartIsOverTheLimits() throws Exception {
        assertThat(fault(MIXED + "--b\r\n" + "X: y\r\n".repeat(HeaderFields.MAX_FIELDS + 1) + "\r\n"))
                .get()
                .asString()
                .contains("header over the limits");
        assertThat(fault(MIXED + "--b\r\nX: " + "y\r\n ".repeat(HeaderFields.MAX_BYTES / 4) + "\r\n\r\n"))
                .get()
                .asString()
                .contains("header over the limits");
    }
}
