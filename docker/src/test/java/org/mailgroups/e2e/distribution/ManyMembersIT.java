// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Footprint;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
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
                        SharedServer.besideSink().data().resolve("logs/james.log"))
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
