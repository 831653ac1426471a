// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;

/** Two servers with their groups in one PostgreSQL work off the same postings. */
class NodesIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** So many that one node cannot have taken all of them before the other one looks. */
    private static final int MEMBERS = 12_000;

    private static final int MOST_ON_THE_WIRE = 20 * 100;

    /** How often one of the nodes is killed. The long form has 20. */
    private static final int KILLS = Integer.getInteger("mailgroups.nodeKills", 1);

    private final Random random = new Random();
    private EmbeddedPostgres postgresql;
    private SmtpSink sink;
    private ServerProcess first;
    private ServerProcess second;
    private Organisation org;
    private Organisation there;
    private String alice;

    @BeforeEach
    void start() throws IOException {
        postgresql = EmbeddedPostgres.builder().start();
        sink = SmtpSink.start();
        first = node("first");
        second = node("second");
        org = Organisation.on(first);
        there = org.alsoOn(second);
        alice = org.user("alice");
        there.user("alice");
    }

    private ServerProcess node(String name) {
        Map<String, String> environment = new HashMap<>(Distribution.withPostgresql(postgresql.getPort()));
        environment.put("SERVER_NAME", name + ".node.test");
        return Distribution.built()
                .server("node-" + name, sink.port(), environment)
                .start();
    }

    @AfterEach
    void end() throws IOException {
        first.close();
        second.close();
        sink.close();
        postgresql.close();
    }

    @Test
    void nodesShouldShareAPostingAndOneShouldFinishItWhenTheOtherIsKilled() {
        List<String> members =
                IntStream.range(0, MEMBERS).mapToObj(i -> "m" + i + "@far.test").toList();
        String crowd = org.group("crowd", members);
        String few = org.group("few", "one@far.test");
        Awaitility.await("the second node knows it").atMost(LIMIT).until(() -> isKnown(there, few));
        for (int kill = 0; kill < KILLS; kill++) {
            // A node delivers from its first posting on, or some seconds after its start.
            sink.reset();
            org.send(alice, Letter.from(alice, "first"), few);
            there.send(alice, Letter.from(alice, "second"), few);
            awaitBoth();
            // A node is known by its name before its copy is accepted, and that copy is none of those counted below.
            Awaitility.await("both copies").atMost(LIMIT).until(() -> sink.acceptedCopies() == 2);
            sink.reset();
            sink.keepMessages(false);
            sink.pace(Duration.ofMillis(1_500));
            ServerProcess victim = kill % 2 == 0 ? first : second;
            Organisation author = kill % 2 == 0 ? org : there;

            author.send(alice, Letter.from(alice, "to all " + kill).to(crowd).bodyOf(8_000), crowd);
            awaitBoth();
            awaitReached(500 + random.nextInt(3_000));
            int before = sink.reachedRecipients();
            victim.kill();
            long killed = System.nanoTime();
            awaitReached(MEMBERS);
            long seconds = Duration.ofNanos(System.nanoTime() - killed).toSeconds();
            (kill % 2 == 0 ? there : org).awaitSettled();

            long tooMany = sink.acceptedCopies() - MEMBERS;
            System.out.printf(
                    "One of two nodes killed after %,d of %,d members: the other has finished after %d s,"
                            + " %,d copies too many%n",
                    before, MEMBERS, seconds, tooMany);
            assertThat(before).isLessThan(MEMBERS);
            assertThat(tooMany).isLessThanOrEqualTo(MOST_ON_THE_WIRE);
            assertThat(sink.copies().values()).allMatch(copies -> copies <= 2);
            victim.start();
        }
    }

    private boolean isKnown(Organisation node, String group) {
        try (SmtpClient client = node.submission(alice)) {
            client.mail(alice);
            return client.rcpt(group).code() == 250;
        }
    }

    private void awaitBoth() {
        Awaitility.await("both nodes deliver").atMost(LIMIT).until(() -> sink.names()
                .containsAll(List.of("first.node.test", "second.node.test")));
    }

    private void awaitReached(int count) {
        Awaitility.await(count + " recipients at the sink")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sink.reachedRecipients() >= count);
    }
}
