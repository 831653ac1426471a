// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.mailgroups.value.Text;

/**
 * Reads the text of a header field for people, whoever wrote it. All that shows a header uses it, so a subject is the
 * same in each view.
 *
 * <p>Octets beyond ASCII are UTF-8 (RFC 6532) if they can be, else windows-1252. Encoded words (RFC 2047) are decoded.
 * Neighbours in one charset are put together as octets first, since many programs cut a character in two. A word that
 * is broken, or in a charset that nobody knows, stays as it is. Control characters become spaces, and the text is cut
 * at {@value #MAX_LENGTH} characters.
 *
 * <p>The libraries of James differ in this from version to version, and lose octets on the way.
 */
public final class HeaderText {
    static final int MAX_LENGTH = 100_000;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final Pattern FOLD = Pattern.compile("\\r?\\n(?=[ \\t])");
    private static final Pattern WORD =
            Pattern.compile("=\\?([^?*\\s]{1,60})(?:\\*[^?\\s]{0,60})?\\?([bBqQ])\\?([^?\\s]*)\\?=");

    private HeaderText() {}

    /** Returns the text of a header's first field of a name, which is in lower case; empty if it has none. */
    public static Optional<String> of(HeaderFields header, String name) {
        return header.values(name).findFirst().map(HeaderText::of);
    }

    /** Returns the text of a message's first field of a name; empty if it has none. */
    public static Optional<String> of(MimeMessage message, String name) throws MessagingException {
        String[] values = message.getHeader(name);
        return values == null ? Optional.empty() : Optional.of(of(values[0]));
    }

    /**
     * Returns the text of a field's value.
     *
     * @param value its octets as ISO-8859-1, folded or not; text that has been decoded already is taken as well
     */
    public static String of(String value) {
        String octets = beginning(isOctets(value) ? value : latin1(value.getBytes(StandardCharsets.UTF_8)));
        return Text.cleanedLine(withoutEncodedWords(FOLD.matcher(octets).replaceAll("")), MAX_LENGTH);
    }

    private static boolean isOctets(String text) {
        return text.chars().allMatch(character -> character <= 0xFF);
    }

    /** Cuts octets, but no character of UTF-8. */
    private static String beginning(String octets) {
        if (octets.length() <= MAX_LENGTH) {
            return octets;
        }
        int end = MAX_LENGTH;
        while (end > MAX_LENGTH - 4 && (octets.charAt(end) & 0xC0) == 0x80) {
            end--;
        }
        return octets.substring(0, end);
    }

    static byte[] octets(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** Returns octets that do not say their charset as text: UTF-8 if they are valid as such, else windows-1252. */
    public static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(octets, WINDOWS_1252);
        }
    }

    /** Returns the charset of a name; empty if nobody knows it. */
    public static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String withoutEncodedWords(String octets) {
        StringBuilder decoded = new StringBuilder(octets.length());
        Neighbours neighbours = new Neighbours(decoded);
        Matcher word = WORD.matcher(octets);
        int end = 0;
        while (word.find()) {
            String between = octets.substring(end, word.start());
            Optional<Charset> charset = charset(word.group(1));
            Optional<byte[]> inside = inside(word.group(2), word.group(3));
            boolean isDecoded = charset.isPresent() && inside.isPresent();
            if (!isDecoded || neighbours.isEmpty() || !between.isBlank()) {
                neighbours.end();
                decoded.append(text(octets(between)));
            }
            if (isDecoded) {
                neighbours.add(charset.get(), inside.get());
            } else {
                decoded.append(text(octets(word.group())));
            }
            end = word.end();
        }
        neighbours.end();
        return decoded.append(text(octets(octets.substring(end)))).toString();
    }

    private static Optional<byte[]> inside(String encoding, String encoded) {
        return encoding.equalsIgnoreCase("b") ? base64(encoded) : quoted(encoded);
    }

    private static Optional<byte[]> base64(String encoded) {
        try {
            return Optional.of(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> quoted(String encoded) {
        return percentLike(encoded.replace('_', ' '), '=');
    }

    /**
     * Returns the octets that others (as ISO-8859-1) mean, among which a sign and two hexadecimal digits stand for one;
     * empty if a sign stands before something else.
     */
    static Optional<byte[]> percentLike(String encoded, char sign) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            int octet = encoded.charAt(i);
            if (octet == sign) {
                octet = hexadecimal(encoded, i + 1);
                i += 2;
            }
            if (octet < 0) {
                return Optional.empty();
            }
            octets.write(octet);
        }
        return Optional.of(octets.toByteArray());
    }

    /** Returns the number that two digits of a text make; -1 if they are none. */
    private static int hexadecimal(String text, int from) {
        if (from + 1 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(from), 16);
        int low = Character.digit(text.charAt(from + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** Encoded words that stand next to each other, as far as they are in one charset. */
    private static final class Neighbours {
        private final StringBuilder decoded;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private Charset charset;

        Neighbours(StringBuilder decoded) {
            this.decoded = decoded;
        }

        boolean isEmpty() {
            return charset == null;
        }

        void add(Charset itsCharset, byte[] word) {
            if (!itsCharset.equals(charset)) {
                end();
                charset = itsCharset;
            }
            octets.writeBytes(word);
        }

        void end() {
            if (charset != null) {
                decoded.append(octets.toString(charset));
                octets.reset();
                charset = null;
            }
        }
    }
}
