// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.RecipientState;

/**
 * What became of the recipients of a chunk, as it is kept: the outcome that most of them have, and those of the others
 * by their place in the chunk, counted from 0.
 */
record Outcomes(int count, Attempt common, SortedMap<Integer, Attempt> others) {
    Outcomes {
        others = new TreeMap<>(others);
    }

    /** Returns the outcomes of recipients whom nobody has tried. */
    static Outcomes untried(int count, Instant dueAt) {
        return new Outcomes(
                count, new Attempt(RecipientState.WAITING, "", "", 0, Instant.EPOCH, dueAt), new TreeMap<>());
    }

    /** Returns the outcomes of recipients who never get a copy. */
    static Outcomes leftOut(int count, RecipientState state, Instant now) {
        return new Outcomes(count, new Attempt(state, "", "", 0, now, null), new TreeMap<>());
    }

    Attempt at(int place) {
        return others.getOrDefault(place, common);
    }

    /** Returns the outcomes after an attempt, by place. A recipient who waits no more keeps the outcome. */
    Outcomes with(Map<Integer, Attempt> fresh) {
        return changed(place -> fresh.getOrDefault(place, at(place)));
    }

    /** Returns the outcomes with everybody who waits due at a time, or before it. */
    Outcomes dueBy(Instant time) {
        return changed(place -> dueBy(at(place), time));
    }

    private static Attempt dueBy(Attempt last, Instant time) {
        return last.next().filter(next -> next.isAfter(time)).isEmpty()
                ? last
                : new Attempt(last.state(), last.server(), last.reply(), last.attempts(), last.at(), time);
    }

    /** Returns the outcomes with others for those who wait. */
    private Outcomes changed(IntFunction<Attempt> change) {
        Attempt[] all = new Attempt[count];
        Map<Attempt, Integer> frequencies = new HashMap<>();
        for (int place = 0; place < count; place++) {
            all[place] = at(place).state() == RecipientState.WAITING ? change.apply(place) : at(place);
            frequencies.merge(all[place], 1, Integer::sum);
        }
        Attempt most = mostFrequent(all, frequencies);
        SortedMap<Integer, Attempt> rest = new TreeMap<>();
        for (int place = 0; place < count; place++) {
            if (!all[place].equals(most)) {
                rest.put(place, all[place]);
            }
        }
        return new Outcomes(count, most, rest);
    }

    /** Of several that are as frequent, the one that is common already is the best: it need not be written. */
    private Attempt mostFrequent(Attempt[] all, Map<Attempt, Integer> frequencies) {
        Attempt most = common;
        int frequency = frequencies.getOrDefault(common, 0);
        for (Attempt attempt : all) {
            if (frequencies.get(attempt) > frequency) {
                most = attempt;
                frequency = frequencies.get(attempt);
            }
        }
        return most;
    }

    long count(RecipientState state) {
        return all().filter(attempt -> attempt.state() == state).count();
    }

    /** Returns when the first of those who wait is due; null if nobody waits. */
    Instant dueAt() {
        return Stream.concat(others.size() < count ? Stream.of(common) : Stream.empty(), others.values().stream())
                .flatMap(attempt -> attempt.next().stream())
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Returns the places of those who are due. */
    IntStream due(Instant now) {
        return IntStream.range(0, count)
                .filter(place ->
                        at(place).next().filter(next -> !next.isAfter(now)).isPresent());
    }

    private Stream<Attempt> all() {
        return IntStream.range(0, count).mapToObj(this::at);
    }
}
