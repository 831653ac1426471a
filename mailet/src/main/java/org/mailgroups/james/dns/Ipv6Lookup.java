// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.mailgroups.audit.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Finds the addresses of IPv6 that a host has in the DNS; James asks for those of IPv4 alone. Thread-safe. */
public final class Ipv6Lookup {
    private static final Logger LOGGER = LoggerFactory.getLogger(Ipv6Lookup.class);

    private final NameServers nameServers;

    public Ipv6Lookup(NameServers nameServers) {
        this.nameServers = nameServers;
    }

    /** Returns the addresses of a host; none if there are none, or if the DNS does not tell now. */
    public List<InetAddress> addresses(String host) {
        try {
            return nameServers.answer(host, Type.AAAA).getSection(Section.ANSWER).stream()
                    .filter(AAAARecord.class::isInstance)
                    .map(AAAARecord.class::cast)
                    .map(AAAARecord::getAddress)
                    .toList();
        } catch (IOException e) {
            LOGGER.debug("no addresses of IPv6 for {}", LogText.neutral(host), LogText.neutral(e));
            return List.of();
        }
    }
}
