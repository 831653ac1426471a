// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;

/**
 * The header section of a message as the octets it came in. A field that is not touched stays exactly as it was,
 * folding and 8-bit octets included. So signatures over it still verify (RFC 6376). A parsed and re-written header
 * would not promise that.
 *
 * @param length octets of the section, without the empty line that ends it
 */
public record HeaderFields(List<Field> fields, long length) {
    /** The largest header. Our server takes messages with headers of 1 MB, and puts its own fields in front. */
    public static final int MAX_BYTES = 1 << 20;

    /** The most fields. Our server takes messages with 2000, and puts its own in front. */
    public static final int MAX_FIELDS = 2048;

    /** A header without fields. */
    public static final HeaderFields NONE = new HeaderFields(List.of(), 0);

    private static final int EMPTY_LINE = 2;

    /**
     * One field.
     *
     * @param name in lower case; empty for a line that is no field
     * @param text its octets as ISO-8859-1, with folded lines and line ends
     */
    public record Field(String name, String text) {
        private static Field of(byte[] octets) {
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            int colon = text.indexOf(':');
            String name = colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            return new Field(name, text);
        }

        public byte[] octets() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        /** Returns the unfolded value. */
        public String value() {
            return text.substring(text.indexOf(':') + 1).replaceAll("\r?\n", "").strip();
        }
    }

    /**
     * Reads the header at the start of a message, in time and memory that its limits bound.
     *
     * @throws HeaderLimitException if it has more than {@link #MAX_BYTES} octets or {@link #MAX_FIELDS} fields
     */
    public static HeaderFields read(InputStream message) throws IOException, HeaderLimitException {
        List<Field> fields = new ArrayList<>();
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        int length = 0;
        while (true) {
            byte[] line = readLine(message, MAX_BYTES + EMPTY_LINE - length);
            boolean folded = line.length > 0 && (line[0] == ' ' || line[0] == '\t');
            if (!folded && field.size() > 0) {
                add(Field.of(field.toByteArray()), fields);
                field.reset();
            }
            if (isBlank(line)) {
                return new HeaderFields(List.copyOf(fields), length);
            }
            field.writeBytes(line);
            length += line.length;
            if (length > MAX_BYTES) {
                throw new HeaderLimitException();
            }
        }
    }

    private static void add(Field field, List<Field> fields) throws HeaderLimitException {
        if (fields.size() >= MAX_FIELDS) {
            throw new HeaderLimitException();
        }
        fields.add(field);
    }

    /**
     * Reads the header of a mail.
     *
     * @throws HeaderLimitException if it has more than {@link #MAX_BYTES} octets or {@link #MAX_FIELDS} fields
     */
    public static HeaderFields of(Mail mail) throws MessagingException {
        try (InputStream message = new MimeMessageInputStream(mail.getMessage())) {
            return RawHeader.restored(mail, read(message));
        } catch (IOException e) {
            throw new MessagingException("the header of " + mail.getName() + " cannot be read", e);
        }
    }

    /** Returns the header without the fields of some names, which are in lower case. Its length is the same. */
    public HeaderFields without(Set<String> names) {
        return new HeaderFields(
                fields.stream().filter(field -> !names.contains(field.name())).toList(), length);
    }

    /** Returns the octets of the section, without the empty line that ends it. */
    public byte[] octets() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        fields.forEach(field -> octets.writeBytes(field.octets()));
        return octets.toByteArray();
    }

    /** Returns the fields with this name, which is in lower case, in their order. */
    public Stream<Field> named(String name) {
        return fields.stream().filter(field -> field.name().equals(name));
    }

    /** Returns the unfolded values of the fields with this name, which is in lower case, in their order. */
    public Stream<String> values(String name) {
        return named(name).map(Field::value);
    }

    /**
     * Returns the octets that a message's sender counts (RFC 1870 3), for a message with this header and size. They are
     * those without the lines that our own server has put in front.
     *
     * <p>Our server's Received field ends with the line of its date. If the message begins with a line that continues a
     * field, it continues this one; such lines are the sender's and count.
     */
    public long sizeAsSent(long size) {
        if (fields.isEmpty() || !fields.get(0).name().equals("received")) {
            return size;
        }
        return size - ownLines(fields.get(0).text());
    }

    /** Returns the octets up to the line after the first that ends with a semicolon: James writes the date there. */
    private static int ownLines(String received) {
        boolean isDate = false;
        int start = 0;
        for (int end = received.indexOf('\n'); end >= 0; end = received.indexOf('\n', start)) {
            if (isDate) {
                return end + 1;
            }
            isDate = received.substring(start, end).stripTrailing().endsWith(";");
            start = end + 1;
        }
        return 0;
    }

    /** Returns the octets up to and including the next line feed; none at the end of the message. */
    private static byte[] readLine(InputStream in, int limit) throws IOException, HeaderLimitException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int octet;
        while ((octet = in.read()) >= 0) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
            if (line.size() >= limit) {
                throw new HeaderLimitException();
            }
        }
        return line.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        return line.length == 0 || line[0] == '\n' || (line.length == 2 && line[0] == '\r' && line[1] == '\n');
    }
}
