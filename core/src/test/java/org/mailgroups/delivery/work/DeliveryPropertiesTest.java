// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.MemoryPostings;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Carriers;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NoLinkException;
import org.mailgroups.value.Address;

/** Whatever servers answer, nobody is lost, and nobody is sent to after the last word. */
class DeliveryPropertiesTest {
    private static final Answer.Kind[] KINDS = Answer.Kind.values();

    /** Servers that do anything; what they do is the same for the same seed. */
    private static final class Chaos implements ScriptedCarrier.Opening, ScriptedCarrier.Sending {
        private final Random random;
        private final Set<Address> settled = new HashSet<>();
        private boolean isOver;

        Chaos(long seed) {
            random = new Random(seed);
        }

        @Override
        public void open(Hop hop) throws NoLinkException {
            int die = random.nextInt(10);
            if (!isOver && die == 0) {
                throw new IllegalStateException("a bug in opening");
            }
            if (!isOver && die < 4) {
                throw new NoLinkException(
                        die == 1 ? NoLinkException.Kind.FULL : NoLinkException.Kind.TEMPORARY, "", "no link", null);
            }
        }

        @Override
        public Map<Address, Answer> send(Hop hop, List<Address> recipients) {
            assertThat(settled).doesNotContainAnyElementsOf(recipients);
            int die = random.nextInt(12);
            if (!isOver && die == 0) {
                throw new IllegalStateException("a bug in sending");
            }
            Map<Address, Answer> answers = new HashMap<>();
            if (isOver || die != 1) {
                recipients.forEach(recipient -> answers.put(recipient, answer(recipient)));
            }
            return answers;
        }

        private Answer answer(Address recipient) {
            Answer.Kind kind = isOver ? Answer.Kind.DELIVERED : KINDS[random.nextInt(KINDS.length)];
            if (kind == Answer.Kind.DELIVERED || kind == Answer.Kind.HANDED_OVER || kind == Answer.Kind.REFUSED) {
                settled.add(recipient);
            }
            return new Answer(kind, "mx", "die");
        }
    }

    @Property(tries = 150)
    void everybodyShouldBeSettledOrWaitWhateverIsAnswered(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 120) int count,
            @ForAll @IntRange(min = 1, max = 9) int size)
            throws InterruptedException {
        FakeTime time = new FakeTime();
        MemoryPostings store = new MemoryPostings();
        MemoryBodies bodies = new MemoryBodies();
        Chaos chaos = new Chaos(seed);
        ScriptedCarrier carrier = new ScriptedCarrier().onOpen(chaos).onSend(chaos);
        RetrySchedule retries = new RetrySchedule(List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)), 1);
        Delivery delivery = new Delivery(
                store,
                bodies,
                new Carriers(carrier, carrier, carrier),
                new ScriptedHops(),
                Optional.empty(),
                new WorkLimits(4, 1, 3, 2, 2, 2, 10),
                retries,
                (chunk, attempts) -> {},
                time,
                time);
        List<Address> members = IntStream.range(0, count)
                .mapToObj(i -> Address.parse("m" + i + "@d" + i % 7 + ".example"))
                .sorted()
                .toList();
        Posting posting = Postings.direct("1");
        Postings.keepBody(bodies, posting);
        delivery.accept(posting, Postings.chunks(members, size), List.of());

        for (int round = 0; round < 12; round++) {
            HandDelivery.workOff(delivery);
            assertThat(store.attempts().values())
                    .allSatisfy(attempt -> assertThat(attempt.attempts()).isLessThanOrEqualTo(3));
            time.passes(Duration.ofSeconds(20));
        }
        chaos.isOver = true;
        for (int round = 0; round < 12; round++) {
            time.passes(Duration.ofMinutes(1));
            HandDelivery.workOff(delivery);
        }

        assertThat(store.attempts().keySet()).containsExactlyInAnyOrderElementsOf(members);
        assertThat(store.attempts().values()).extracting(Attempt::state).doesNotContain(RecipientState.WAITING);
        assertThat(delivery.chunksInMemory()).isZero();
        assertThat(carrier.stillOpen()).as("links that are idle").isLessThanOrEqualTo(30);
        assertThat(bodies.kept()).isEmpty();
    }
}
