// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;

/** Collects a body as its octets come, up to a bound. No thread waits for it. Not thread-safe. */
final class BodyReader implements Runnable {
    private final Request request;
    private final int maxBytes;
    private final Consumer<byte[]> whole;
    private final Runnable tooLarge;
    private final Consumer<Throwable> broken;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    /**
     * Collects the body of a request. One of the last three is called, once.
     *
     * @param whole gets the body
     * @param tooLarge called if there is more
     * @param broken called if the connection breaks before
     */
    BodyReader(Request request, int maxBytes, Consumer<byte[]> whole, Runnable tooLarge, Consumer<Throwable> broken) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.whole = whole;
        this.tooLarge = tooLarge;
        this.broken = broken;
    }

    /** Goes on with what has come. */
    @Override
    public void run() {
        boolean isOver = false;
        while (!isOver) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            isOver = take(chunk);
        }
    }

    /** Returns whether the reading has ended. */
    private boolean take(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            broken.accept(chunk.getFailure());
            return true;
        }
        ByteBuffer octets = chunk.getByteBuffer();
        boolean isTooLarge = read.size() + octets.remaining() > maxBytes;
        if (!isTooLarge) {
            read.writeBytes(BufferUtil.toArray(octets));
        }
        boolean isLast = chunk.isLast();
        chunk.release();
        if (isTooLarge) {
            tooLarge.run();
        } else if (isLast) {
            whole.accept(read.toByteArray());
        }
        return isTooLarge || isLast;
    }
}
