// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the port is opened.
 *
 * @param tls the files of the key pair; null for plain HTTP
 * @param proxies those whose word about clients counts
 * @param maxConnections at most so many are open at once
 * @param sessionIdle after how long without a call a session ends
 * @param sessionLife the age at which it ends in any case
 */
public record PortSettings(
        InetAddress address,
        int port,
        KeyFiles tls,
        Networks proxies,
        int maxConnections,
        Duration sessionIdle,
        Duration sessionLife) {
    public static final int DEFAULT_MAX_CONNECTIONS = 400;
    public static final Duration DEFAULT_SESSION_IDLE = Duration.ofMinutes(30);
    public static final Duration DEFAULT_SESSION_LIFE = Duration.ofHours(12);

    /**
     * The files of a key pair, in PEM.
     *
     * @param key in PKCS #8
     */
    public record KeyFiles(Path certificate, Path key) {}

    /** @throws IllegalArgumentException if passwords would go over a network in the clear */
    public PortSettings {
        if (tls == null && !address.isLoopbackAddress() && proxies.isEmpty()) {
            throw new IllegalArgumentException("members.address is " + address.getHostAddress()
                    + ", where passwords need TLS: name a key pair in members.tls.certificate and members.tls.key,"
                    + " or in members.proxies the proxies that speak TLS for this port");
        }
    }

    /** Returns the files of the key pair; empty for plain HTTP. */
    Optional<KeyFiles> keyFiles() {
        return Optional.ofNullable(tls);
    }
}
