// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
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
public final class PieceStream extends MadeStream {
    private static final Logger LOGGER = LoggerFactory.getLogger(PieceStream.class);

    /**
     * The number of bytes that are made ahead. It is less than the output that Jetty holds back. So Jetty does not send
     * the status before at least these bytes are made.
     */
    private static final int AHEAD_BYTES = 16 << 10;

    private final Stream<String> pieces;
    private final Iterator<String> iterator;

    private PieceStream(Stream<String> pieces, Iterator<String> iterator) {
        super(bytes(iterator));
        this.pieces = pieces;
        this.iterator = iterator;
    }

    /** Returns the stream, with its first pieces made. */
    public static PieceStream begin(Stream<String> pieces) {
        try {
            return new PieceStream(pieces, pieces.iterator());
        } catch (RuntimeException e) {
            pieces.close();
            throw e;
        }
    }

    private static byte[] bytes(Iterator<String> pieces) {
        ByteArrayOutputStream made = new ByteArrayOutputStream(AHEAD_BYTES);
        while (made.size() < AHEAD_BYTES && pieces.hasNext()) {
            made.writeBytes(pieces.next().getBytes(StandardCharsets.UTF_8));
        }
        return made.toByteArray();
    }

    @Override
    protected byte[] make() throws IOException {
        try {
            return bytes(iterator);
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
