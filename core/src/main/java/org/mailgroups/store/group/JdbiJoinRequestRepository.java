// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailgroups.group.NewMember;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestRepository;
import org.mailgroups.joining.RequestDecision;
import org.mailgroups.joining.RequestState;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/** Requests to join in the database. Writers come one at a time, so that no person has two that wait for a group. */
public final class JdbiJoinRequestRepository implements JoinRequestRepository {
    private static final Instant NEVER = Instant.EPOCH;

    private final Transactions transactions;

    public JdbiJoinRequestRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Addition add(long group, Address person, String text) {
        return transactions.write(transaction -> {
            new GroupTable(transaction.handle()).requireAddress(group);
            JoinRequestTable requests = new JoinRequestTable(transaction.handle());
            if (requests.isWaiting(group, person)) {
                return Addition.PRESENT;
            }
            if (requests.countWaiting(group) >= MAX_OF_ONE_GROUP) {
                return Addition.FULL;
            }
            requests.insert(transaction.version(), group, person, text, transaction.now());
            transaction.changed();
            return Addition.ADDED;
        });
    }

    @Override
    public Page<JoinRequest> list(Address group, PageRequest page) {
        long after = number(page.after());
        return transactions.read(handle -> Page.of(
                page.limit(),
                new JoinRequestTable(handle).waiting(new GroupTable(handle).id(group), after, page.limit() + 1),
                request -> Long.toString(request.id())));
    }

    private static long number(String key) {
        try {
            return key.isEmpty() ? 0 : Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("after is not the 'next' of a page", e);
        }
    }

    @Override
    public Optional<JoinRequest> find(long id) {
        return transactions.read(handle -> new JoinRequestTable(handle).find(id));
    }

    @Override
    public boolean isWaiting(long group, Address person) {
        return transactions.read(handle -> new JoinRequestTable(handle).isWaiting(group, person));
    }

    @Override
    public Outcome decide(long id, RequestDecision decision) {
        return transactions.write(transaction -> {
            JoinRequestTable requests = new JoinRequestTable(transaction.handle());
            JoinRequest before =
                    requests.find(id).orElseThrow(() -> new NotFoundException("there is no request " + id));
            if (before.state() != RequestState.WAITING) {
                return new Outcome(before, false);
            }
            requests.decide(id, decision);
            transaction.changed();
            if (decision.state() == RequestState.APPROVED) {
                JdbiGroupRepository.add(transaction, before.groupId(), List.of(NewMember.of(before.person())));
            }
            return new Outcome(requests.find(id).orElseThrow(), true);
        });
    }

    @Override
    public List<JoinRequest> overdue(Instant before, int limit) {
        return transactions.read(handle -> new JoinRequestTable(handle).overdue(before, limit));
    }

    @Override
    public List<Address> unannounced(int limit) {
        return transactions.read(handle -> new JoinRequestTable(handle).groupsToTell(limit));
    }

    @Override
    public Optional<Announcement> announce(Address group, Instant now, Instant lastBefore, int limit) {
        // It is asked again and again until the time comes, and must not queue up with the writers for that.
        boolean toldLately = transactions.read(handle -> new GroupTable(handle)
                .idOf(group)
                .filter(id -> new JoinRequestTable(handle).lastTold(id).isBefore(lastBefore))
                .isEmpty());
        if (toldLately) {
            return Optional.empty();
        }
        return transactions.write(transaction -> {
            JoinRequestTable requests = new JoinRequestTable(transaction.handle());
            Optional<Long> id = new GroupTable(transaction.handle())
                    .idOf(group)
                    .filter(found -> requests.lastTold(found).isBefore(lastBefore));
            if (id.isEmpty()) {
                return Optional.empty();
            }
            List<JoinRequest> first = requests.untold(id.get(), limit);
            if (first.isEmpty()) {
                return Optional.empty();
            }
            int told = requests.markTold(id.get(), NEVER, now);
            transaction.changed();
            return Optional.of(new Announcement(first, told - first.size()));
        });
    }

    @Override
    public void takeBackAnnouncement(Address group, Instant announcedAt) {
        transactions.write(transaction -> {
            Optional<Long> id = new GroupTable(transaction.handle()).idOf(group);
            return transaction.changedIf(id.isPresent()
                    && new JoinRequestTable(transaction.handle()).markTold(id.get(), announcedAt, NEVER) > 0);
        });
    }

    @Override
    public int forget(Instant decidedBefore) {
        return transactions.write(transaction -> {
            int forgotten = new JoinRequestTable(transaction.handle()).deleteDecided(decidedBefore);
            transaction.changedIf(forgotten > 0);
            return forgotten;
        });
    }
}
