// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.BounceNews;
import org.mailgroups.bounce.Bounces;
import org.mailgroups.bounce.Counted;
import org.mailgroups.bounce.Failure;
import org.mailgroups.bounce.Probe;
import org.mailgroups.bounce.Suspension;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

class JdbiBounceLedgerTest extends StoreContract {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final BounceLimits LIMITS = new BounceLimits(3, Duration.ofDays(30), WEEK);
    /** A suspended member gets the very next posting. */
    private static final BounceLimits AT_ONCE = new BounceLimits(3, Duration.ofDays(30), Duration.ZERO);

    private BounceLedger ledger;
    private Group team;
    private Address bob;

    @BeforeEach
    void createTeam() {
        ledger = store.bounces();
        team = create("team", member("bob"), member("carol"));
        bob = at("bob");
    }

    private Failure failure(String member, int daysAgo) {
        return failure(at(member), UUID.randomUUID(), daysAgo);
    }

    private Failure failure(Address member, UUID posting, int daysAgo) {
        return failure(member, posting, daysAgo, true);
    }

    private Failure failure(Address member, UUID posting, int daysAgo, boolean isProven) {
        return new Failure(
                team.id(),
                member,
                posting,
                NOW.minus(Duration.ofDays(daysAgo)),
                "5.1.1",
                "550 5.1.1 no such user",
                isProven);
    }

    private Failure invented(String member, int daysAgo) {
        return failure(at(member), UUID.randomUUID(), daysAgo, false);
    }

    private Counted count(Failure... failures) {
        return ledger.count(List.of(failures), LIMITS);
    }

    private void suspend(String member, BounceLimits limits) {
        List<Failure> failures = List.of(failure(member, 1), failure(member, 2), failure(member, 3));
        assertThat(ledger.count(failures, limits).suspended()).hasSize(1);
    }

    private GroupEntry entry() {
        return store.lookup().find(team.address()).orElseThrow();
    }

    private Set<Address> suspended() {
        return store.lookup().suspended(entry());
    }

    private List<Bounces> all() {
        return ledger.list(team.address(), PageRequest.first(10)).items();
    }

    @Test
    void countShouldSuspendAMemberAtTheLimitAndLetTheLookupSeeItAtOnce() {
        long before = store.lookup().version();

        assertThat(count(failure("bob", 5), failure("bob", 3)).suspended()).isEmpty();
        assertThat(suspended()).isEmpty();
        assertThat(count(failure("bob", 0)).suspended()).containsExactly(new Suspension(team.address(), bob));

        assertThat(suspended()).containsExactly(bob);
        assertThat(store.lookup().version()).isGreaterThan(before);
        assertThat(ledger.suspendedAmong(team.id(), List.of(at("BOB"), at("carol"))))
                .containsExactly(bob);
        assertThat(all()).containsExactly(new Bounces(bob, 3, NOW, NOW, "5.1.1", "550 5.1.1 no such user", true));
    }

    /** Each member could say so of each other one, as often as a posting comes. */
    @Test
    void countShouldSuspendNobodyForWhatIsNotProven() {
        assertThat(count(invented("bob", 9)).failures()).isEqualTo(1);
        for (int day = 8; day >= 0; day--) {
            assertThat(count(invented("bob", day))).isEqualTo(Counted.NONE);
        }
        assertThat(count(invented("carol", 3), invented("carol", 2), invented("carol", 1)))
                .isEqualTo(new Counted(1, List.of()));

        assertThat(all()).extracting(Bounces::count).containsExactly(1, 1);
        assertThat(suspended()).isEmpty();
    }

    @Test
    void countShouldTakeTheFirstFailureForACountThatIsProvenLater() {
        count(invented("bob", 5));

        assertThat(count(failure("bob", 4)).suspended()).isEmpty();
        assertThat(count(failure("bob", 3)).suspended()).hasSize(1);
    }

    @Test
    void countShouldSuspendNobodyForWhatIsNotProvenWhereOneFailureIsEnough() {
        BounceLimits one = new BounceLimits(1, Duration.ofDays(30), WEEK);

        assertThat(ledger.count(List.of(invented("bob", 2)), one)).isEqualTo(new Counted(1, List.of()));
        assertThat(ledger.count(List.of(failure("bob", 1)), one).suspended()).hasSize(1);
    }

    @Test
    void countShouldPreferWhatIsProvenOfOneDay() {
        assertThat(count(invented("bob", 3), failure("bob", 3), failure("bob", 2), failure("bob", 1))
                        .suspended())
                .hasSize(1);
    }

    @Test
    void failingShouldNameThoseWithFailuresAndForgetThemWithThese() {
        count(invented("bob", 3), failure("carol", 2));
        assertThat(ledger.failing(team.id())).containsExactlyInAnyOrder(bob, at("carol"));

        ledger.forget(team.address(), bob);
        assertThat(ledger.failing(team.id())).containsExactly(at("carol"));
        suspend("carol", LIMITS);
        assertThat(ledger.failing(team.id())).containsExactly(at("carol"));
    }

    @Test
    void countShouldTakeOneFailureForEachDay() {
        UUID posting = UUID.randomUUID();

        assertThat(count(failure(bob, posting, 1), failure("bob", 1)).failures())
                .isEqualTo(1);
        assertThat(count(failure(bob, posting, 1), failure("BOB", 1)).failures())
                .isZero();

        assertThat(all()).singleElement().extracting(Bounces::count).isEqualTo(1);
    }

    @Test
    void countShouldTakeNothingFromOutsideOfTheWindow() {
        assertThat(count(failure("bob", 31), failure("bob", 400), failure("bob", -2))
                        .failures())
                .isZero();
        assertThat(count(failure("bob", 30)).failures()).isEqualTo(1);
    }

    @Test
    void countShouldNotCountOldDaysWhenTheWindowHasBecomeShorter() {
        count(failure("bob", 29), failure("bob", 28));

        BounceLimits shorter = new BounceLimits(3, Duration.ofDays(10), WEEK);
        Counted counted = ledger.count(List.of(failure("bob", 1)), shorter);

        assertThat(counted).isEqualTo(new Counted(1, List.of()));
    }

    @Test
    void countShouldSuspendNobodyWhenTheLimitIsZero() {
        BounceLimits never = new BounceLimits(0, Duration.ofDays(30), WEEK);

        ledger.count(List.of(failure("bob", 1), failure("bob", 2), failure("bob", 3), failure("bob", 4)), never);

        assertThat(suspended()).isEmpty();
        assertThat(all()).singleElement().extracting(Bounces::count).isEqualTo(4);
    }

    @Test
    void countShouldPassOverGroupsThatAreGone() {
        store.groups().delete(team.address(), OptionalLong.empty());

        assertThat(count(failure("bob", 1))).isEqualTo(Counted.NONE);
    }

    @Test
    void countShouldKeepGroupsAndMembersApart() {
        Group other = create("other", member("bob"));
        Failure elsewhere = new Failure(other.id(), bob, UUID.randomUUID(), NOW, "5.1.1", "550 gone", true);

        count(failure("bob", 1), failure("bob", 2), elsewhere, failure("carol", 3));

        assertThat(suspended()).isEmpty();
        assertThat(ledger.list(other.address(), PageRequest.first(10)).items()).hasSize(1);
    }

    @Test
    void countShouldTakeManyMembersAtOnce() {
        List<Failure> failures = new ArrayList<>();
        for (int member = 0; member < 700; member++) {
            for (int day = 0; day < 3; day++) {
                failures.add(failure("m" + member, day));
            }
        }

        Counted counted = ledger.count(failures, LIMITS);

        assertThat(counted.failures()).isEqualTo(2100);
        assertThat(counted.suspended()).hasSize(700);
        assertThat(suspended()).hasSize(700);
    }

    @Test
    void forgetShouldResumeAndKeepOlderPostingsFromCountingAgain() {
        suspend("bob", LIMITS);

        assertThat(ledger.forget(team.address(), at("BOB"))).isTrue();
        assertThat(ledger.forget(team.address(), bob)).isFalse();

        assertThat(suspended()).isEmpty();
        assertThat(all()).isEmpty();
        assertThat(count(failure("bob", 1), failure("bob", 2), failure("bob", 3)))
                .isEqualTo(Counted.NONE);
    }

    @Test
    void listShouldGoOnWhereTheLastPageEnded() {
        count(failure("carol", 1), failure("bob", 1), failure("bob", 4));

        Page<Bounces> first = ledger.list(team.address(), PageRequest.first(1));
        Page<Bounces> second =
                ledger.list(team.address(), new PageRequest(first.next().orElseThrow(), 1));

        assertThat(first.items()).extracting(Bounces::member).containsExactly(bob);
        assertThat(first.items()).extracting(Bounces::count).containsExactly(2);
        assertThat(second.items()).extracting(Bounces::member).containsExactly(at("carol"));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void everyMethodShouldThrowWhenThereIsNoSuchGroup() {
        Address nobody = at("nobody");

        assertThatThrownBy(() -> ledger.list(nobody, PageRequest.first(1))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> ledger.forget(nobody, bob)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void memberWhoIsAddedAgainShouldBeginWithoutFailures() {
        suspend("bob", LIMITS);

        store.groups().removeMembers(team.address(), List.of(bob), OptionalLong.empty());
        store.groups().addMembers(team.address(), List.of(member("bob")), OptionalLong.empty());

        assertThat(suspended()).isEmpty();
        assertThat(all()).isEmpty();
    }

    @Test
    void renameShouldLetTheNewAddressBeginWithoutFailures() {
        suspend("bob", LIMITS);

        store.groups().rename(bob, at("robert"));

        assertThat(suspended()).isEmpty();
        assertThat(all()).isEmpty();
    }

    @Test
    void deleteShouldForgetTheFailuresOfAGroup() {
        suspend("bob", LIMITS);

        store.groups().delete(team.address(), OptionalLong.empty());
        team = create("team", member("bob"));

        assertThat(suspended()).isEmpty();
        assertThat(all()).isEmpty();
    }

    @Test
    void beginProbesShouldLetOnePostingThroughWhenTheTimeHasCome() {
        suspend("bob", LIMITS);
        suspend("carol", AT_ONCE);
        List<Address> both = List.of(bob, at("carol"));

        assertThat(ledger.beginProbes(team.id(), UUID.randomUUID(), List.of(bob), WEEK))
                .isEmpty();
        assertThat(ledger.beginProbes(team.id(), UUID.randomUUID(), both, WEEK)).containsExactly(at("carol"));
        assertThat(ledger.beginProbes(team.id(), UUID.randomUUID(), both, WEEK)).isEmpty();
        assertThat(suspended()).containsExactlyInAnyOrder(bob, at("carol"));
    }

    private Probe probe() {
        suspend("bob", AT_ONCE);
        UUID posting = UUID.randomUUID();
        assertThat(ledger.beginProbes(team.id(), posting, List.of(bob), WEEK)).containsExactly(bob);
        return new Probe(team.id(), bob, posting);
    }

    private List<Probe> open(Instant before) {
        return ledger.openProbes(before, 1000).stream()
                .filter(probe -> probe.group() == team.id())
                .toList();
    }

    @Test
    void countShouldEndNoProbeForWhatIsNotProven() {
        Probe probe = probe();

        ledger.count(List.of(failure(bob, probe.posting(), 0, false)), LIMITS);
        assertThat(open(NOW)).containsExactly(probe);

        ledger.count(List.of(failure(bob, probe.posting(), 0)), LIMITS);
        assertThat(open(NOW)).isEmpty();
    }

    @Test
    void settleShouldResumeWhenTheProbeHasArrived() {
        Probe probe = probe();
        assertThat(open(NOW.minusMillis(1))).isEmpty();
        assertThat(open(NOW)).containsExactly(probe);

        assertThat(ledger.settle(probe, Probe.Result.ARRIVED, WEEK)).contains(new Suspension(team.address(), bob));
        assertThat(ledger.settle(probe, Probe.Result.ARRIVED, WEEK)).isEmpty();

        assertThat(suspended()).isEmpty();
        assertThat(all()).isEmpty();
        assertThat(open(NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Probe.Result.class,
            names = {"FAILED", "OPEN", "LOST"})
    void settleShouldGoOnWithTheSuspensionWhenTheProbeHasNotArrived(Probe.Result result) {
        Probe probe = probe();

        assertThat(ledger.settle(probe, result, WEEK)).isEmpty();

        assertThat(suspended()).containsExactly(bob);
        assertThat(open(NOW)).hasSize(result == Probe.Result.OPEN ? 1 : 0);
        // Only a probe that never went out is repeated at once.
        assertThat(ledger.beginProbes(team.id(), UUID.randomUUID(), List.of(bob), WEEK))
                .hasSize(result == Probe.Result.LOST ? 1 : 0);
    }

    @Test
    void failureOfAProbeShouldLetTheNextOneComeLater() {
        Probe probe = probe();

        assertThat(count(failure(bob, probe.posting(), 0)).suspended()).isEmpty();

        assertThat(open(NOW)).isEmpty();
        assertThat(ledger.settle(probe, Probe.Result.ARRIVED, WEEK)).isEmpty();
        assertThat(suspended()).containsExactly(bob);
        assertThat(ledger.beginProbes(team.id(), UUID.randomUUID(), List.of(bob), WEEK))
                .isEmpty();
    }

    @Test
    void reportAfterAProbeShouldCountAsTheFirstFailure() {
        Probe probe = probe();
        ledger.settle(probe, Probe.Result.ARRIVED, WEEK);

        assertThat(count(failure(bob, probe.posting(), 0))).isEqualTo(new Counted(1, List.of()));
        assertThat(count(failure("bob", 1)).failures()).isZero();
    }

    private boolean hasNews(Instant before) {
        return ledger.groupsWithNews(before, 1000).contains(team.id());
    }

    @Test
    void tellShouldHandOverNewsOnceADay() {
        suspend("bob", LIMITS);
        suspend("carol", LIMITS);
        assertThat(hasNews(NOW.minusMillis(1))).isFalse();
        assertThat(hasNews(NOW)).isTrue();

        BounceNews news = ledger.tell(team.id(), 1).orElseThrow();

        assertThat(news.group()).isEqualTo(team.address());
        assertThat(news.changes()).singleElement().satisfies(change -> {
            assertThat(change.member()).isEqualTo(bob);
            assertThat(change.suspended()).isTrue();
            assertThat(change.bounces().count()).isEqualTo(3);
        });
        assertThat(news.more()).isEqualTo(1);
        assertThat(ledger.tell(team.id(), 1)).isEmpty();

        ledger.forget(team.address(), bob);
        assertThat(hasNews(NOW)).isFalse();
        assertThat(ledger.tell(team.id(), 1)).isEmpty();
    }

    @Test
    void takeBackShouldMakeNewsOfThemAgain() {
        suspend("bob", LIMITS);
        BounceNews news = ledger.tell(team.id(), 10).orElseThrow();

        ledger.takeBack(team.id(), news.toldAt());

        assertThat(hasNews(NOW)).isTrue();
        assertThat(ledger.tell(team.id(), 10)).contains(news);
    }

    @Test
    void forgottenFailuresShouldBeNoNewsWhenNobodyWasSuspended() {
        count(failure("bob", 1));

        ledger.forget(team.address(), bob);

        assertThat(hasNews(NOW)).isFalse();
    }

    @Test
    void sweepShouldForgetOldFailuresButForThoseOfSuspendedMembers() {
        suspend("bob", LIMITS);
        count(failure("carol", 2), failure("carol", 20));

        ledger.sweep(Duration.ofDays(1));

        assertThat(all()).extracting(Bounces::member).containsExactly(bob);
        assertThat(suspended()).containsExactly(bob);

        count(failure("carol", 2), failure("carol", 20));
        ledger.sweep(Duration.ofDays(10));
        assertThat(all()).extracting(Bounces::count).containsExactly(3, 1);
    }
}
