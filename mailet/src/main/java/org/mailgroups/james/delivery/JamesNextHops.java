// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NextHops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the servers of a domain in the DNS, as James is configured to ask it (RFC 5321 5.1): by MX, by preference and
 * in random order among equals; the domain itself if there is none. If this server is one of them, those behind it are
 * left out: they would bring the mail here again. Domains with the same hosts share a hop. Those with
 * some hosts in common do not: anybody can name another's host beside a host of his own. Thread-safe.
 */
public final class JamesNextHops implements NextHops {
    private static final Logger LOGGER = LoggerFactory.getLogger(JamesNextHops.class);
    private static final int SMTP = 25;
    private static final Duration KNOWN = Duration.ofMinutes(5);
    private static final int MOST_KNOWN = 100_000;

    /** The most hosts of a domain that are tried. */
    private static final int MOST_HOSTS = 10;

    private final DNSService dns;
    private final Function<String, List<InetAddress>> ipv6;
    private final String ownName;
    private final Cache<String, Hop.Servers> known = Caffeine.newBuilder()
            .expireAfterWrite(KNOWN)
            .maximumSize(MOST_KNOWN)
            .build();

    /**
     * @param ipv6 finds the addresses of IPv6 that a host has in the DNS
     * @param ownName the name of this server, as it greets others
     */
    public JamesNextHops(DNSService dns, Function<String, List<InetAddress>> ipv6, String ownName) {
        this.dns = dns;
        this.ipv6 = ipv6;
        this.ownName = hostName(ownName);
    }

    @Override
    public Optional<Hop.Servers> known(String domain) {
        return Optional.ofNullable(known.getIfPresent(domain));
    }

    @Override
    public Found find(String domain) {
        Collection<String> names;
        try {
            names = dns.findMXRecords(domain);
        } catch (TemporaryResolutionException e) {
            return new Found.Unknown("4.4.3 the DNS does not say now who takes mail for " + domain);
        }
        List<String> hosts =
                names.stream().map(JamesNextHops::hostName).distinct().toList();
        if (hosts.isEmpty()) {
            if (addressesHere(domain).isEmpty()) {
                return new Found.NoDomain("5.1.2 there is no domain " + domain + " in the DNS");
            }
            hosts = List.of(domain);
        }
        if (hosts.contains("")) {
            // A null MX is the only one of its domain (RFC 7505 3).
            return new Found.Never("5.1.10 the domain " + domain + " takes no mail");
        }
        List<String> tried = hosts.stream()
                .limit(MOST_HOSTS)
                .takeWhile(host -> !isThisServer(host))
                .toList();
        if (tried.isEmpty()) {
            return new Found.Never(
                    "5.4.6 the DNS sends the mail for " + domain + " to this server, which has no such domain");
        }
        Hop.Servers servers = new Hop.Servers(
                "servers " + tried.stream().sorted().collect(Collectors.joining(" ")),
                tried.stream().map(host -> new Hop.Host(host, SMTP)).toList());
        known.put(domain, servers);
        return new Found.At(servers);
    }

    /** This machine's resolver is asked only for a host that the DNS does not know, such as a gateway. */
    @Override
    public List<InetAddress> addresses(String host) {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            addresses.addAll(dns.getAllByName(host));
        } catch (UnknownHostException e) {
            LOGGER.debug("no addresses of IPv4 for {}", LogText.neutral(host), LogText.neutral(e));
        }
        addresses.addAll(ipv6.apply(host));
        return addresses.isEmpty() ? addressesHere(host) : List.copyOf(addresses);
    }

    /** An address that is ours is enough: whoever names a host can give it any address. */
    private boolean isThisServer(String host) {
        return host.equals(ownName) || addresses(host).stream().anyMatch(JamesNextHops::isOurs);
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // The machine does not say. What is sent to ourselves is then refused as any other mail that is not ours.
            return false;
        }
    }

    private static List<InetAddress> addressesHere(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static String hostName(String name) {
        String host = name.toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
