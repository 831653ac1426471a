// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.mail.MessagingException;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.SentCopy;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Route;
import org.mailgroups.group.Group;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.james.spool.PassingClock;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** Days and weeks of a group with a member who is gone, on a real store. */
class BounceScheduleTest {
    private static final Address BOB = Address.parse("bob@far.example");
    private static final Address CAROL = Address.parse("carol@far.example");
    private static final Duration DAY = Duration.ofDays(1);
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final PassingClock CLOCK = new PassingClock();

    @TempDir
    static Path directory;

    private static GroupStore store;

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final List<String> digests = new ArrayList<>();
    private final Map<Address, SentCopy> copies = new HashMap<>();
    private BounceLedger ledger;
    private Group team;
    private FailureQueue failures;
    private BounceSchedule schedule;
    private boolean isMailDown;

    @BeforeAll
    static void openStore() {
        store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(directory.resolve("store")), CLOCK);
    }

    @AfterAll
    static void closeStore() {
        store.close();
    }

    @BeforeEach
    void createTeam() {
        ledger = store.bounces();
        String domain = "d" + NUMBERS.incrementAndGet() + ".example";
        team = store.groups()
                .create(new NewGroup(
                        Address.parse("team@" + domain),
                        "Team",
                        "",
                        List.of(Address.parse("alice@" + domain)),
                        List.of(NewMember.of(BOB), NewMember.of(CAROL))));
        failures = new FailureQueue(new BounceCounter(ledger, BounceLimits.DEFAULT, metrics), metrics);
        schedule = new BounceSchedule(
                ledger,
                (group, start, recipients) -> group == team.id() ? copies : Map.of(),
                failures,
                new BounceDigest(ledger, this::send, CLOCK),
                BounceLimits.DEFAULT,
                metrics,
                CLOCK);
    }

    private void send(Address group, String name, String subject, String text) throws MessagingException {
        if (isMailDown) {
            throw new MessagingException("the spool is full, for a test");
        }
        if (group.equals(team.address())) {
            digests.add(text);
        }
    }

    private void refuse(Address member, UUID posting) {
        PostingCopy copy = new PostingCopy(0, team.id(), "team-bounces@example.org", new byte[0], 0, 1, false);
        Posting sent = new Posting(
                posting,
                "key",
                "",
                "",
                "",
                CLOCK.instant(),
                1,
                Set.of(team.id()),
                List.of(copy),
                new Route("local", "relay", true),
                "");
        failures.note(
                new DueChunk(sent, 0, 0, false, List.of(new DueChunk.Due(member, 0))),
                Map.of(
                        member,
                        new Attempt(RecipientState.FAILED, "mx", "550 5.1.1 no such user", 1, CLOCK.instant(), null)));
        failures.count();
    }

    private void refuseOnFiveDays(Address member) {
        IntStream.range(0, 5).forEach(day -> {
            refuse(member, UUID.randomUUID());
            CLOCK.pass(DAY);
        });
    }

    private Set<Address> suspended() {
        return store.lookup().suspended(store.lookup().find(team.address()).orElseThrow());
    }

    private UUID probe() {
        UUID posting = UUID.randomUUID();
        assertThat(ledger.beginProbes(team.id(), posting, List.of(BOB), BounceLimits.DEFAULT.probeAfter()))
                .containsExactly(BOB);
        return posting;
    }

    private void outcome(UUID posting, RecipientState state) {
        copies.put(BOB, new SentCopy(posting, CLOCK.instant(), state));
    }

    @Test
    void memberShouldBeSuspendedProbedAndResumed() {
        refuseOnFiveDays(BOB);
        assertThat(suspended()).containsExactly(BOB);
        assertThat(metrics.countFor("groupsBouncesSuspended")).isEqualTo(1);
        assertThat(ledger.beginProbes(team.id(), UUID.randomUUID(), List.of(BOB), DAY))
                .isEmpty();

        CLOCK.pass(Duration.ofDays(6));
        outcome(probe(), RecipientState.DELIVERED);
        CLOCK.pass(DAY.minusSeconds(1));
        schedule.round();
        assertThat(suspended()).containsExactly(BOB);

        CLOCK.pass(Duration.ofSeconds(1));
        schedule.round();
        assertThat(suspended()).isEmpty();
        assertThat(metrics.countFor("groupsBouncesResumed")).isEqualTo(1);
        assertThat(ledger.list(team.address(), PageRequest.first(1)).items()).isEmpty();
    }

    @Test
    void memberShouldStaySuspendedWhenTheProbeFails() {
        refuseOnFiveDays(BOB);
        CLOCK.pass(Duration.ofDays(6));
        UUID probe = probe();
        refuse(BOB, probe);
        outcome(probe, RecipientState.FAILED);

        CLOCK.pass(DAY);
        schedule.round();

        assertThat(suspended()).containsExactly(BOB);
        CLOCK.pass(Duration.ofDays(6));
        probe();
    }

    @Test
    void memberShouldStaySuspendedWhileTheProbeIsTriedAndBeProbedAgainWhenItWasLost() {
        refuseOnFiveDays(BOB);
        CLOCK.pass(Duration.ofDays(6));
        outcome(probe(), RecipientState.WAITING);
        CLOCK.pass(DAY);
        schedule.round();
        assertThat(suspended()).containsExactly(BOB);

        copies.clear();
        CLOCK.pass(DAY);
        schedule.round();
        assertThat(suspended()).containsExactly(BOB);
        probe();
    }

    @Test
    void administratorsShouldBeToldOnceADayAndOnlyWithNews() {
        schedule.round();
        assertThat(digests).isEmpty();
        refuseOnFiveDays(BOB);

        schedule.round();
        schedule.round();

        assertThat(digests).singleElement().asString().contains("bob@far.example", "> 550 5.1.1", "on 5 days");
        CLOCK.pass(DAY);
        schedule.round();
        assertThat(digests).hasSize(1);

        ledger.forget(team.address(), BOB);
        CLOCK.pass(BounceDigest.QUIET.minusSeconds(1));
        schedule.round();
        assertThat(digests).hasSize(1);
        CLOCK.pass(Duration.ofSeconds(1));
        schedule.round();
        assertThat(digests).hasSize(2);
        assertThat(digests.get(1))
                .contains("get copies again:\n\n  bob@far.example")
                .doesNotContain("550");
    }

    @Test
    void administratorsShouldBeToldLaterWhenTheMailCannotBeSent() {
        refuseOnFiveDays(BOB);
        isMailDown = true;
        schedule.round();
        assertThat(digests).isEmpty();

        isMailDown = false;
        schedule.round();

        assertThat(digests).hasSize(1);
    }

    @Test
    void digestShouldBeBounded() {
        for (int i = 0; i < BounceDigest.MAX_SHOWN + 7; i++) {
            Address member = Address.parse("m" + i + "@far.example");
            for (int day = 0; day < 5; day++) {
                refuse(member, UUID.randomUUID());
                CLOCK.pass(Duration.ofDays(day == 4 ? -4 : 1));
            }
        }
        CLOCK.pass(Duration.ofDays(5));

        schedule.round();

        assertThat(digests).singleElement().asString().contains("7 more are not shown here");
        assertThat(digests.get(0).length()).isLessThan(10_000);
    }
}
