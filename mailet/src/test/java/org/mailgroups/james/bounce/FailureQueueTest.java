// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.Counted;
import org.mailgroups.bounce.Failure;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Route;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

class FailureQueueTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final List<Integer> batches = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();
    private boolean isAway;
    private final FailureQueue queue =
            new FailureQueue(new BounceCounter(ledger(), BounceLimits.DEFAULT, metrics), metrics);

    private BounceLedger ledger() {
        return (BounceLedger) Proxy.newProxyInstance(
                BounceLedger.class.getClassLoader(),
                new Class<?>[] {BounceLedger.class},
                (proxy, method, arguments) -> count((Collection<?>) arguments[0]));
    }

    private Counted count(Collection<?> failures) {
        if (isAway) {
            throw new StoreUnavailableException("away, for a test", null);
        }
        batches.add(failures.size());
        failures.forEach(failure -> counted.add(((Failure) failure).member().toString()));
        return new Counted(failures.size(), List.of());
    }

    private void fail(String member) {
        PostingCopy copy = new PostingCopy(0, 7L, "team-bounces@example.org", new byte[0], 0, 1, false);
        Posting posting = new Posting(
                new UUID(1, 2),
                "key",
                "",
                "",
                "",
                NOW,
                1,
                Set.of(7L),
                List.of(copy),
                new Route("local", "relay", true),
                "");
        Address address = Address.parse(member);
        queue.note(
                new DueChunk(posting, 0, 0, false, List.of(new DueChunk.Due(address, 0))),
                Map.of(address, new Attempt(RecipientState.FAILED, "mx", "550 5.1.1 gone", 1, NOW, null)));
    }

    @Test
    void countShouldTakeManyAtOnceAndEachOnce() {
        IntStream.range(0, 1200).forEach(i -> fail("m" + i + "@far.example"));

        queue.count();
        queue.count();

        assertThat(batches).containsExactly(500, 500, 200);
        assertThat(counted).doesNotHaveDuplicates().hasSize(1200);
    }

    @Test
    void countShouldKeepAllInTheirOrderWhileTheStoreIsAway() {
        isAway = true;
        fail("a@far.example");
        fail("b@far.example");
        assertThatThrownBy(queue::count).isInstanceOf(StoreUnavailableException.class);
        fail("c@far.example");

        isAway = false;
        queue.count();

        assertThat(counted).containsExactly("a@far.example", "b@far.example", "c@far.example");
    }

    @Test
    void noteShouldBeBoundedAndSaySo() {
        IntStream.range(0, FailureQueue.MAX_WAITING + 3).forEach(i -> fail("m" + i + "@far.example"));

        queue.count();

        assertThat(counted).hasSize(FailureQueue.MAX_WAITING);
        assertThat(metrics.countFor("groupsBouncesLost")).isEqualTo(3);
    }
}
