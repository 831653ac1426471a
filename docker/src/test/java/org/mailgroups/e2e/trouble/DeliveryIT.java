// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.MemberImports;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.SmtpSink.Delivery;
import org.mailgroups.e2e.harness.SmtpSink.Flaw;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * Direct delivery on bad days: other servers that are unkind, a gateway that is down, a server that dies. With {@code
 * -Dmailgroups.kills=50} it dies fifty times. With {@code -Dmailgroups.copies=1000000} a million copies go out while
 * people write.
 */
class DeliveryIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int CONNECTIONS = 20;
    private static final int CHUNK = 100;
    private static final int CROWD = 10_000;

    private static SmtpSink sink;
    private static ServerProcess server;

    private Organisation org;
    private String alice;

    /** Tries again after a second, and keeps what came in, so that it can be sent through the pipeline once more. */
    @BeforeAll
    static void start() {
        sink = SmtpSink.start();
        Distribution distribution = Distribution.built();
        Map<String, String> environment = distribution.withConfiguration(
                "delivery",
                "mailetcontainer.xml",
                text -> text.replaceAll("<delayTime>.*</delayTime>", "<delayTime>1 second</delayTime>")
                        .replaceAll("<maxRetries>\\d+</maxRetries>", "<maxRetries>1000</maxRetries>")
                        .replace(
                                "<mailet match=\"All\" class=\"PostmasterAlias\"/>",
                                """
                        <mailet match="All" class="PostmasterAlias"/>
                        <mailet match="All" class="ToRepository">
                            <repositoryPath>file://var/mail/archive/</repositoryPath>
                            <passThrough>true</passThrough>
                        </mailet>
                        """));
        server = distribution.server("delivery", sink.port(), environment).start();
    }

    @AfterAll
    static void end() {
        server.close();
        sink.close();
    }

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(server);
        alice = org.user("alice");
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    private List<String> members(int count, String name) {
        return IntStream.range(0, count)
                .mapToObj(i -> name + i + "@" + org.domain() + ".far.example")
                .toList();
    }

    private static void awaitRecipients(int count) {
        Awaitility.await(count + " recipients at the sink")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sink.reachedRecipients() >= count);
    }

    private void send(String group, String subject) {
        org.send(alice, Letter.from(alice, subject).to(group).bodyOf(2_000), group);
    }

    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"NO_PIPELINING", "NO_EHLO", "BROKEN_STARTTLS", "TEN_RECIPIENTS"})
    void everyMemberShouldGetOneCopyWhenTheServerIs(Flaw flaw) {
        List<String> members = members(250, "m");
        String group = org.group("team", members);
        sink.has(flaw);

        send(group, "in spite of " + flaw);
        awaitRecipients(members.size());

        assertThat(sink.copies()).hasSize(250);
        assertThat(sink.copies().values()).containsOnly(1L);
        int most = flaw == Flaw.TEN_RECIPIENTS ? 10 : CHUNK;
        assertThat(sink.deliveries())
                .allSatisfy(delivery -> assertThat(delivery.recipients()).hasSizeLessThanOrEqualTo(most));
    }

    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"BUSY", "DROPS_AFTER_DOT"})
    void everyMemberShouldGetOneCopyLaterWhenTheServerIs(Flaw flaw) {
        List<String> members = members(250, "m");
        String group = org.group("team", members);
        sink.has(flaw);

        send(group, "after " + flaw);
        Awaitility.await().atMost(LIMIT).until(() -> sink.connections() >= 3);
        assertThat(sink.reachedRecipients()).isZero();
        sink.hasNoMore(flaw);
        awaitRecipients(members.size());

        assertThat(sink.copies().values()).containsOnly(1L);
    }

    @Test
    void octetsAbove127ShouldArriveInAnotherFormWhenTheServerTakesNone() {
        List<String> members = members(30, "m");
        String group = org.group("team", members);
        sink.has(Flaw.NO_8BITMIME);

        Letter letter = Letter.from(alice, "eight bits")
                .to(group)
                .with("MIME-Version", "1.0")
                .with("Content-Type", "text/plain; charset=utf-8")
                .with("Content-Transfer-Encoding", "8bit")
                .body("Grüße\r\n".getBytes(StandardCharsets.UTF_8));
        org.send(alice, letter, group);
        awaitRecipients(members.size());

        assertThat(sink.copies().values()).containsOnly(1L);
        assertThat(sink.deliveries()).allSatisfy(delivery -> {
            assertThat(delivery.message().chars()).allMatch(octet -> octet < 128);
            assertThat(delivery.message())
                    .contains("\r\nContent-Transfer-Encoding: quoted-printable\r\n")
                    .endsWith("\r\n\r\nGr=C3=BC=C3=9Fe\r\n");
        });
        assertThat(org.webadmin().queueSize("outgoing")).isZero();
    }

    @Test
    void postingsShouldWaitAndNobodyElseWhenTheGatewayIsDown() {
        List<String> members = members(3_000, "m");
        String group = org.group("team", members);
        String local = org.group("local", alice);
        sink.goesAway();
        try {
            for (int i = 0; i < 3; i++) {
                send(group, "number " + i);
            }
            Awaitility.await().atMost(LIMIT).until(() -> org.webadmin().queueSize("spool") == 0);
            send(local, "to ourselves");
            assertThat(org.inbox(alice).awaitOne().first("Subject")).contains("to ourselves");
            assertThat(org.webadmin().queueSize("outgoing"))
                    .as("nothing waits in James")
                    .isZero();
        } finally {
            sink.comesBack();
        }
        awaitRecipients(members.size());
        Awaitility.await().atMost(LIMIT).until(() -> sink.acceptedCopies() == 3L * members.size());

        assertThat(sink.copies().values()).containsOnly(3L);
    }

    @Test
    void othersShouldPassAtOnceWhenManyMembersAreDeferred() {
        List<String> deferred = members(2_000, "later");
        List<String> others = members(50, "now");
        String crowd = org.group("crowd", deferred);
        String team = org.group("team", others);
        sink.answerRcptWith(recipient -> recipient.startsWith("later") ? "451 4.3.2 Not now" : "250 Ok");
        send(crowd, "to the deferred");
        Awaitility.await().atMost(LIMIT).until(() -> postingOf(crowd).path("id").isTextual());

        send(team, "to others");
        awaitRecipients(others.size());

        assertThat(sink.copies().keySet()).containsExactlyInAnyOrderElementsOf(others);
        assertThat(postingOf(crowd).path("state").asText()).isEqualTo("waiting");
        sink.answerRcptWith(recipient -> "250 Ok");
        awaitRecipients(deferred.size() + others.size());
        assertThat(sink.copies().values()).containsOnly(1L);
    }

    private JsonNode postingOf(String group) {
        return org.webadmin()
                .get(Webadmin.group(group) + "/postings")
                .expect(200)
                .json()
                .path("items")
                .path(0);
    }

    @Test
    void nothingMoreShouldBeBegunWhenAPostingIsCancelled() {
        List<String> members = members(6_000, "m");
        List<String> others = members(50, "other");
        String group = org.group("team", members);
        String team = org.group("others", others);
        sink.pace(Duration.ofSeconds(1));
        send(group, "to be cancelled");
        awaitRecipients(1);
        String id = postingOf(group).path("id").asText();

        org.webadmin()
                .call("POST", "/postings/" + id + "?action=cancel", Optional.empty(), Map.of())
                .expect(204);
        // What was on the wire may arrive; what comes behind it on the same connections tells that no more does.
        sink.pace(Duration.ZERO);
        send(team, "behind it");
        Awaitility.await().atMost(LIMIT).until(() -> sink.copies().keySet().containsAll(others));
        // A chunk may still be on the wire for the second that the sink took for it.
        Awaitility.await("what arrived is known")
                .during(Duration.ofSeconds(2))
                .atMost(LIMIT)
                .until(() ->
                        postingOf(group).path("recipients").path("delivered").asLong()
                                == sink.acceptedCopies() - others.size());

        assertThat(sink.acceptedCopies() - others.size()).isLessThanOrEqualTo(2L * CONNECTIONS * CHUNK);
        assertThat(postingOf(group).path("state").asText()).isEqualTo("cancelled");
        assertThat(postingOf(group).path("recipients").path("waiting").asInt()).isZero();
    }

    @Test
    void peopleShouldWriteWhileManyCopiesGoOut() {
        List<String> members = members(CROWD, "m");
        String crowd = org.group("crowd", members);
        org.webadmin()
                .patch(Webadmin.group(crowd), Map.of("settings", Map.of("maxPerSenderPerMinute", 0, "maxPerMinute", 0)))
                .expect(200);
        String team = org.group("team", alice);
        int messages = Math.max(2, Integer.getInteger("mailgroups.copies", 2 * CROWD) / CROWD);
        sink.keepMessages(false);
        // In the short form the copies wait for the writes.
        sink.pace(messages > 2 ? Duration.ZERO : Duration.ofSeconds(5));
        for (int i = 0; i < messages; i++) {
            send(crowd, "number " + i);
        }
        MemberImports imports = new MemberImports(org.webadmin(), team);
        int writes = 0;
        do {
            org.webadmin()
                    .put(Webadmin.group(team) + "/members/new" + writes + "@far.example")
                    .expect(204);
            writes++;
        } while (writes < 20 || (messages > 2 && sink.acceptedCopies() < (long) messages * CROWD / 2));
        imports.run("", MemberImports.strangers("imported", 0, 1_000));
        assertThat(sink.acceptedCopies())
                .as("they did not wait for the end of it")
                .isLessThan((long) messages * CROWD);
        sink.pace(Duration.ZERO);

        Awaitility.await()
                .atMost(LIMIT.multipliedBy(messages))
                .until(() -> sink.acceptedCopies() >= (long) messages * CROWD);
        assertThat(sink.copies().keySet()).containsExactlyInAnyOrderElementsOf(members);
        assertThat(sink.copies().values()).containsOnly((long) messages);
    }

    @Test
    void everyMemberShouldGetTheMessageWhenTheGroupIsRenamedAndDisbanded() {
        List<String> members = members(6_000, "m");
        String group = org.group("team", members);
        sink.pace(Duration.ofSeconds(1));

        send(group, "in the middle");
        awaitRecipients(1);
        String renamed = org.address("crew");
        org.webadmin().patch(Webadmin.group(group), Map.of("address", renamed)).expect(200);
        org.webadmin().delete(Webadmin.group(renamed)).expect(204);
        assertThat(sink.reachedRecipients()).as("it is the middle").isLessThan(members.size());
        sink.pace(Duration.ZERO);
        awaitRecipients(members.size());

        assertThat(sink.copies().keySet()).containsExactlyInAnyOrderElementsOf(members);
        assertThat(sink.copies().values()).containsOnly(1L);
        assertThat(org.inbox(alice).messages()).as("nobody is told of anything").isEmpty();
    }

    @Test
    void messageShouldNotBeDistributedTwiceWhenItIsSentThroughThePipelineAgain() {
        List<String> members = members(50, "m");
        String group = org.group("team", members);
        List<String> before = org.webadmin().repositoryKeys("var/mail/archive");
        send(group, "once");
        awaitRecipients(members.size());
        org.awaitQuiet();
        List<String> keys = org.webadmin().repositoryKeys("var/mail/archive").stream()
                .filter(key -> !before.contains(key))
                .toList();
        assertThat(keys).hasSize(1);

        org.webadmin()
                .awaitTask(org.webadmin()
                        .call(
                                "PATCH",
                                "/mailRepositories/var%2Fmail%2Farchive/mails/" + Webadmin.encode(keys.get(0))
                                        + "?action=reprocess&queue=spool&processor=transport",
                                Optional.empty(),
                                Map.of()));
        org.awaitQuiet();
        send(group, "another");
        Awaitility.await().atMost(LIMIT).until(() -> sink.acceptedCopies() >= 2L * members.size());
        org.awaitQuiet();

        assertThat(sink.deliveriesTo(members.get(0)))
                .extracting(delivery -> delivery.received().first("Subject").orElseThrow())
                .satisfiesExactly(first -> assertThat(first).contains("once"), second -> assertThat(second)
                        .contains("another"));
        assertThat(sink.copies().values()).containsOnly(2L);
    }

    @Test
    void nobodyShouldBeMissedWhenTheServerIsKilledAtARandomMoment() {
        List<String> members = members(6_000, "m");
        String group = org.group("team", members);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int kill = 0; kill < Integer.getInteger("mailgroups.kills", 1); kill++) {
            sink.reset();
            sink.keepMessages(false);
            sink.pace(Duration.ofSeconds(2));
            send(group, "killed " + kill);
            // The sink takes 2,000 at a time: the last of them must not be there yet.
            awaitRecipients(1 + random.nextInt(members.size() * 2 / 3));
            int before = sink.reachedRecipients();
            server.kill();
            sink.pace(Duration.ZERO);
            server.start();
            awaitRecipients(members.size());
            org.awaitSettled();

            long tooMany = sink.acceptedCopies() - members.size();
            System.out.printf("Killed after %d of %d: %d copies too many%n", before, members.size(), tooMany);
            assertThat(before).as("seed %d", seed).isLessThan(members.size());
            assertThat(sink.copies().keySet()).containsExactlyInAnyOrderElementsOf(members);
            assertThat(tooMany).as("seed %d", seed).isLessThanOrEqualTo((long) CONNECTIONS * CHUNK);
            assertThat(sink.copies().values()).allMatch(copies -> copies <= 2);
        }
    }

    @Test
    void connectionsShouldBeFewAndUsedAgain() {
        List<String> members = members(3_000, "m");
        String group = org.group("team", members);
        send(group, "first");
        awaitRecipients(members.size());

        assertThat(sink.connections()).isLessThanOrEqualTo(CONNECTIONS);
        assertThat(sink.deliveries()).extracting(Delivery::sender).doesNotContain(alice);
    }
}
