// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * A mail server at one of its addresses.
 *
 * @param name its host name, which its certificate must have if names are verified; without a trailing dot
 * @param port 1 to 65535; 25 between mail servers
 */
public record SmtpHost(String name, InetAddress address, int port) {
    public SmtpHost {
        Objects.requireNonNull(address, "address");
        if (name.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a mail server has a name, and a port from 1 to 65535");
        }
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }
}
