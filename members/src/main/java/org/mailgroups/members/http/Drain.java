// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads what is left of a body that nobody wants, up to a bound, and keeps nothing of it. A client that still sends
 * while the connection is closed may never see the answer (RFC 9112 9.6). Not thread-safe.
 */
final class Drain implements Runnable {
    private static final int MAX_BYTES = 8 << 20;

    private final Request request;
    private final Runnable then;
    private long left = MAX_BYTES;

    /** @param then what is done at the end, also if the connection breaks before */
    Drain(Request request, Runnable then) {
        this.request = request;
        this.then = then;
    }

    /** Goes on with what has come. */
    @Override
    public void run() {
        boolean isOver = request.getLength() > MAX_BYTES;
        while (!isOver) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            left -= chunk.remaining();
            isOver = chunk.isLast() || left < 0;
            chunk.release();
        }
        then.run();
    }
}
