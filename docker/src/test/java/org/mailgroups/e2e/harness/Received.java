// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message as somebody got it, cut into header fields and body and otherwise untouched. A mail library would hide
 * some of what the server did to it.
 *
 * @param fields the header fields in order, unfolded
 * @param body what follows the empty line, an octet a character (ISO 8859-1)
 * @param raw everything, an octet a character
 */
public record Received(List<Field> fields, String body, String raw) {
    /** One header field. The value is read as UTF-8, without the white space around it. */
    public record Field(String name, String value) {}

    public Received {
        fields = List.copyOf(fields);
    }

    /** Cuts a message given in octets. */
    public static Received parse(byte[] octets) {
        return parse(new String(octets, ISO_8859_1));
    }

    /** Cuts a message given an octet a character. */
    public static Received parse(String raw) {
        int end = raw.indexOf("\r\n\r\n");
        String header = end < 0 ? raw : raw.substring(0, end);
        List<Field> fields = new ArrayList<>();
        for (String line : header.replaceAll("\r\n(?=[ \t])", "").split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String value = new String(line.substring(colon + 1).getBytes(ISO_8859_1), UTF_8);
                fields.add(new Field(line.substring(0, colon), value.strip()));
            }
        }
        return new Received(fields, end < 0 ? "" : raw.substring(end + 4), raw);
    }

    /** Returns the values of all fields with this name. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** Returns the value of the first field with this name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** Returns the octets of the body. */
    public byte[] bodyOctets() {
        return body.getBytes(ISO_8859_1);
    }

    /** Returns the body, read as UTF-8. */
    public String bodyText() {
        return new String(bodyOctets(), UTF_8);
    }

    /** Returns the octets of the whole message. */
    public byte[] octets() {
        return raw.getBytes(ISO_8859_1);
    }
}
