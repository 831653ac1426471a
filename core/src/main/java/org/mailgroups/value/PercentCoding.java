// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes the percent-encoding of path segments and query values in UTF-8 (RFC 3986 2.1). Reading is strict.
 *
 * <p>Spark drops everything after a {@code ;}, reads bytes that are not UTF-8 as ISO 8859-1, and knows {@code %uXXXX}.
 * An address must never become another one, so this is not left to Spark.
 */
public final class PercentCoding {
    private static final String UNRESERVED_PUNCTUATION = "-._~@";

    private PercentCoding() {}

    /** Returns a segment of a path as text. A {@code +} is a plus. */
    public static String decodeSegment(String field, String text) {
        return decode(field, text, '+');
    }

    /** Returns a name or value of a query as text. A {@code +} is a space there, as forms send it. */
    public static String decodeQuery(String field, String text) {
        return decode(field, text, ' ');
    }

    private static String decode(String field, String text, char plus) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int index = 0;
        while (index < text.length()) {
            char c = text.charAt(index);
            if (c == '%') {
                bytes.write(hexadecimal(field, text, index + 1) * 16 + hexadecimal(field, text, index + 2));
                index += 3;
            } else {
                int codePoint = text.codePointAt(index);
                bytes.writeBytes(Character.toString(c == '+' ? plus : codePoint).getBytes(StandardCharsets.UTF_8));
                index += Character.charCount(codePoint);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid(field);
        }
    }

    private static int hexadecimal(String field, String text, int index) {
        int digit = index < text.length() ? hexadecimal(text.charAt(index)) : -1;
        if (digit < 0) {
            throw invalid(field);
        }
        return digit;
    }

    private static int hexadecimal(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private static InvalidValueException invalid(String field) {
        return new InvalidValueException(field + " is not percent-encoded UTF-8");
    }

    /** Returns a text as one segment of a path. Everything but letters, digits and a few harmless signs is encoded. */
    public static String encodeSegment(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append("%02X".formatted(b));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || UNRESERVED_PUNCTUATION.indexOf(b) >= 0;
    }
}
