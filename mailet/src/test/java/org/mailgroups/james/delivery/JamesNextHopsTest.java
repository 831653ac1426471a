// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NextHops.Found;

class JamesNextHopsTest {
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final Map<String, List<String>> mx = new HashMap<>();
    private final Map<String, InetAddress> addresses = new HashMap<>();
    private final Map<String, List<InetAddress>> ipv6 = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private boolean isSilent;
    private final JamesNextHops hops =
            new JamesNextHops(dns(), host -> ipv6.getOrDefault(host, List.of()), "Groups.Our.Example.");

    /** Answers as James does: a domain without MX is its own server if it has an address. */
    private DNSService dns() {
        return (DNSService) Proxy.newProxyInstance(
                DNSService.class.getClassLoader(), new Class<?>[] {DNSService.class}, (proxy, method, arguments) -> {
                    String name = (String) arguments[0];
                    asked.add(name);
                    return switch (method.getName()) {
                        case "findMXRecords" -> servers(name);
                        case "getAllByName" -> List.of(address(name));
                        default -> throw new IllegalStateException("nobody needs " + method);
                    };
                });
    }

    private List<String> servers(String domain) throws TemporaryResolutionException {
        if (isSilent) {
            throw new TemporaryResolutionException("no answer");
        }
        return mx.getOrDefault(domain, addresses.containsKey(domain) ? List.of(domain) : List.of());
    }

    private InetAddress address(String name) throws UnknownHostException {
        if (!addresses.containsKey(name)) {
            throw new UnknownHostException(name);
        }
        return addresses.get(name);
    }

    private Hop.Servers found(String domain) {
        return ((Found.At) hops.find(domain)).servers();
    }

    private static List<String> names(Hop.Servers servers) {
        return servers.hosts().stream().map(Hop.Host::name).toList();
    }

    @Test
    void hostsShouldBeInTheOrderOfPreference() {
        mx.put("far.example", List.of("b.example.", "A.example.", "c.example."));

        assertThat(names(found("far.example"))).containsExactly("b.example", "a.example", "c.example");
        assertThat(found("far.example").hosts()).extracting(Hop.Host::port).containsOnly(25);
    }

    @Test
    void domainShouldBeItsOwnServerWithoutMx() throws UnknownHostException {
        addresses.put("far.example", address(192, 0, 2, 1));

        assertThat(names(found("far.example"))).containsExactly("far.example");
    }

    @Test
    void domainWithANullMxShouldTakeNoMail() {
        mx.put("far.example", List.of("."));

        assertThat(hops.find("far.example")).isInstanceOf(Found.Never.class);
        assertThat(hops.known("far.example")).isEmpty();
    }

    @Test
    void domainShouldNotBeThereWhenTheDnsKnowsNothing() {
        assertThat(hops.find("nobody.invalid")).isInstanceOf(Found.NoDomain.class);
    }

    @Test
    void domainShouldBeUnknownWhenTheDnsDoesNotAnswer() {
        isSilent = true;
        assertThat(hops.find("far.example")).isInstanceOf(Found.Unknown.class);

        isSilent = false;
        mx.put("far.example", List.of("a.example."));
        assertThat(hops.find("far.example")).isInstanceOf(Found.At.class);
    }

    @Test
    void foundServersShouldBeKnownWithoutAskingAgain() {
        mx.put("far.example", List.of("a.example."));
        assertThat(hops.known("far.example")).isEmpty();
        Hop.Servers servers = found("far.example");
        int questions = asked.size();

        assertThat(hops.known("far.example")).contains(servers);
        assertThat(asked).hasSize(questions);
    }

    @Test
    void domainsShouldShareAHopOnlyWithTheSameHosts() {
        mx.put("one.example", List.of("a.example.", "b.example."));
        mx.put("two.example", List.of("b.example.", "a.example."));
        mx.put("thief.example", List.of("thief.example.", "a.example."));
        mx.put("part.example", List.of("a.example."));

        String key = found("one.example").key();

        assertThat(found("two.example").key()).isEqualTo(key);
        assertThat(found("thief.example").key()).isNotEqualTo(key);
        assertThat(found("part.example").key()).isNotEqualTo(key);
    }

    private InetAddress address(int... octets) throws UnknownHostException {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return InetAddress.getByAddress(bytes);
    }

    /** Names of MX hosts, in the order of preference, and those that are left. */
    @ParameterizedTest
    @CsvSource({
        "groups.our.example, ''",
        "GROUPS.our.example., ''",
        "a.invalid groups.our.example, a.invalid",
        "a.invalid groups.our.example b.invalid, a.invalid",
        "a.invalid b.invalid, a.invalid b.invalid",
        "here.invalid, ''",
        "nowhere.invalid, ''",
        "ours.invalid a.invalid, ''",
        "a.invalid ours.invalid b.invalid, a.invalid",
        "a.invalid both.invalid b.invalid, a.invalid",
        "old.groups.our.example b.invalid, old.groups.our.example b.invalid"
    })
    void serversBehindThisOneShouldBeLeftOut(String names, String left) throws Exception {
        InetAddress own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .findFirst()
                .orElse(InetAddress.getLoopbackAddress());
        for (String far : List.of("a.invalid", "b.invalid", "old.groups.our.example", "groups.our.example")) {
            addresses.put(far, address(192, 0, 2, 1));
        }
        addresses.put("here.invalid", address(127, 0, 0, 7));
        addresses.put("nowhere.invalid", address(0, 0, 0, 0));
        addresses.put("ours.invalid", own);
        addresses.put("both.invalid", own);
        mx.put("far.invalid", List.of(names.split(" ")));

        Found found = hops.find("far.invalid");

        if (left.isEmpty()) {
            assertThat(found).isInstanceOfSatisfying(Found.Never.class, never -> assertThat(never.reason())
                    .startsWith("5.4.6 "));
            assertThat(hops.known("far.invalid")).isEmpty();
        } else {
            assertThat(names(((Found.At) found).servers())).containsExactly(left.split(" "));
        }
    }

    @Test
    void domainWithoutMxShouldTakeNoMailWhenItIsThisServer() throws UnknownHostException {
        addresses.put("far.invalid", address(127, 0, 0, 1));

        assertThat(hops.find("far.invalid")).isInstanceOf(Found.Never.class);
    }

    @Test
    void fewHostsShouldBeTriedWhenADomainNamesMany() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add("h" + i + ".example.");
        }
        mx.put("many.example", many);

        assertThat(found("many.example").hosts()).hasSize(10);
    }

    @Test
    void addressesShouldBeThoseOfBothFamilies() throws UnknownHostException {
        assertThat(hops.addresses("::1")).containsExactly(InetAddress.getByAddress(LOOPBACK_6));
        assertThat(hops.addresses("127.0.0.1")).containsExactly(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        assertThat(hops.addresses("nobody.invalid")).isEmpty();
        InetAddress far = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        addresses.put("far.invalid", far);
        assertThat(hops.addresses("far.invalid")).containsExactly(far);
        InetAddress far6 = InetAddress.getByName("2001:db8::1");
        ipv6.put("far.invalid", List.of(far6));
        ipv6.put("new.invalid", List.of(far6));
        assertThat(hops.addresses("far.invalid")).containsExactly(far, far6);
        assertThat(hops.addresses("new.invalid")).containsExactly(far6);
    }
}
