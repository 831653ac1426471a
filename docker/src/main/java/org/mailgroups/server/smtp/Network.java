// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import com.google.common.base.Splitter;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A network such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}. James' own matcher does not find addresses in IPv6
 * networks.
 *
 * @param address an address in it
 * @param prefixBits how many bits its addresses share
 */
record Network(InetAddress address, int prefixBits) {

    /** Reads a network or a single address; empty if the text is none. */
    static Optional<Network> parse(String text) {
        List<String> parts = Splitter.on('/').limit(2).splitToList(text);
        if (!InetAddresses.isInetAddress(parts.get(0))) {
            return Optional.empty();
        }
        InetAddress address = InetAddresses.forString(parts.get(0));
        int bits = bits(address);
        Integer prefix = parts.size() == 1 ? Integer.valueOf(bits) : Ints.tryParse(parts.get(1));
        return prefix != null && prefix >= 0 && prefix <= bits
                ? Optional.of(new Network(address, prefix))
                : Optional.empty();
    }

    boolean contains(InetAddress other) {
        return bits(address) == bits(other) && shared(address).equals(shared(other));
    }

    private BigInteger shared(InetAddress one) {
        return new BigInteger(1, one.getAddress()).shiftRight(bits(one) - prefixBits);
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }
}
