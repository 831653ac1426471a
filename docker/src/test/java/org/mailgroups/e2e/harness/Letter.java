// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A message as an author's program writes it: header fields in the order in which they were set, then the body as it
 * is. Lines end with CRLF. Immutable.
 */
public final class Letter {
    private static final DateTimeFormatter RFC_5322 =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final List<String> fields;
    private final byte[] body;

    private Letter(List<String> fields, byte[] body) {
        this.fields = List.copyOf(fields);
        this.body = body.clone();
    }

    /** Returns a letter with From, Date, Message-ID and Subject. */
    public static Letter from(String author, String subject) {
        return new Letter(
                List.of(
                        "From: <" + author + '>',
                        "Date: " + RFC_5322.format(ZonedDateTime.now(ZoneOffset.UTC)),
                        "Message-ID: <" + UUID.randomUUID() + "@client.test>",
                        "Subject: " + subject),
                "Hello.\r\n".getBytes(UTF_8));
    }

    public Letter with(String name, String value) {
        List<String> more = new ArrayList<>(fields);
        more.add(name + ": " + value);
        return new Letter(more, body);
    }

    public Letter to(String... recipients) {
        return with("To", list(recipients));
    }

    public Letter cc(String... recipients) {
        return with("Cc", list(recipients));
    }

    public Letter bcc(String... recipients) {
        return with("Bcc", list(recipients));
    }

    private static String list(String... recipients) {
        return String.join(
                ",\r\n ", Arrays.stream(recipients).map(r -> '<' + r + '>').toList());
    }

    public Letter body(byte[] octets) {
        return new Letter(fields, octets);
    }

    public Letter body(String text) {
        return body(text.getBytes(UTF_8));
    }

    /** Returns the letter with a body of so many octets, in lines of 78. */
    public Letter bodyOf(int octets) {
        byte[] filler = new byte[octets];
        for (int i = 0; i < octets; i++) {
            int column = i % 80;
            filler[i] = (byte) (column == 78 ? '\r' : column == 79 ? '\n' : 'a' + (i / 80 + column) % 26);
        }
        return body(filler);
    }

    public byte[] bytes() {
        byte[] header = (String.join("\r\n", fields) + "\r\n\r\n").getBytes(UTF_8);
        byte[] whole = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, whole, header.length, body.length);
        return whole;
    }
}
