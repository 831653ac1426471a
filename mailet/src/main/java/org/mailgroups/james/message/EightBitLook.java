// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Looks whether what is read has an octet above 127. Not thread-safe. */
public final class EightBitLook extends FilterInputStream {
    private boolean found;

    public EightBitLook(InputStream in) {
        super(in);
    }

    /** Returns whether there was one until now. */
    public boolean hasEightBit() {
        return found;
    }

    /** Returns whether some octets have one. */
    public static boolean isEightBit(byte[] octets) {
        return isEightBit(octets, 0, octets.length);
    }

    private static boolean isEightBit(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] < 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        found |= octet > 127;
        return octet;
    }

    @Override
    public int read(byte[] octets, int from, int length) throws IOException {
        int count = super.read(octets, from, length);
        found = found || (count > 0 && isEightBit(octets, from, from + count));
        return count;
    }
}
