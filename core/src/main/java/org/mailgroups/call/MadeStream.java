// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Octets that are made while they are read, some at a time. Not thread-safe. */
public abstract class MadeStream extends InputStream {
    private byte[] made;
    private int position;

    /** @param made the octets that are there from the beginning */
    protected MadeStream(byte[] made) {
        this.made = made;
    }

    /** Makes the octets that come next. An empty array is the end. */
    protected abstract byte[] make() throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (position == made.length) {
            made = make();
            position = 0;
        }
        if (made.length == 0) {
            return -1;
        }
        int count = Math.min(length, made.length - position);
        System.arraycopy(made, position, target, offset, count);
        position += count;
        return count;
    }
}
