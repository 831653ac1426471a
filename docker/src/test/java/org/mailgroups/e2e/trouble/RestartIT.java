// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** A server ends, in order or by force, and comes back with the same data folder: one server for all tests. */
class RestartIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static SmtpSink sink;
    private static ServerProcess server;
    private Organisation org;
    private String alice;

    @BeforeAll
    static void start() {
        sink = SmtpSink.start();
        Distribution distribution = Distribution.built();
        Map<String, String> soon =
                distribution.withConfiguration("restart", "mailetcontainer.xml", text -> text.replaceAll(
                                "<delayTime>.*</delayTime>", "<delayTime>1 second</delayTime>")
                        .replaceAll("<maxRetries>\\d+</maxRetries>", "<maxRetries>1000</maxRetries>"));
        server = distribution.server("restart", sink.port(), soon).start();
    }

    @AfterAll
    static void end() {
        server.close();
        sink.close();
    }

    @BeforeEach
    void found() {
        sink.reset();
        if (!server.isRunning()) {
            server.start();
        }
        org = Organisation.on(server);
        alice = org.user("alice");
    }

    @Test
    void everythingShouldBeThereAfterAnOrderlyRestart() {
        everythingShouldBeThereAfter("stopped", () -> {
            long before = troublesOfQueues();
            assertThat(server.stop()).isLessThan(Duration.ofSeconds(15));
            assertThat(troublesOfQueues()).as("troubles because of the stop").isEqualTo(before);
        });
    }

    /** James itself may log an error, of a mail that it has not finished five seconds after the stop. */
    private static long troublesOfQueues() {
        try (Stream<String> lines = Files.lines(server.jamesLog())) {
            return lines.filter(line -> line.contains("cannot be read now")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everythingShouldBeThereAfterAKill() {
        everythingShouldBeThereAfter("killed", server::kill);
    }

    private void everythingShouldBeThereAfter(String name, Runnable end) {
        List<String> external = IntStream.range(0, 250)
                .mapToObj(i -> "m" + i + '@' + name + ".test")
                .toList();
        String team = org.group("team", alice);
        String far = org.group("far", external);
        org.send(alice, Letter.from(alice, "delivered").to(team), team);
        org.inbox(alice).awaitOne();
        org.awaitQuiet();
        sink.answerRcptWith(recipient -> "451 4.3.2 Not now");
        org.send(alice, Letter.from(alice, "queued").to(far), far);
        String token = Webadmin.token(server.data());

        end.run();
        sink.answerRcptWith(recipient -> "250 Ok");
        server.start();

        assertThat(Webadmin.token(server.data())).isEqualTo(token);
        assertThat(org.inbox(alice).awaitOne().first("Subject")).contains("delivered");
        awaitRecipients(external.size());
        assertThat(org.webadmin()
                        .get(Webadmin.group(far))
                        .expect(200)
                        .json()
                        .path("memberCount")
                        .asInt())
                .isEqualTo(external.size());
        org.send(alice, Letter.from(alice, "after"), team);
        assertThat(org.inbox(alice).await(2)).hasSize(2);
    }

    @Test
    void everyMemberShouldGetTheMessageWhenTheServerIsKilledInTheMiddle() {
        List<String> members =
                IntStream.range(0, 5_000).mapToObj(i -> "m" + i + "@far.test").toList();
        String crowd = org.group("crowd", members);
        sink.pace(Duration.ofMillis(400));

        org.send(alice, Letter.from(alice, "to 5,000").to(crowd).bodyOf(8_000), crowd);
        awaitRecipients(1_000);
        int before = sink.reachedRecipients();
        server.kill();
        sink.pace(Duration.ZERO);
        server.start();
        awaitRecipients(members.size());
        org.awaitSettled();

        assertThat(before).as("reached before the kill").isBetween(1_000, 4_900);
        assertThat(sink.copies().keySet()).containsExactlyInAnyOrderElementsOf(members);
        long tooMany = sink.acceptedCopies() - members.size();
        System.out.printf("Killed after %d of 5,000 members: %d copies too many%n", before, tooMany);
        // Delivery is at least once: what was on the wire, or not written down yet, goes out again.
        assertThat(tooMany).isLessThanOrEqualTo(20 * 100);
        assertThat(sink.copies().values()).allMatch(copies -> copies <= 2);
        assertThat(org.inbox(alice).messages()).isEmpty();
    }

    @Test
    void localMembersShouldGetTheMessageWhenTheServerIsKilledInTheMiddle() {
        List<String> members =
                IntStream.range(0, 120).mapToObj(i -> org.user("local" + i)).toList();
        String crowd = org.group("crowd", members);

        org.send(alice, Letter.from(alice, "to 120 here").to(crowd), crowd);
        org.inbox(members.get(0)).await(1);
        server.kill();
        server.start();

        members.forEach(member -> org.inbox(member).await(1));
    }

    private void awaitRecipients(int count) {
        Awaitility.await(count + " recipients at the sink")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sink.reachedRecipients() >= count);
    }
}
