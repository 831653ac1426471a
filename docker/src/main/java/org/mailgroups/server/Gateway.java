// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import java.util.Optional;

/**
 * The server that takes mail for other domains, from {@code GATEWAY=host:port} in the environment.
 *
 * @param host a name or an IPv4 address
 * @param port its SMTP port
 */
record Gateway(String host, int port) {

    private static final int SMTP = 25;

    /**
     * Reads the variable. If it is absent or blank, mail goes by MX and there is no gateway.
     *
     * @param value the variable's value, or null
     * @throws StartException if it is not {@code host:port}
     */
    static Optional<Gateway> parse(String value) throws StartException {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        try {
            HostAndPort parsed = HostAndPort.fromString(value.strip());
            int port = parsed.getPortOrDefault(SMTP);
            if (port > 0 && isHost(parsed.getHost())) {
                return Optional.of(new Gateway(parsed.getHost(), port));
            }
        } catch (IllegalArgumentException e) {
            throw new StartException("GATEWAY needs host:port, not: " + value, e);
        }
        throw new StartException("GATEWAY needs host:port, not: " + value);
    }

    /** Refuses IPv6 addresses, since James splits {@code host:port} at the first colon; their names work. */
    private static boolean isHost(String host) {
        return InternetDomainName.isValid(host) || (InetAddresses.isInetAddress(host) && !host.contains(":"));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
