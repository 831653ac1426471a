// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpSink;

/** Without direct delivery copies take the postmaster's routes: here two gateways, by domain. */
class RoutesIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private SmtpSink first;
    private SmtpSink second;
    private ServerProcess server;

    @BeforeEach
    void start() {
        first = SmtpSink.start();
        second = SmtpSink.start();
        Distribution distribution = Distribution.built();
        Map<String, String> environment =
                distribution.withConfiguration("routes", "mailetcontainer.xml", text -> text.replace(
                                "<delivery>direct</delivery>", "<delivery>processor</delivery>")
                        .replaceFirst(
                                "<processor state=\"relay\" enableJmx=\"false\">",
                                """
                        <processor state="relay" enableJmx="false">
                            <mailet match="HostIs=second.example" class="RemoteDelivery">
                                <outgoing>second</outgoing>
                                <gateway>127.0.0.1:%d</gateway>
                                <bounceProcessor>bounces</bounceProcessor>
                            </mailet>
                        """
                                        .formatted(second.port())));
        server = distribution.server("routes", first.port(), environment).start();
    }

    @AfterEach
    void end() {
        server.close();
        first.close();
        second.close();
    }

    @Test
    void copiesShouldTakeTheRouteOfTheirDomain() {
        Organisation org = Organisation.on(server);
        String alice = org.user("alice");
        List<String> ofFirst = members("first.example");
        List<String> ofSecond = members("second.example");
        List<String> all = new ArrayList<>(ofFirst);
        all.addAll(ofSecond);
        String group = org.group("team", all);

        org.send(alice, Letter.from(alice, "to both").to(group), group);

        Awaitility.await().atMost(LIMIT).until(() -> first.reachedRecipients() >= ofFirst.size());
        Awaitility.await().atMost(LIMIT).until(() -> second.reachedRecipients() >= ofSecond.size());
        org.awaitQuiet();
        assertThat(first.copies().keySet()).containsExactlyInAnyOrderElementsOf(ofFirst);
        assertThat(second.copies().keySet()).containsExactlyInAnyOrderElementsOf(ofSecond);
        assertThat(first.copies().values()).containsOnly(1L);
        assertThat(second.copies().values()).containsOnly(1L);
    }

    private static List<String> members(String domain) {
        return IntStream.range(0, 150).mapToObj(i -> "m" + i + "@" + domain).toList();
    }
}
