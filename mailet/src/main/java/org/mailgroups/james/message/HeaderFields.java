// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    public static HeaderFields read(InputStream message) throws IOException {
        List<Field> fields = new ArrayList<>();
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        long length = 0;
        while (true) {
            byte[] line = readLine(message);
            boolean folded = line.length > 0 && (line[0] == ' ' || line[0] == '\t');
            if (!folded && field.size() > 0) {
                fields.add(Field.of(field.toByteArray()));
                field.reset();
            }
            if (isBlank(line)) {
                return new HeaderFields(List.copyOf(fields), length);
            }
            field.writeBytes(line);
            length += line.length;
        }
    }

    public static HeaderFields of(Mail mail) throws MessagingException {
        try (InputStream message = new MimeMessageInputStream(mail.getMessage())) {
            return RawHeader.restored(mail, read(message));
        } catch (IOException e) {
            throw new MessagingException("the header of " + mail.getName() + " cannot be read", e);
        }
    }

    /** Returns the unfolded values of all fields of one name, in their order. */
    public Stream<String> values(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).map(Field::value);
    }

    /**
     * Returns the octets that a message's sender counts (RFC 1870 3), for a message with this header and size. They are
     * those without the Received field that our own server has put in front.
     */
    public long sizeAsSent(long size) {
        boolean received = !fields.isEmpty() && fields.get(0).name().equals("received");
        return received ? size - fields.get(0).text().length() : size;
    }

    /** Returns the octets up to and including the next line feed; none at the end of the message. */
    private static byte[] readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int octet;
        while ((octet = in.read()) >= 0) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        return line.length == 0 || line[0] == '\n' || (line.length == 2 && line[0] == '\r' && line[1] == '\n');
    }
}
