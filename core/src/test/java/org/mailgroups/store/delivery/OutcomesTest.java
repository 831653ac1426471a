// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.RecipientState;

/** However results come, each recipient has the first outcome that ends its waiting. */
class OutcomesTest {
    private static final int COUNT = 12;
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");

    private static final List<Attempt> ATTEMPTS = List.of(
            new Attempt(RecipientState.DELIVERED, "mx", "250 ok", 1, NOW, null),
            new Attempt(RecipientState.HANDED_OVER, "", "", 1, NOW, null),
            new Attempt(RecipientState.FAILED, "mx", "550 no", 1, NOW, null),
            new Attempt(RecipientState.WAITING, "mx", "450 later", 1, NOW, NOW.plusSeconds(900)),
            new Attempt(RecipientState.WAITING, "mx", "450 later", 2, NOW, NOW.plusSeconds(60)));

    @Provide
    Arbitrary<List<Map<Integer, Attempt>>> results() {
        return Arbitraries.maps(Arbitraries.integers().between(0, COUNT - 1), Arbitraries.of(ATTEMPTS))
                .ofMaxSize(COUNT)
                .list()
                .ofMaxSize(6);
    }

    @Property(tries = 500)
    void eachRecipientShouldHaveTheFirstOutcomeThatIsOne(@ForAll("results") List<Map<Integer, Attempt>> results) {
        Outcomes outcomes = Outcomes.untried(COUNT, NOW);
        Map<Integer, Attempt> expected = new HashMap<>();
        for (Map<Integer, Attempt> result : results) {
            outcomes = outcomes.with(result);
            result.forEach((place, attempt) -> expected.merge(
                    place, attempt, (before, after) -> before.state() == RecipientState.WAITING ? after : before));
        }
        Attempt untried = Outcomes.untried(COUNT, NOW).common();
        Outcomes after = outcomes;

        for (int place = 0; place < COUNT; place++) {
            assertThat(after.at(place)).isEqualTo(expected.getOrDefault(place, untried));
        }
        assertThat(after.others().values()).doesNotContain(after.common());
        assertThat(after.dueAt())
                .isEqualTo(IntStream.range(0, COUNT)
                        .mapToObj(after::at)
                        .flatMap(attempt -> attempt.next().stream())
                        .min(Instant::compareTo)
                        .orElse(null));
        assertThat(after.due(NOW.plusSeconds(100)).boxed().toList())
                .isEqualTo(IntStream.range(0, COUNT)
                        .filter(place ->
                                after.at(place).next().stream().anyMatch(next -> next.isBefore(NOW.plusSeconds(101))))
                        .boxed()
                        .toList());
        assertThat(after.with(Map.of())).isEqualTo(after);
    }
}
