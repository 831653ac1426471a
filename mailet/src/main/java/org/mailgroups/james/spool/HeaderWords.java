// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import javax.mail.internet.MimeUtility;
import org.mailgroups.value.Address;

/** Writes text of ours into header fields. A text has been checked when it was set: it is one line. */
final class HeaderWords {
    /** The length of a line that every program shows whole (RFC 5322 2.1.1), without the brackets. */
    private static final int GOOD_LINE = 75;

    private HeaderWords() {}

    /**
     * Returns a text as a phrase (RFC 5322 3.2.5): a quoted string if it is ASCII, else encoded words.
     *
     * @param used how long the line is already
     */
    static String phrase(String text, int used) {
        return isAscii(text) ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : encoded(text, used);
    }

    /** Returns a text as it may stand in a subject (RFC 2047). */
    static String unstructured(String text, int used) {
        return isAscii(text) ? text : encoded(text, used);
    }

    static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    private static String encoded(String text, int used) {
        try {
            return MimeUtility.fold(used, MimeUtility.encodeWord(text, "UTF-8", "B"));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java has UTF-8", e);
        }
    }

    /** Returns a name and what stands in angle brackets behind it, in two lines if one would be long. */
    static String named(String name, String inBrackets, int used) {
        String phrase = phrase(name, used);
        int line = phrase.indexOf('\n') < 0 ? used + phrase.length() : phrase.length() - phrase.lastIndexOf('\n');
        boolean isLong = line + inBrackets.length() > GOOD_LINE;
        return phrase + (isLong ? "\r\n <" : " <") + inBrackets + '>';
    }

    /** Returns an address with a name in front, as octets in ISO-8859-1; the local part may have UTF-8 (RFC 6532). */
    static String mailbox(String name, Address address, int used) {
        String wire = new String(address.wireForm().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return named(name, wire, used);
    }
}
