// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.FarNetwork;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.NameServer;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * Delivery to the servers that the DNS names (RFC 5321 5.1), over a network in which some hosts swallow all packets. It
 * needs root for that network, and is skipped without it.
 */
class MxIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int DOMAINS = 80;

    private static SmtpSink sink;
    private static FarNetwork network;
    private static NameServer dns;
    private static ServerProcess server;

    private Organisation org;
    private String alice;

    @BeforeAll
    static void start() {
        assumeTrue(FarNetwork.isPossible(), "needs a network namespace: root, and the command ip");
        sink = SmtpSink.start();
        network = FarNetwork.with(sink);
        dns = NameServer.startForAll();
        server = Distribution.built()
                .server("mx", sink.port(), Distribution.withoutGateway(dns))
                .start();
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
            dns.close();
            network.close();
            sink.close();
        }
    }

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(server);
        alice = org.user("alice");
    }

    /** Returns a domain of this test. */
    private String domain(String name) {
        return name + '.' + org.domain() + ".far.example";
    }

    private String host(String name, InetAddress address) {
        String host = "mx-" + name + '.' + org.domain() + ".far.example";
        dns.address(host, address);
        return host;
    }

    private void send(String group) {
        org.send(alice, Letter.from(alice, "to the Internet").to(group), group);
    }

    private JsonNode awaitState(String group, String member, String state) {
        return Awaitility.await(member + " is " + state)
                .atMost(LIMIT)
                .until(
                        () -> story(group, member),
                        found -> state.equals(found.path("state").asText()));
    }

    /** Returns what the only posting of a group has become for a member; nothing while there is none. */
    private JsonNode story(String group, String member) {
        String postings = Webadmin.group(group) + "/postings";
        JsonNode posting =
                org.webadmin().get(postings).expect(200).json().path("items").path(0);
        return posting.isMissingNode()
                ? posting
                : org.webadmin()
                        .get(postings + '/' + posting.path("id").asText() + "/recipients?q=" + Webadmin.encode(member))
                        .expect(200)
                        .json()
                        .path("items")
                        .path(0);
    }

    @Test
    void everyMemberShouldGetOneCopyFromTheServerOfTheDomain() {
        IntStream.range(0, DOMAINS).forEach(i -> dns.mailServers(domain("d" + i), host("d" + i, network.host(i))));
        List<String> members = IntStream.range(0, 10 * DOMAINS)
                .mapToObj(i -> "m" + i + '@' + domain("d" + i % DOMAINS))
                .toList();

        send(org.group("team", members));

        Awaitility.await("all members").atMost(LIMIT).until(() -> sink.reachedRecipients() >= members.size());
        assertThat(sink.copies().values()).containsOnly(1L);
        assertThat(sink.deliveries()).hasSize(DOMAINS).allSatisfy(delivery -> assertThat(delivery.recipients())
                .hasSize(10));
    }

    @Test
    void nextServerShouldBeTriedWhenTheFirstSwallowsAll() {
        dns.mailServers(domain("d"), host("hole", network.blackHole()), host("second", network.host(0)));

        String member = "m@" + domain("d");
        String group = org.group("team", member);
        send(group);

        sink.awaitOne(member);
        assertThat(awaitState(group, member, "delivered").path("server").asText())
                .contains("second");
    }

    @Test
    void domainWithoutMailServersShouldTakeMailItself() {
        dns.address(domain("plain"), network.host(1));
        String member = "m@" + domain("plain");

        send(org.group("team", member));

        sink.awaitOne(member);
    }

    @Test
    void domainThatTakesNoMailShouldBeAFailureAtOnce() {
        dns.mailServers(domain("null"), ".");
        String member = "m@" + domain("null");
        String group = org.group("team", member);

        send(group);

        assertThat(awaitState(group, member, "failed").path("reply").asText()).contains("5.1.10");
    }

    @Test
    void domainThatLeadsHereShouldBeAFailureAndNoLoop() {
        dns.mailServers(domain("here"), host("here", InetAddress.getLoopbackAddress()));
        String member = "m@" + domain("here");
        String group = org.group("team", member);

        send(group);

        assertThat(awaitState(group, member, "failed").path("reply").asText()).contains("5.4.6");
    }

    @Test
    void othersShouldNotWaitForADomainThatAnswersNothing() {
        dns.mailServers(domain("hole"), host("hole", network.blackHole()));
        dns.mailServers(domain("d"), host("d", network.host(2)));
        String lost = "m@" + domain("hole");
        List<String> others = IntStream.range(0, 200)
                .mapToObj(i -> "m" + i + '@' + domain("d"))
                .toList();
        String group = org.group("team", others);
        org.webadmin()
                .put(Webadmin.group(group) + "/members/" + Webadmin.encode(lost))
                .expect(204);

        send(group);

        Awaitility.await("the others").atMost(LIMIT).until(() -> sink.reachedRecipients() >= others.size());
        assertThat(story(group, lost).path("state").asText()).isEqualTo("waiting");
        assertThat(sink.copiesOf(lost)).isZero();
    }
}
