// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.io.IOException;
import org.mailgroups.csv.Utf8Source;

/**
 * The physical lines of a file of vCards, whether they end with CRLF, LF or CR. A file that was converted twice has
 * CRCRLF, which is one end too. Of a long line only the beginning is kept. Not thread-safe.
 */
final class CardFileLines {
    /** How much is kept of a line, in characters: a property with more is left out anyway. */
    static final int MAX_LENGTH = CardDraft.MAX_PROPERTY_LENGTH + 1;

    private static final char LF = '\n';
    private static final char CR = '\r';
    private static final int NOTHING = -2;

    private final Utf8Source source;
    private final StringBuilder current = new StringBuilder();
    /** A character that was read too early. */
    private int ahead = NOTHING;

    private long number;

    CardFileLines(Utf8Source source) {
        this.source = source;
    }

    /**
     * Goes to the next line, and returns whether there is one.
     *
     * @throws java.nio.charset.CharacterCodingException at a byte that is not UTF-8
     */
    boolean read() throws IOException {
        int next = take();
        if (next == Utf8Source.END) {
            return false;
        }
        current.setLength(0);
        while (next != LF && next != CR && next != Utf8Source.END) {
            if (current.length() < MAX_LENGTH) {
                current.append((char) next);
            }
            next = take();
        }
        if (next == CR) {
            takeRestOfEnd();
        }
        number++;
        return true;
    }

    private int take() throws IOException {
        int taken = ahead == NOTHING ? source.read() : ahead;
        ahead = NOTHING;
        return taken;
    }

    private void takeRestOfEnd() throws IOException {
        if (source.peek() == LF) {
            source.read();
        } else if (source.peek() == CR) {
            int second = source.read();
            if (source.peek() == LF) {
                source.read();
            } else {
                ahead = second;
            }
        }
    }

    /** Returns the line without its end. */
    String current() {
        return current.toString();
    }

    /** Returns the number of the line, the file's first being 1. */
    long number() {
        return number;
    }
}
