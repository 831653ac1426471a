// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.bounce;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.Counted;
import org.mailgroups.bounce.Failure;
import org.mailgroups.bounce.Suspension;
import org.mailgroups.store.member.BounceTable;
import org.mailgroups.store.member.BounceTable.Day;
import org.mailgroups.store.member.SuspensionTable;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.value.Address;

/** Counts failures of the members of one group, in one transaction. */
final class Counting {
    private final WriteTransaction transaction;
    private final BounceTable bounces;
    private final SuspensionTable suspensions;
    private final BounceLimits limits;
    private final long group;
    private final Address address;
    private final Instant now;

    Counting(WriteTransaction transaction, BounceLimits limits, long group, Address address) {
        this.transaction = transaction;
        this.bounces = new BounceTable(transaction.handle());
        this.suspensions = new SuspensionTable(transaction.handle());
        this.limits = limits;
        this.group = group;
        this.address = address;
        this.now = transaction.now();
    }

    Counted count(List<Failure> failures) {
        Map<String, SuspensionTable.Row> rows = suspensions.among(group, keys(failures));
        List<Failure> counting =
                failures.stream().filter(failure -> counts(failure, rows)).toList();
        endProbes(counting, rows);
        List<Failure> fresh = fresh(counting);
        bounces.insert(fresh, now);
        transaction.changedIf(!fresh.isEmpty());
        return new Counted(fresh.size(), suspend(fresh, rows));
    }

    private static Set<String> keys(Collection<Failure> failures) {
        return failures.stream().map(failure -> failure.member().key()).collect(Collectors.toSet());
    }

    private boolean counts(Failure failure, Map<String, SuspensionTable.Row> rows) {
        SuspensionTable.Row row = rows.get(failure.member().key());
        return failure.day() >= firstDay()
                && failure.day() <= Failure.dayOf(now)
                && (row == null || !failure.sentAt().isBefore(row.countedFrom()));
    }

    private long firstDay() {
        return Failure.dayOf(now.minus(limits.window()));
    }

    private void endProbes(List<Failure> failures, Map<String, SuspensionTable.Row> rows) {
        List<SuspensionTable.Row> failed = failures.stream()
                .filter(failure -> failure.isProven()
                        && rows.containsKey(failure.member().key())
                        && rows.get(failure.member().key()).isProbedBy(failure.posting()))
                .map(failure -> rows.get(failure.member().key()).unprobed(now.plus(limits.probeAfter())))
                .distinct()
                .toList();
        suspensions.put(group, failed);
        transaction.changedIf(!failed.isEmpty());
    }

    /**
     * Returns the failures of days that are not there, each day once, as far as there is room. One that is not proven
     * comes only for a member who has none: from then on the member's copies have a return path of their own.
     */
    private List<Failure> fresh(List<Failure> failures) {
        Set<Day> present = bounces.daysAmong(group, keys(failures));
        Set<String> failing = present.stream()
                .filter(day -> day.day() >= firstDay())
                .map(Day::key)
                .collect(Collectors.toCollection(HashSet::new));
        Map<Day, Failure> fresh = new HashMap<>();
        List<Failure> provenFirst = failures.stream()
                .sorted(Comparator.comparing(Failure::isProven).reversed())
                .toList();
        for (Failure failure : provenFirst) {
            Day day = new Day(failure.member().key(), failure.day());
            boolean isFirst = failing.add(day.key());
            if (!present.contains(day) && (failure.isProven() || isFirst)) {
                fresh.putIfAbsent(day, failure);
            }
        }
        if (fresh.isEmpty()) {
            return List.of();
        }
        long room = Math.max(0, BounceLedger.MAX_OF_ONE_GROUP - bounces.count(group));
        return fresh.values().stream().limit(room).toList();
    }

    private List<Suspension> suspend(List<Failure> fresh, Map<String, SuspensionTable.Row> rows) {
        if (fresh.isEmpty() || limits.suspendAfter() == 0) {
            return List.of();
        }
        Map<String, Integer> counts = bounces.countsAmong(group, keys(fresh), firstDay());
        Map<String, SuspensionTable.Row> reached = new HashMap<>();
        for (Failure failure : fresh) {
            String key = failure.member().key();
            SuspensionTable.Row row = rows.getOrDefault(key, SuspensionTable.Row.fresh(failure.member()));
            if (failure.isProven() && !row.suspended() && counts.getOrDefault(key, 0) >= limits.suspendAfter()) {
                reached.put(key, row.suspended(now, now.plus(limits.probeAfter())));
            }
        }
        if (reached.isEmpty()) {
            return List.of();
        }
        long room = Math.max(0, BounceLedger.MAX_SUSPENDED_OF_ONE_GROUP - suspensions.countSuspended(group));
        List<SuspensionTable.Row> suspended =
                reached.values().stream().limit(room).toList();
        suspensions.put(group, suspended);
        transaction.changed(group);
        return suspended.stream()
                .map(row -> new Suspension(address, row.member()))
                .toList();
    }
}
