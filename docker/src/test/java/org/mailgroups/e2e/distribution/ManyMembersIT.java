// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Footprint;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.SmtpSink.Delivery;
import org.mailgroups.e2e.harness.Webadmin;

/** Groups of thousands of members, whose servers are slow or refuse somebody. */
class ManyMembersIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int MEGABYTE = 1 << 20;

    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    private String alice;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(SharedServer.besideSink());
        alice = org.user("alice");
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    @Test
    void messageShouldReachTwoThousandExternalMembersOnce() {
        List<String> members = members(2_000, "one.example.net", "two.example.net", "three.example.net");
        String crowd = org.group("crowd", members);

        org.send(alice, Letter.from(alice, "to 2,000").to(crowd).bodyOf(8_000), crowd);
        awaitRecipients(members.size());
        org.awaitQuiet();

        assertThat(sink.copies())
                .hasSize(2_000)
                .allSatisfy((member, copies) -> assertThat(copies).as(member).isEqualTo(1L));
        assertThat(sink.copies().keySet()).containsExactlyInAnyOrderElementsOf(members);
        assertThat(sink.deliveries()).allSatisfy(delivery -> {
            assertThat(delivery.recipients()).hasSizeLessThanOrEqualTo(100);
            assertThat(delivery.sender()).isNotEqualTo(alice);
        });
        assertThat(org.inbox(alice).messages()).isEmpty();
    }

    @Test
    void bigMessageToTwoThousandShouldNotBeOnDiskTwoThousandTimes() {
        int size = 20 * MEGABYTE;
        List<String> members = members(2_000, "big.example.net");
        String crowd = org.group("crowd", members);
        sink.keepMessages(false);
        sink.pace(Duration.ofMillis(300));
        long before = Footprint.diskBytes(SharedServer.besideSink().data());

        org.send(alice, Letter.from(alice, "20 MB").to(crowd).bodyOf(size), crowd);
        long[] most = new long[1];
        Awaitility.await("2,000 copies of 20 MB")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    most[0] = Math.max(
                            most[0],
                            Footprint.diskBytes(SharedServer.besideSink().data()) - before);
                    return sink.reachedRecipients() == members.size();
                });
        org.awaitQuiet();

        assertThat(sink.copies().values()).containsOnly(1L);
        assertThat(sink.deliveries())
                .allSatisfy(delivery -> assertThat(delivery.bytes()).isGreaterThan(size));
        System.out.printf("20 MB to 2,000 members: at most %d MB more on disk%n", most[0] / MEGABYTE);
        // One body, and the message in James' spool until it is a posting.
        assertThat(most[0]).as("octets more on disk than before").isLessThan(4L * size);
        Awaitility.await("the body's end")
                .atMost(LIMIT)
                .until(() -> Footprint.diskBytes(SharedServer.besideSink().data()) - before < size);
    }

    @Test
    void memberRejectedForGoodShouldFailAlone() {
        List<String> members = new ArrayList<>(members(150, "some.example.net"));
        String gone = members.get(70);
        sink.answerRcptWith(recipient -> recipient.equals(gone) ? "550 5.1.1 No such user here" : "250 Ok");
        String crowd = org.group("crowd", members);

        org.send(alice, Letter.from(alice, "one is gone").to(crowd), crowd);
        awaitRecipients(members.size() - 1);
        org.awaitQuiet();

        members.remove(gone);
        assertThat(sink.copies().keySet()).containsExactlyInAnyOrderElementsOf(members);
        assertThat(sink.copies().values()).containsOnly(1L);
        assertThat(org.inbox(alice).messages()).as("no report to the author").isEmpty();
        Awaitility.await("the audit trail").atMost(LIMIT).until(() -> Files.readString(
                        SharedServer.besideSink().jamesLog())
                .lines()
                .anyMatch(line -> line.contains("undelivered")
                        && line.contains(gone)
                        && line.contains("550 5.1.1 No such user here")));
    }

    @Test
    void memberRejectedForNowShouldGetTheMessageLaterAndTheOthersOnce() {
        List<String> members = members(20, "later.example.net");
        String busy = members.get(7);
        sink.answerRcptWith(recipient -> recipient.equals(busy) ? "451 4.7.1 Try again" : "250 Ok");
        String crowd = org.group("crowd", members);

        org.send(alice, Letter.from(alice, "one is busy").to(crowd), crowd);
        awaitRecipients(members.size() - 1);
        sink.answerRcptWith(recipient -> "250 Ok");
        awaitRecipients(members.size());
        org.awaitQuiet();

        assertThat(sink.copies().values()).containsOnly(1L);
        assertThat(sink.deliveriesTo(busy)).extracting(Delivery::recipients).containsExactly(List.of(busy));
    }

    @Test
    void messageShouldReachEveryLocalMemberOnceWhenTheyAreManyChunks() {
        List<String> members =
                IntStream.range(0, 120).mapToObj(i -> org.user("local" + i)).toList();
        String crowd = org.group("crowd", members);

        org.send(alice, Letter.from(alice, "to 120 here").to(crowd), crowd);

        members.forEach(member -> org.inbox(member).awaitOne());
        org.awaitQuiet();
        assertThat(members)
                .allSatisfy(member -> assertThat(org.inbox(member).messages()).hasSize(1));
        assertThat(org.webadmin()
                        .get(Webadmin.group(crowd))
                        .expect(200)
                        .json()
                        .path("memberCount")
                        .asInt())
                .isEqualTo(120);
    }

    /** With {@code -Dmailgroups.members=2000} there are as many members here, and as many elsewhere. */
    @Test
    void everyMemberShouldHaveTheOwnOutcomeAndAtMostOneCopyWhenSomeMailboxesAreInTrouble() {
        int count = Integer.getInteger("mailgroups.members", 30);
        List<String> here =
                IntStream.range(0, count).mapToObj(i -> org.user("local" + i)).toList();
        List<String> elsewhere = members(count, "one.example.net", "two.example.net");
        String crowd = org.group(
                "crowd", Stream.concat(here.stream(), elsewhere.stream()).toList());
        String sorting = here.get(3);
        String full = here.get(7);
        String broken = here.get(11);
        String gone = here.get(15);
        sieve(sorting, "require [\"fileinto\"]; fileinto \"Lists\";");
        sieve(here.get(4), "this is no script");
        sieve(broken, "require [\"fileinto\"]; fileinto \"" + "x".repeat(250) + "\";");
        org.webadmin()
                .putOctets("/quota/users/" + Webadmin.encode(full) + "/count", "0".getBytes(US_ASCII))
                .expect(204);
        org.webadmin().delete("/users/" + Webadmin.encode(gone)).expect(204);

        org.send(alice, Letter.from(alice, "to many kinds").to(crowd), crowd);
        JsonNode posting = Awaitility.await("two who wait")
                .atMost(LIMIT)
                .until(
                        () -> get(crowd, "/postings").path(0),
                        first -> first.path("recipients").path("waiting").asInt() == 2);
        org.awaitQuiet();

        assertThat(posting.path("recipients").path("failed").asInt()).isEqualTo(1);
        assertThat(posting.path("recipients").path("delivered").asInt()).isEqualTo(2 * count - 3);
        String recipients = "/postings/" + posting.path("id").asText() + "/recipients?q=";
        assertThat(get(crowd, recipients + Webadmin.encode(full))
                        .path(0)
                        .path("reply")
                        .asText())
                .startsWith("4.2.2 ");
        assertThat(get(crowd, recipients + Webadmin.encode(broken))
                        .path(0)
                        .path("reply")
                        .asText())
                .startsWith("4.3.0 ");
        assertThat(get(crowd, recipients + Webadmin.encode(gone))
                        .path(0)
                        .path("reply")
                        .asText())
                .startsWith("5.1.1 ");
        assertThat(sink.copies()).hasSize(count);
        assertThat(sink.copies().values()).containsOnly(1L);
        assertThat(org.inbox(sorting).read("Lists")).hasSize(1);
        assertThat(inboxesOf(here, List.of(sorting, full, broken, gone)))
                .allSatisfy(messages -> assertThat(messages.stream()
                                .filter(message ->
                                        message.first("Subject").orElse("").equals("to many kinds")))
                        .hasSize(1));
        assertThat(inboxesOf(List.of(sorting, full, broken), List.of())).allMatch(List::isEmpty);
    }

    private List<List<Received>> inboxesOf(List<String> users, List<String> without) {
        return users.stream()
                .filter(user -> !without.contains(user))
                .map(user -> org.inbox(user).messages())
                .toList();
    }

    private JsonNode get(String group, String rest) {
        return org.webadmin()
                .get(Webadmin.group(group) + rest)
                .expect(200)
                .json()
                .path("items");
    }

    private void sieve(String user, String script) {
        org.webadmin()
                .putOctets(
                        "/sieve/" + Webadmin.encode(user) + "/scripts/rules?activate=true", script.getBytes(US_ASCII))
                .expect(204);
    }

    private void awaitRecipients(int count) {
        Awaitility.await(count + " recipients at the sink")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> sink.reachedRecipients() >= count);
    }

    private List<String> members(int count, String... domains) {
        return IntStream.range(0, count)
                .mapToObj(i -> "m" + i + "@" + org.domain() + '.' + domains[i % domains.length])
                .toList();
    }
}
