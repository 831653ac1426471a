// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** Octets in the form of gzip (RFC 1952), which is made while they are read. Not thread-safe. */
final class GzipStream extends InputStream {
    private static final int READ_BYTES = 16 << 10;

    private final InputStream plain;
    private final ByteArrayOutputStream made = new ByteArrayOutputStream(READ_BYTES);
    private final GZIPOutputStream gzip;
    private byte[] buffer = {};
    private int position;
    private boolean isEnd;

    GzipStream(InputStream plain) {
        this.plain = plain;
        try {
            this.gzip = new GZIPOutputStream(made);
        } catch (IOException e) {
            throw new IllegalStateException("an array takes all octets", e);
        }
    }

    private void fill() throws IOException {
        byte[] octets = new byte[READ_BYTES];
        while (made.size() == 0 && !isEnd) {
            int count = plain.read(octets, 0, octets.length);
            if (count < 0) {
                gzip.finish();
                isEnd = true;
            } else {
                gzip.write(octets, 0, count);
            }
        }
        buffer = made.toByteArray();
        made.reset();
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
            fill();
        }
        if (buffer.length == 0) {
            return -1;
        }
        int count = Math.min(length, buffer.length - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        gzip.close();
        plain.close();
    }
}
