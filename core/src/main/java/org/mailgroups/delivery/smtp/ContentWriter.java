// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.time.Duration;

/**
 * Writes a message after DATA (RFC 5321 4.5.2): a dot at the begin of a line gets a second one, and the last line gets
 * its CRLF. All other octets go as they are, but for line ends that are none: servers do not agree about them, and a
 * message could smuggle another one in. A LF alone becomes CRLF; a CR alone becomes a space, as Postfix does it.
 *
 * <p>One buffer is all that it keeps. Not thread-safe.
 */
final class ContentWriter {
    private static final int BLOCK = 32_768;

    /** What one octet may become, and the end of the content: it must not be cut in two. */
    private static final int RESERVE = 8;

    private final SmtpWire wire;
    private final Duration timePerBlock;
    private final byte[] block = new byte[BLOCK];
    private int length;
    private boolean lineStart = true;
    private boolean carriageReturn;

    ContentWriter(SmtpWire wire, Duration timePerBlock) {
        this.wire = wire;
        this.timePerBlock = timePerBlock;
    }

    void write(byte[] octets, int count) throws LostException {
        for (int i = 0; i < count; i++) {
            if (length > BLOCK - RESERVE) {
                flush();
            }
            add(octets[i]);
        }
    }

    private void add(byte octet) {
        if (octet == '\n') {
            endLine();
            return;
        }
        if (carriageReturn) {
            put(' ');
        }
        carriageReturn = octet == '\r';
        if (carriageReturn) {
            return;
        }
        if (lineStart && octet == '.') {
            put('.');
        }
        put(octet);
    }

    private void endLine() {
        put('\r');
        put('\n');
        carriageReturn = false;
        lineStart = true;
    }

    private void put(int octet) {
        block[length++] = (byte) octet;
        lineStart = false;
    }

    /** Ends the content. Until {@link #flush} the server cannot know. */
    void end() throws LostException {
        if (carriageReturn) {
            put(' ');
        }
        if (!lineStart) {
            endLine();
        }
        if (length > BLOCK - RESERVE) {
            flush();
        }
        put('.');
        endLine();
    }

    void flush() throws LostException {
        wire.write(block, length, timePerBlock);
        length = 0;
    }
}
