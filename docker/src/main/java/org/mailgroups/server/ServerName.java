// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import com.google.common.base.Splitter;
import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.Locale;

/**
 * The name by which the server greets and says EHLO, from {@code SERVER_NAME} in the environment.
 *
 * @param value a full domain name, or an address in brackets (RFC 5321 4.1.3)
 */
record ServerName(String value) {

    /**
     * Reads the variable. If it is absent or blank, the machine's own full name is taken. If the machine has only a
     * short name, its address is: other servers trust an address more than {@code localhost}.
     *
     * @param variable the variable's value, or null
     * @throws StartException if it is no full domain name
     */
    static ServerName parse(String variable) throws StartException {
        if (variable == null || variable.isBlank()) {
            return ofMachine();
        }
        String name = variable.strip();
        if (!isFull(name)) {
            throw new StartException("SERVER_NAME needs a full domain name such as mail.example.org, not: " + variable);
        }
        return new ServerName(name.toLowerCase(Locale.ROOT));
    }

    private static ServerName ofMachine() {
        try {
            InetAddress machine = InetAddress.getLocalHost();
            for (String name : new String[] {machine.getCanonicalHostName(), machine.getHostName()}) {
                if (isFull(name) && !name.toLowerCase(Locale.ROOT).startsWith("localhost.")) {
                    return new ServerName(name.toLowerCase(Locale.ROOT));
                }
            }
            return literal(machine.isLoopbackAddress() ? otherThanLoopback(machine) : machine);
        } catch (UnknownHostException | SocketException e) {
            return literal(InetAddress.getLoopbackAddress());
        }
    }

    private static boolean isFull(String name) {
        return name.indexOf('.') > 0
                && !InetAddresses.isInetAddress(name)
                && InternetDomainName.isValid(name)
                && name.chars().allMatch(c -> c < 0x80);
    }

    private static InetAddress otherThanLoopback(InetAddress otherwise) throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .min(Comparator.comparing(Inet6Address.class::isInstance))
                .orElse(otherwise);
    }

    private static ServerName literal(InetAddress address) {
        // Without the name of the interface, which is behind a percent sign.
        String text = Splitter.on('%')
                .split(InetAddresses.toAddrString(address))
                .iterator()
                .next();
        return new ServerName(address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]");
    }

    @Override
    public String toString() {
        return value;
    }
}
