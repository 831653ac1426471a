// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.sevenbit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes text as quoted-printable (RFC 2045 6.7). A line stays a line: CRLF and LF both end one, as they do when they
 * are sent. Not thread-safe.
 */
final class QuotedPrintable extends FilterOutputStream {
    private static final int MAX_COLUMNS = 75;
    private static final byte[] SOFT_BREAK = {'=', '\r', '\n'};
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final int NOTHING = -1;

    private int column;

    /** A blank or a carriage return of which nobody knows yet whether a line ends behind it. */
    private int held = NOTHING;

    QuotedPrintable(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        int next = octet & 0xFF;
        if (next == '\n') {
            if (held == ' ' || held == '\t') {
                encode(held);
            }
            held = NOTHING;
            out.write('\r');
            out.write('\n');
            column = 0;
            return;
        }
        if (next == '\r' && (held == ' ' || held == '\t')) {
            // The blank may be the last of its line: encoded it is right in both cases.
            encode(held);
            held = next;
            return;
        }
        releaseHeld();
        if (next == ' ' || next == '\t' || next == '\r') {
            held = next;
        } else if (next > ' ' && next < 127 && next != '=') {
            literal(next);
        } else {
            encode(next);
        }
    }

    private void releaseHeld() throws IOException {
        if (held == '\r') {
            encode(held);
        } else if (held != NOTHING) {
            literal(held);
        }
        held = NOTHING;
    }

    private void literal(int octet) throws IOException {
        room(1);
        out.write(octet);
    }

    private void encode(int octet) throws IOException {
        room(3);
        out.write('=');
        out.write(HEX[octet >> 4]);
        out.write(HEX[octet & 0xF]);
    }

    private void room(int columns) throws IOException {
        if (column + columns > MAX_COLUMNS) {
            out.write(SOFT_BREAK);
            column = 0;
        }
        column += columns;
    }

    @Override
    public void close() throws IOException {
        if (held != NOTHING) {
            encode(held);
            held = NOTHING;
        }
        super.close();
    }
}
