// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Octets of vCards in UTF-8 in which no line is folded inside a character. Programs that fold at 75 octets without
 * looking do that (RFC 6350 3.2, note). Such a fold is moved behind its character, and nothing else is changed, so
 * lines keep their numbers. Not thread-safe.
 */
final class FoldedCharacters extends InputStream {
    private static final int NONE = -1;

    /** Of a fold and the octet behind it. */
    private static final int MAX_AHEAD = 4;

    private final InputStream input;
    private final byte[] buffer = new byte[32 << 10];
    private int position;
    private int limit;
    private boolean ended;
    /** What was read already, and comes next. */
    private byte[] ready = {};

    private int readyPosition;

    /** @param input closed with this stream */
    FoldedCharacters(InputStream input) {
        this.input = input;
    }

    @Override
    public int read() throws IOException {
        if (readyPosition < ready.length) {
            return ready[readyPosition++] & 0xFF;
        }
        int octet = peek(0);
        if (octet != NONE) {
            position++;
            readRest(following(octet));
        }
        return octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = 0;
        int octet = length == 0 ? NONE : read();
        while (octet != NONE) {
            target[offset + count] = (byte) octet;
            count++;
            octet = count < length ? read() : NONE;
        }
        return count == 0 && length > 0 ? NONE : count;
    }

    /** How many octets a character has behind this one. */
    private static int following(int octet) {
        if (octet < 0xC0) {
            return 0;
        }
        return octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
    }

    private void readRest(int count) throws IOException {
        if (count == 0) {
            return;
        }
        ByteArrayOutputStream character = new ByteArrayOutputStream();
        ByteArrayOutputStream folds = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            int fold = foldLength();
            if (!isContinuation(peek(fold))) {
                break;
            }
            folds.write(buffer, position, fold);
            character.write(buffer[position + fold]);
            position += fold + 1;
        }
        folds.writeTo(character);
        ready = character.toByteArray();
        readyPosition = 0;
    }

    private static boolean isContinuation(int octet) {
        return octet >= 0x80 && octet < 0xC0;
    }

    /** Of the fold that comes next; 0 if none does. */
    private int foldLength() throws IOException {
        int lineEnd = peek(0) == '\r' ? 1 : 0;
        if (peek(lineEnd) == '\n') {
            lineEnd++;
        }
        int space = lineEnd == 0 ? NONE : peek(lineEnd);
        return space == ' ' || space == '\t' ? lineEnd + 1 : 0;
    }

    /** An octet that is to come, without reading it. */
    private int peek(int index) throws IOException {
        if (position + index >= limit) {
            fill();
        }
        return position + index < limit ? buffer[position + index] & 0xFF : NONE;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < MAX_AHEAD && !ended) {
            int count = input.read(buffer, limit, buffer.length - limit);
            ended = count < 0;
            limit += Math.max(count, 0);
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
