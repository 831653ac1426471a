// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPOutputStream;
import org.mailgroups.call.MadeStream;

/** Octets in the form of gzip (RFC 1952), which is made while they are read. Not thread-safe. */
final class GzipStream extends MadeStream {
    private static final int READ_BYTES = 16 << 10;

    private final InputStream plain;
    private final ByteArrayOutputStream zipped = new ByteArrayOutputStream(READ_BYTES);
    private final GZIPOutputStream gzip;
    private boolean isEnd;

    GzipStream(InputStream plain) {
        super(new byte[0]);
        this.plain = plain;
        try {
            this.gzip = new GZIPOutputStream(zipped);
        } catch (IOException e) {
            throw new IllegalStateException("an array takes all octets", e);
        }
    }

    @Override
    protected byte[] make() throws IOException {
        byte[] octets = new byte[READ_BYTES];
        while (zipped.size() == 0 && !isEnd) {
            int count = plain.read(octets, 0, octets.length);
            if (count < 0) {
                gzip.finish();
                isEnd = true;
            } else {
                gzip.write(octets, 0, count);
            }
        }
        byte[] made = zipped.toByteArray();
        zipped.reset();
        return made;
    }

    @Override
    public void close() throws IOException {
        gzip.close();
        plain.close();
    }
}
