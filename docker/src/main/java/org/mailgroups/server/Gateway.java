/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
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
     * Reads the variable; absent or blank means that mail goes by MX.
     *
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

    /** James reads {@code host:port} at the first colon, which leaves IPv6 addresses out; their names work. */
    private static boolean isHost(String host) {
        return InternetDomainName.isValid(host) || (InetAddresses.isInetAddress(host) && !host.contains(":"));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
