// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MessageRates;
import org.mailgroups.value.Address;

class StormGuardTest {
    private static final Decision ACCEPT = new Decision.Accept();
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private long now = Long.MAX_VALUE - 5;
    private int messages;
    private final Map<StormLimits, StormGuard> guards = new HashMap<>();

    private StormGuard guard(StormLimits limits) {
        return guards.computeIfAbsent(limits, any -> {
            StormGuard guard = new StormGuard(() -> now);
            guard.use(limits);
            return guard;
        });
    }

    private static GroupEntry group(long id, MessageRates rates) {
        Address address = Address.parse("group" + id + "@example.org");
        return new GroupEntry(id, address, "", 1, List.of(), GroupSettings.DEFAULT.withRates(rates));
    }

    private static GroupEntry group(long id) {
        return group(id, MessageRates.OF_SERVER);
    }

    private Decision arrives(StormLimits limits, String sender, long group, String... conversations) {
        return arrives(limits, sender, group(group), conversations);
    }

    private Decision arrives(StormLimits limits, String sender, GroupEntry group, String... conversations) {
        return guard(limits).decide(new Arrival("message-" + messages++, group, sender, Set.of(conversations)));
    }

    private static StormLimits perSender(int limit) {
        return new StormLimits(limit, 0, 0);
    }

    @Test
    void decideShouldHoldWhenASenderIsOverTheLimitAtAGroup() {
        assertThat(arrives(perSender(2), "alice", 1)).isEqualTo(ACCEPT);
        assertThat(arrives(perSender(2), "alice", 1)).isEqualTo(ACCEPT);

        assertThat(arrives(perSender(2), "alice", 1))
                .isEqualTo(new Decision.Hold("More than 2 messages a minute from one sender"));
        assertThat(arrives(perSender(2), "bob", 1)).isEqualTo(ACCEPT);
        assertThat(arrives(perSender(2), "alice", 2)).isEqualTo(ACCEPT);
    }

    @Test
    void decideShouldHoldWhenAGroupIsOverTheLimit() {
        StormLimits limits = new StormLimits(0, 2, 0);
        assertThat(arrives(limits, "alice", 1)).isEqualTo(ACCEPT);
        assertThat(arrives(limits, "bob", 1)).isEqualTo(ACCEPT);

        assertThat(arrives(limits, "carol", 1))
                .isEqualTo(new Decision.Hold("More than 2 messages a minute to this group"));
        assertThat(arrives(limits, "carol", 2)).isEqualTo(ACCEPT);
    }

    @Test
    void decideShouldHoldWhenAConversationIsOverTheLimitUnderAnyOfItsNames() {
        StormLimits limits = new StormLimits(0, 0, 2);
        assertThat(arrives(limits, "alice", 1, "root", "subject")).isEqualTo(ACCEPT);
        assertThat(arrives(limits, "bob", 1, "other root", "subject")).isEqualTo(ACCEPT);

        assertThat(arrives(limits, "carol", 1, "third root", "subject"))
                .isEqualTo(new Decision.Hold("More than 2 replies a minute in one conversation"));
        assertThat(arrives(limits, "carol", 1, "root")).isEqualTo(ACCEPT);
        assertThat(arrives(limits, "carol", 1)).isEqualTo(ACCEPT);
        assertThat(arrives(limits, "carol", 2, "subject")).isEqualTo(ACCEPT);
    }

    @Test
    void decideShouldAcceptAgainWhenAMinuteHasPassed() {
        arrives(perSender(1), "alice", 1);
        now += MINUTE - 1;
        assertThat(arrives(perSender(1), "alice", 1)).isInstanceOf(Decision.Hold.class);

        now += 1;

        assertThat(arrives(perSender(1), "alice", 1)).isEqualTo(ACCEPT);
    }

    @Test
    void decideShouldNotCountWhatItHolds() {
        arrives(perSender(1), "alice", 1);
        now += MINUTE / 2;
        arrives(perSender(1), "alice", 1);

        now += MINUTE / 2;

        assertThat(arrives(perSender(1), "alice", 1)).isEqualTo(ACCEPT);
    }

    @Test
    void decideShouldAnswerTheSameAndCountOnceWhenAMessageIsSeenAgain() {
        StormLimits limits = perSender(2);
        Arrival first = new Arrival("first", group(1), "alice", Set.of());
        for (int i = 0; i < 5; i++) {
            assertThat(guard(limits).decide(first)).isEqualTo(ACCEPT);
        }
        assertThat(arrives(limits, "alice", 1)).isEqualTo(ACCEPT);
        Arrival third = new Arrival("third", group(1), "alice", Set.of());
        Decision held = guard(limits).decide(third);
        now += 2 * MINUTE;

        assertThat(held).isInstanceOf(Decision.Hold.class);
        assertThat(guard(limits).decide(third)).isEqualTo(held);
    }

    @Test
    void decideShouldCountAMessageAtEachOfItsGroups() {
        StormLimits limits = new StormLimits(0, 1, 0);
        assertThat(guard(limits).decide(new Arrival("one", group(1), "alice", Set.of())))
                .isEqualTo(ACCEPT);
        assertThat(guard(limits).decide(new Arrival("one", group(2), "alice", Set.of())))
                .isEqualTo(ACCEPT);

        assertThat(guard(limits).decide(new Arrival("two", group(2), "alice", Set.of())))
                .isInstanceOf(Decision.Hold.class);
    }

    @Test
    void decideShouldAcceptEverythingWhenAllLimitsAreOff() {
        StormLimits off = new StormLimits(0, 0, 0);

        assertThat(IntStream.range(0, 1000).mapToObj(i -> arrives(off, "alice", 1, "subject")))
                .containsOnly(ACCEPT);
        assertThat(guard(off).size()).isZero();
    }

    @Test
    void decideShouldRememberNothingOfAFloodBeyondTheLimit() {
        StormLimits limits = new StormLimits(20, 60, 30);

        for (int i = 0; i < 50_000; i++) {
            arrives(limits, "forged" + i, 1, "subject" + i);
        }

        assertThat(guard(limits).size()).isLessThanOrEqualTo(60 + 60 + 1 + 60);
    }

    @Test
    void decideShouldHoldWhenTheLogIsFull() {
        for (int i = 0; i < StormGuard.MAX_ADMISSIONS; i++) {
            arrives(perSender(1), "forged" + i, 1);
        }

        assertThat(arrives(perSender(1), "another", 1)).isInstanceOf(Decision.Hold.class);
        now += MINUTE;
        assertThat(arrives(perSender(1), "another", 1)).isEqualTo(ACCEPT);
        assertThat(guard(perSender(1)).size()).isEqualTo(2);
    }

    @Test
    void decideShouldUseTheLimitsOfTheGroupWhenItHasSome() {
        StormLimits server = new StormLimits(1, 2, 0);
        GroupEntry tickets = group(7, new MessageRates(3, MessageRates.NOT_SET));
        GroupEntry open = group(8, new MessageRates(0, 0));
        GroupEntry quiet = group(9, new MessageRates(MessageRates.NOT_SET, 1));

        assertThat(IntStream.range(0, 3).mapToObj(i -> arrives(server, "tickets", tickets)))
                .containsExactly(ACCEPT, ACCEPT, new Decision.Hold("More than 2 messages a minute to this group"));
        assertThat(IntStream.range(0, 100).mapToObj(i -> arrives(server, "tickets", open)))
                .containsOnly(ACCEPT);
        arrives(server, "ann", quiet);
        assertThat(arrives(server, "bob", quiet))
                .isEqualTo(new Decision.Hold("More than 1 messages a minute to this group"));
    }

    @Test
    void decideShouldSeeALimitThatChangesDuringAStorm() {
        StormLimits server = perSender(1);
        arrives(server, "alice", 1);
        assertThat(arrives(server, "alice", 1)).isInstanceOf(Decision.Hold.class);

        assertThat(arrives(server, "alice", group(1, new MessageRates(2, 0)))).isEqualTo(ACCEPT);
        assertThat(arrives(server, "alice", group(1, new MessageRates(2, 0)))).isInstanceOf(Decision.Hold.class);
    }

    @Test
    void foreseeShouldSayWhatWouldBeDecidedAndCountNothing() {
        StormLimits limits = perSender(1);
        Arrival question = new Arrival("explain", group(1), "alice", Set.of());
        for (int i = 0; i < 5; i++) {
            assertThat(guard(limits).foresee(question)).isEqualTo(ACCEPT);
        }
        assertThat(guard(limits).size()).isZero();
        assertThat(arrives(limits, "alice", 1)).isEqualTo(ACCEPT);

        assertThat(guard(limits).foresee(question))
                .isEqualTo(new Decision.Hold("More than 1 messages a minute from one sender"));
        now += MINUTE;
        assertThat(guard(limits).foresee(question)).isEqualTo(ACCEPT);
    }

    @Test
    void useShouldRefuseOtherLimitsThanThoseOfAnotherPlace() {
        StormGuard guard = guard(perSender(1));
        guard.use(perSender(1));

        assertThatThrownBy(() -> guard.use(perSender(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxPerSenderPerMinute");
    }

    @Test
    void arrivalShouldHaveOneNameForAllAliasesOfAUser() {
        Address alias = Address.parse("Zoe@example.org");
        Address user = Address.parse("ann@example.org");
        Author author = new Author(Set.of(alias, user), null, Set.of(), false);

        assertThat(Arrival.of("m", group(1), author, "Zoe@example.org", Set.of())
                        .sender())
                .isEqualTo("ann@example.org");
        assertThat(Arrival.of("m", group(1), Author.UNKNOWN, "X@Y.test", Set.of())
                        .sender())
                .isEqualTo("<x@y.test>");
    }

    @Test
    void stormLimitsShouldRefuseNegativeFigures() {
        assertThatThrownBy(() -> new StormLimits(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    record Sent(long afterNanos, String sender, long group, Set<String> conversations) {}

    @Provide
    Arbitrary<List<Sent>> mail() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, MINUTE / 4),
                        Arbitraries.of("alice", "bob"),
                        Arbitraries.longs().between(1, 2),
                        Arbitraries.of("root", "subject").set().ofMaxSize(2))
                .as(Sent::new)
                .list()
                .ofMaxSize(120);
    }

    @Property(tries = 300)
    void decideShouldNeverAcceptMoreThanALimitInAnyMinute(@ForAll("mail") List<Sent> mail) {
        StormLimits limits = new StormLimits(2, 3, 2);
        Map<String, List<Long>> accepted = new HashMap<>();
        for (Sent sent : mail) {
            now += sent.afterNanos();
            if (arrives(
                            limits,
                            sent.sender(),
                            sent.group(),
                            sent.conversations().toArray(String[]::new))
                    .equals(ACCEPT)) {
                note(accepted, "sender " + sent.sender() + sent.group());
                note(accepted, "group " + sent.group());
                sent.conversations().forEach(name -> note(accepted, "conversation " + name + sent.group()));
            }
        }
        accepted.forEach((key, times) -> {
            int limit = key.startsWith("group") ? 3 : 2;
            for (int i = limit; i < times.size(); i++) {
                assertThat(times.get(i) - times.get(i - limit)).as(key).isGreaterThanOrEqualTo(MINUTE);
            }
        });
    }

    private void note(Map<String, List<Long>> accepted, String key) {
        accepted.computeIfAbsent(key, any -> new ArrayList<>()).add(now);
    }
}
