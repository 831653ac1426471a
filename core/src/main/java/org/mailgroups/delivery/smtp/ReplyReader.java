// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mailgroups.value.Text;

/**
 * Reads replies from a connection. What a server may send is bounded: of a longer line the rest is passed over, and a
 * reply of more lines or octets is none. Lines may end with LF alone. Not thread-safe.
 */
final class ReplyReader {
    /** More than any known server sends; RFC 5321 4.5.3.1.5 allows 512. */
    private static final int MAX_LINE_OCTETS = 2_048;

    private static final int MAX_LINES = 128;
    private static final int MAX_OCTETS = 65_536;

    private final InputStream in;
    private final byte[] buffer = new byte[8_192];
    private int position;
    private int limit;

    private final byte[] line = new byte[MAX_LINE_OCTETS];
    private int octets;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** Returns whether something has come that was not read yet. */
    boolean hasMore() throws IOException {
        return position < limit || in.available() > 0;
    }

    /** Returns whether a whole reply has come, so that reading it waits for nobody. */
    boolean hasReply() {
        int start = position;
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\n') {
                if (i - start <= 3 || buffer[start + 3] != '-') {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    /**
     * Reads one reply.
     *
     * @throws LostException if it is not one
     */
    Reply read() throws IOException, LostException {
        List<String> lines = new ArrayList<>(1);
        octets = 0;
        while (true) {
            int length = readLine();
            if (!isReplyLine(length) || lines.size() == MAX_LINES) {
                throw LostException.astray(
                        Text.cleanedLine("the server does not answer as a mail server does: " + text(0, length), 200));
            }
            lines.add(length <= 4 ? "" : text(4, length));
            if (length == 3 || line[3] == ' ') {
                return new Reply((line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0', lines);
            }
        }
    }

    private boolean isReplyLine(int length) {
        return length >= 3
                && line[0] >= '2'
                && line[0] <= '5'
                && isDigit(line[1])
                && isDigit(line[2])
                && (length == 3 || line[3] == ' ' || line[3] == '-');
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private String text(int from, int length) {
        return new String(line, from, length - from, StandardCharsets.UTF_8);
    }

    /** Reads a line without its end, and returns how much of it is kept. */
    private int readLine() throws IOException, LostException {
        int length = 0;
        while (true) {
            byte octet = next();
            if (octet == '\n') {
                return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
            }
            if (++octets > MAX_OCTETS) {
                throw LostException.astray("the server's answer is longer than " + MAX_OCTETS + " octets");
            }
            if (length < MAX_LINE_OCTETS) {
                line[length++] = octet;
            }
        }
    }

    private byte next() throws IOException {
        if (position == limit) {
            int read = in.read(buffer);
            if (read < 0) {
                throw new EOFException("the server has closed it");
            }
            position = 0;
            limit = read;
        }
        return buffer[position++];
    }
}
