// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.bounce;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.BounceNews;
import org.mailgroups.bounce.Bounces;
import org.mailgroups.bounce.Counted;
import org.mailgroups.bounce.Failure;
import org.mailgroups.bounce.Probe;
import org.mailgroups.bounce.Probes;
import org.mailgroups.bounce.Suspension;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.member.BounceTable;
import org.mailgroups.store.member.SuspensionTable;
import org.mailgroups.store.member.SuspensionTable.Row;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Failures and suspensions in the database. A member who is suspended, or resumed, changes the group, so that the
 * look-ups of all nodes see it.
 */
public final class JdbiBounceLedger implements BounceLedger {
    private final Transactions transactions;

    public JdbiBounceLedger(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Counted count(Collection<Failure> failures, BounceLimits limits) {
        if (failures.isEmpty()) {
            return Counted.NONE;
        }
        Map<Long, List<Failure>> byGroup =
                failures.stream().collect(Collectors.groupingBy(Failure::group, TreeMap::new, Collectors.toList()));
        return transactions.write(transaction -> {
            Map<Long, Address> addresses = new GroupTable(transaction.handle()).addresses(byGroup.keySet());
            Counted counted = Counted.NONE;
            for (Map.Entry<Long, List<Failure>> one : byGroup.entrySet()) {
                Address address = addresses.get(one.getKey());
                if (address != null) {
                    counted =
                            counted.and(new Counting(transaction, limits, one.getKey(), address).count(one.getValue()));
                }
            }
            return counted;
        });
    }

    @Override
    public Page<Bounces> list(Address group, PageRequest page) {
        return transactions.readConsistently(handle -> {
            long id = new GroupTable(handle).id(group);
            return Page.of(page.limit(), new BounceTable(handle).keys(id, page), key -> key)
                    .mapAll(keys -> bounces(handle, id, keys));
        });
    }

    private static List<Bounces> bounces(Handle handle, long group, List<String> keys) {
        Map<String, Bounces> found =
                new BounceTable(handle).of(group, keys, suspended(new SuspensionTable(handle).among(group, keys)));
        return keys.stream().map(found::get).toList();
    }

    private static Set<String> suspended(Map<String, Row> rows) {
        return rows.entrySet().stream()
                .filter(entry -> entry.getValue().suspended())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Override
    public Set<Address> failing(long group) {
        return transactions.read(handle -> new BounceTable(handle).addresses(group));
    }

    @Override
    public Set<Address> suspendedAmong(long group, Collection<Address> addresses) {
        Set<String> keys = transactions.read(handle -> suspended(new SuspensionTable(handle)
                .among(group, addresses.stream().map(Address::key).toList())));
        return addresses.stream()
                .filter(address -> keys.contains(address.key()))
                .collect(Collectors.toSet());
    }

    @Override
    public boolean forget(Address group, Address member) {
        return transactions.write(transaction -> {
            long id = new GroupTable(transaction.handle()).id(group);
            SuspensionTable suspensions = new SuspensionTable(transaction.handle());
            Optional<Row> row = row(suspensions, id, member);
            boolean wasSuspended = row.filter(Row::suspended).isPresent();
            if (!wasSuspended
                    && new BounceTable(transaction.handle())
                            .daysAmong(id, List.of(member.key()))
                            .isEmpty()) {
                return false;
            }
            resume(transaction, id, row.orElse(Row.fresh(member)), transaction.now());
            return true;
        });
    }

    private static Optional<Row> row(SuspensionTable suspensions, long group, Address member) {
        return Optional.ofNullable(
                suspensions.among(group, List.of(member.key())).get(member.key()));
    }

    private static void resume(WriteTransaction transaction, long group, Row row, Instant countsFrom) {
        new BounceTable(transaction.handle()).delete(group, List.of(row.member().key()));
        new SuspensionTable(transaction.handle()).put(group, List.of(row.resumed(transaction.now(), countsFrom)));
        if (row.suspended()) {
            transaction.changed(group);
        } else {
            transaction.changed();
        }
    }

    @Override
    public Set<Address> beginProbes(long group, UUID posting, Collection<Address> suspended, Duration probeAfter) {
        Set<Address> wanted = new HashSet<>(suspended);
        if (transactions
                .read(handle -> due(new SuspensionTable(handle), group, wanted))
                .isEmpty()) {
            return Set.of();
        }
        return transactions.write(transaction -> {
            SuspensionTable suspensions = new SuspensionTable(transaction.handle());
            Instant now = transaction.now();
            List<Row> due = due(suspensions, group, wanted);
            suspensions.put(
                    group,
                    due.stream()
                            .map(row -> row.probedBy(posting, now, now.plus(probeAfter)))
                            .toList());
            transaction.changedIf(!due.isEmpty());
            return due.stream().map(Row::member).collect(Collectors.toSet());
        });
    }

    private List<Row> due(SuspensionTable suspensions, long group, Set<Address> wanted) {
        return suspensions.dueForProbe(group, transactions.now(), Probes.MAX_OF_ONE_POSTING).stream()
                .filter(row -> wanted.contains(row.member()))
                .toList();
    }

    @Override
    public List<Probe> openProbes(Instant before, int most) {
        return transactions.readConsistently(handle -> new SuspensionTable(handle).openProbes(before, most));
    }

    @Override
    public Optional<Suspension> settle(Probe probe, Probe.Result result, Duration probeAfter) {
        return transactions.write(transaction -> {
            SuspensionTable suspensions = new SuspensionTable(transaction.handle());
            Optional<Row> row =
                    row(suspensions, probe.group(), probe.member()).filter(found -> found.isProbedBy(probe.posting()));
            if (row.isEmpty()) {
                return Optional.empty();
            }
            if (result == Probe.Result.ARRIVED) {
                resume(transaction, probe.group(), row.get(), row.get().probedAt());
                return Optional.ofNullable(new GroupTable(transaction.handle())
                                .addresses(List.of(probe.group()))
                                .get(probe.group()))
                        .map(address -> new Suspension(address, probe.member()));
            }
            suspensions.put(probe.group(), List.of(after(row.get(), probe, result, transaction.now(), probeAfter)));
            transaction.changed();
            return Optional.empty();
        });
    }

    private static Row after(Row row, Probe probe, Probe.Result result, Instant now, Duration probeAfter) {
        return switch (result) {
                // It is looked at again when others had their turn.
            case OPEN -> row.probedBy(probe.posting(), now, row.probeAt());
            case LOST -> row.unprobed(now);
            default -> row.unprobed(now.plus(probeAfter));
        };
    }

    @Override
    public List<Long> groupsWithNews(Instant before, int most) {
        Instant today = Instant.EPOCH.plus(Duration.ofDays(Failure.dayOf(transactions.now())));
        return transactions.readConsistently(handle -> new SuspensionTable(handle).groupsWithNews(before, today, most));
    }

    @Override
    public Optional<BounceNews> tell(long group, int shown) {
        return transactions.write(transaction -> {
            SuspensionTable suspensions = new SuspensionTable(transaction.handle());
            Instant now = transaction.now();
            Optional<Address> address = Optional.ofNullable(new GroupTable(transaction.handle())
                    .addresses(List.of(group))
                    .get(group));
            long count = suspensions.countNews(group);
            if (count == 0 || address.isEmpty() || Failure.dayOf(suspensions.toldAt(group)) >= Failure.dayOf(now)) {
                return Optional.empty();
            }
            List<Row> first = suspensions.news(group, shown);
            List<String> keys = first.stream().map(row -> row.member().key()).toList();
            Map<String, Bounces> bounces =
                    new BounceTable(transaction.handle()).of(group, keys, suspended(suspensions.among(group, keys)));
            suspensions.told(group, now);
            transaction.changed();
            return Optional.of(new BounceNews(
                    address.get(),
                    first.stream()
                            .map(row -> new BounceNews.Change(
                                    row.member(),
                                    row.suspended(),
                                    bounces.get(row.member().key())))
                            .toList(),
                    Math.toIntExact(count - first.size()),
                    now));
        });
    }

    @Override
    public void takeBack(long group, Instant toldAt) {
        transactions.write(transaction ->
                transaction.changedIf(new SuspensionTable(transaction.handle()).untold(group, toldAt) > 0));
    }

    @Override
    public void sweep(Duration window) {
        Duration reportable = window.compareTo(PostingStore.DECISIONS_KEPT) > 0 ? window : PostingStore.DECISIONS_KEPT;
        transactions.write(transaction -> {
            Instant now = transaction.now();
            SuspensionTable suspensions = new SuspensionTable(transaction.handle());
            transaction.changed(suspensions.deleteIdleSince(now.minus(SUSPENDED_AT_MOST)));
            transaction.changedIf(suspensions.deleteResumedBefore(now.minus(reportable)) > 0);
            long firstDay = Failure.dayOf(now.minus(window));
            transaction.changedIf(new BounceTable(transaction.handle()).deleteBefore(firstDay) > 0);
            return true;
        });
    }
}
