// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Footprint;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;

/** Users' own mail and members' copies that wait for a later attempt hold up no other mail. */
class DeferredMailIT {
    /** How many mails of users wait; as many members' copies do. 200 kept others waiting once; try 5,000. */
    private static final int WAITING = Integer.getInteger("mailgroups.deferred", 450);

    /** What has waited for some minutes is tried again after fifteen only. */
    private static final Duration LIMIT = Duration.ofMinutes(WAITING > 1_000 ? 40 : 10);

    /** Many that are due again have their turn before a mail that is new; a few take no time. */
    private static final Duration NOTHING_DUE = Duration.ofSeconds(WAITING > 1_000 ? 3 : 0);

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
    void otherMailShouldPassHoweverMuchWaits() {
        Set<String> deferred = ConcurrentHashMap.newKeySet();
        AtomicLong lastTry = new AtomicLong();
        sink.answerRcptWith(recipient -> {
            if (!recipient.endsWith("@later.test")) {
                return "250 2.1.5 Ok";
            }
            deferred.add(recipient);
            lastTry.set(System.nanoTime());
            return "451 4.3.2 Not now";
        });
        List<String> users = addresses("user");
        List<String> members = addresses("member");
        String crowd = org.group("crowd", members);
        org.send(alice, Letter.from(alice, "to members").to(crowd), crowd);
        try (SmtpClient client = org.submission(alice)) {
            users.forEach(user -> Organisation.send(client, alice, Letter.from(alice, "to one"), List.of(user)));
        }
        Awaitility.await()
                .atMost(LIMIT)
                .until(() ->
                        deferred.size() == 2 * WAITING && System.nanoTime() - lastTry.get() > NOTHING_DUE.toNanos());

        long begin = System.nanoTime();
        org.send(alice, Letter.from(alice, "passes"), "friend@near.test");
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> !sink.deliveriesTo(
                        "friend@near.test")
                .isEmpty());
        System.out.printf(
                "another mail passes %,d and %,d deferred ones in %d ms; memory of the server at most %,d MB%n",
                WAITING,
                WAITING,
                (System.nanoTime() - begin) / 1_000_000,
                Footprint.peakMemoryBytes(SharedServer.besideSink().pid()) >> 20);

        assertThat(org.webadmin().queueSize("outgoing")).isGreaterThanOrEqualTo(WAITING);
        assertThat(sink.copies()).hasSize(1);
        sink.answerRcptWith(recipient -> "250 2.1.5 Ok");
        Awaitility.await().atMost(LIMIT).until(() -> sink.copies().size() == 2 * WAITING + 1);
        org.awaitQuiet();
        assertThat(sink.copies())
                .allSatisfy((address, copies) -> assertThat(copies).as(address).isEqualTo(1L));
    }

    private static List<String> addresses(String name) {
        return IntStream.range(0, WAITING)
                .mapToObj(number -> name + number + "@later.test")
                .toList();
    }
}
