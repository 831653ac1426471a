// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mailgroups.value.Address;

/** What the tests of the client send, and how they read what became of it. */
final class Samples {
    static final String SENDER = "team-bounces@example.org";
    static final SmtpSettings SETTINGS = SmtpSettings.named("sender.example")
            .withStartTls(StartTls.NEVER, false)
            .withTimeouts(SmtpTimeouts.DEFAULT.atMost(Duration.ofSeconds(20)));

    /** For servers that are not to answer in time. */
    static final SmtpSettings IMPATIENT = SETTINGS.withTimeouts(SmtpTimeouts.DEFAULT.atMost(Duration.ofMillis(150)));

    private Samples() {}

    static SmtpConnection open(SmtpSink sink) throws SmtpException {
        return open(sink, SETTINGS);
    }

    static SmtpConnection open(SmtpSink sink, SmtpSettings settings) throws SmtpException {
        return new SmtpClient(settings, TlsLayer.encrypting()).open(sink.host());
    }

    static List<Address> members(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> Address.parse("m" + number + "@mx.example"))
                .toList();
    }

    static Envelope to(String... recipients) {
        return new Envelope(
                SENDER, Arrays.stream(recipients).map(Address::parse).toList());
    }

    static Envelope toMembers(int count) {
        return new Envelope(SENDER, members(count));
    }

    static Content hello() {
        return content("Subject: Hello\r\n", "\r\nHello\r\n");
    }

    static Content content(String header, String body) {
        byte[] head = header.getBytes(StandardCharsets.UTF_8);
        byte[] rest = body.getBytes(StandardCharsets.UTF_8);
        boolean eightBit = (header + body).chars().anyMatch(character -> character > 0x7F);
        return new Content(head, () -> new ByteArrayInputStream(rest), head.length + rest.length, eightBit);
    }

    static Content content(byte[] body) {
        return new Content(new byte[0], () -> new ByteArrayInputStream(body), body.length, true);
    }

    /** Returns a body that ends with an error after some octets. */
    static Content breaking(int octets) {
        return new Content(new byte[0], () -> new BrokenBody(octets), octets + 1L, false);
    }

    /** Returns the outcomes as {@code m1 ACCEPTED 2.0.0}, in the order of the envelope. */
    static List<String> told(Envelope envelope, SmtpResult result) {
        return envelope.recipients().stream()
                .map(recipient -> {
                    Outcome outcome = result.outcomes().get(recipient);
                    return recipient.localPart() + " " + outcome.kind() + " " + outcome.status();
                })
                .toList();
    }

    static Map<Outcome.Kind, Long> counted(SmtpResult result) {
        return result.outcomes().values().stream().collect(Collectors.groupingBy(Outcome::kind, Collectors.counting()));
    }

    static String onlyReply(SmtpResult result) {
        return result.outcomes().values().stream()
                .map(Outcome::reply)
                .distinct()
                .collect(Collectors.joining(" | "));
    }

    private static final class BrokenBody extends InputStream {
        private int left;

        BrokenBody(int octets) {
            left = octets;
        }

        @Override
        public int read() {
            if (left-- <= 0) {
                throw new UncheckedIOException(new IOException("disk"));
            }
            return 'x';
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("disk");
            }
            int count = Math.min(left, length);
            Arrays.fill(buffer, offset, offset + count, (byte) 'x');
            left -= count;
            return count;
        }
    }
}
