// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The addresses that count as one client: one IPv4 address, or an IPv6 network of 64 bits, since whoever has one of its
 * addresses has all of them.
 *
 * @param isIpv6 whether the bits are those of an IPv6 network
 * @param bits the address, or the first half of it
 */
record ClientNetwork(boolean isIpv6, long bits) {

    static ClientNetwork of(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new ClientNetwork(true, octets.getLong())
                : new ClientNetwork(false, octets.getInt());
    }
}
