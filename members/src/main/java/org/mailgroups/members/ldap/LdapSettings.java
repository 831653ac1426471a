// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import java.net.InetAddress;
import java.util.Optional;
import org.mailgroups.members.http.PortSettings.KeyFiles;

/**
 * How the port of LDAP is opened.
 *
 * @param tls the files of the key pair; null for plain LDAP
 * @param maxConnections at most so many are open at once; each has a thread
 * @param service the account of devices; null for none
 */
public record LdapSettings(InetAddress address, int port, KeyFiles tls, int maxConnections, ServiceAccount service) {
    public static final int DEFAULT_MAX_CONNECTIONS = 100;

    /** @throws IllegalArgumentException if passwords would go over a network in the clear */
    public LdapSettings {
        if (tls == null && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException("members.ldap.address is " + address.getHostAddress()
                    + ", where passwords need TLS: name a key pair in members.tls.certificate and members.tls.key");
        }
    }

    Optional<KeyFiles> keyFiles() {
        return Optional.ofNullable(tls);
    }

    Optional<ServiceAccount> serviceAccount() {
        return Optional.ofNullable(service);
    }
}
