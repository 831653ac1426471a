// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.mailgroups.audit.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Text in UTF-8 that is made while it is read. Not thread-safe.
 *
 * <p>Spark reads it after the route has returned, outside of all error handling. So an exception in the middle reaches
 * Jetty, and Jetty breaks the connection off. If the route itself wrote the text, half a file would end like a whole
 * one.
 */
public final class PieceStream extends InputStream {
    private static final Logger LOGGER = LoggerFactory.getLogger(PieceStream.class);

    /**
     * The number of bytes that are made ahead. It is less than the output that Jetty holds back. So Jetty does not send
     * the status before at least these bytes are made.
     */
    private static final int AHEAD_BYTES = 16 << 10;

    private final Stream<String> pieces;
    private final Iterator<String> iterator;
    private byte[] buffer = {};
    private int position;

    private PieceStream(Stream<String> pieces) {
        this.pieces = pieces;
        this.iterator = pieces.iterator();
    }

    /** Returns the stream, with its first pieces made. */
    public static PieceStream begin(Stream<String> pieces) {
        PieceStream stream = new PieceStream(pieces);
        try {
            stream.fill();
            return stream;
        } catch (RuntimeException e) {
            pieces.close();
            throw e;
        }
    }

    private void fill() {
        ByteArrayOutputStream made = new ByteArrayOutputStream(AHEAD_BYTES);
        while (made.size() < AHEAD_BYTES && iterator.hasNext()) {
            made.writeBytes(iterator.next().getBytes(StandardCharsets.UTF_8));
        }
        buffer = made.toByteArray();
        position = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (position == buffer.length) {
            fillOrBreakOff();
        }
        if (buffer.length == 0) {
            return -1;
        }
        int count = Math.min(length, buffer.length - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    private void fillOrBreakOff() throws IOException {
        try {
            fill();
        } catch (RuntimeException e) {
            LOGGER.error("A file could not be sent to its end", LogText.neutral(e));
            throw new IOException("the rest of the file could not be made", e);
        }
    }

    @Override
    public void close() {
        pieces.close();
    }
}
