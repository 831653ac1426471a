// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.mailgroups.value.InvalidValueException;

/**
 * Characters from UTF-8, strictly. Unlike a {@link java.io.Reader}, it passes on everything before a malformed byte,
 * and complains of that byte only then. So its reader knows the line. Not thread-safe.
 */
public final class Utf8Source {
    /** The answer of {@link #read} and {@link #peek} at the end. */
    public static final int END = -1;

    private static final int BUFFER = 32 << 10;

    private final InputStream input;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
    private boolean ended;
    private boolean malformed;

    public Utf8Source(InputStream input) {
        this.input = input;
    }

    /**
     * Returns what is said of a file that has a byte that is not UTF-8.
     *
     * @param line the physical line of the byte
     */
    public static InvalidValueException malformed(long line, CharacterCodingException cause) {
        return new InvalidValueException(
                "line " + line + " has a byte that is not UTF-8: save the file as UTF-8", cause);
    }

    /**
     * Returns the next character, {@link #END} at the end.
     *
     * @throws CharacterCodingException if the next character is not UTF-8
     */
    public int read() throws IOException {
        return chars.hasRemaining() || fill() ? chars.get() : END;
    }

    /** Returns the character that {@link #read} will answer. */
    public int peek() throws IOException {
        return chars.hasRemaining() || fill() ? chars.get(chars.position()) : END;
    }

    private boolean fill() throws IOException {
        chars.clear();
        while (!malformed) {
            malformed = decoder.decode(bytes, chars, ended).isError();
            if (chars.position() > 0) {
                chars.flip();
                return true;
            }
            if (ended && !malformed) {
                chars.flip();
                return false;
            }
            refill();
        }
        chars.flip();
        throw new CharacterCodingException();
    }

    private void refill() throws IOException {
        bytes.compact();
        int count = input.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }
}
