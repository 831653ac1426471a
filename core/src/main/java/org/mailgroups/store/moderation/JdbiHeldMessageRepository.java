// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.moderation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageBounds;
import org.mailgroups.moderation.HeldMessageRepository;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.WrongStateException;

/** Held messages in the database. */
public final class JdbiHeldMessageRepository implements HeldMessageRepository {
    private static final Instant NEVER = Instant.EPOCH;

    /** No group has this id. */
    private static final long ALL_GROUPS = -1;

    private final Transactions transactions;
    private final HeldWeights weights = new HeldWeights();

    public JdbiHeldMessageRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Addition add(NewHeldMessage message, HeldMessageBounds bounds) {
        return transactions.write(transaction -> {
            HeldMessageTable held = new HeldMessageTable(transaction.handle());
            Optional<HeldMessage> present = held.find(message.id());
            if (present.isPresent()) {
                return present.get().state() == HeldState.HELD ? Addition.PRESENT : Addition.DECIDED;
            }
            if (isFull(held, message.groupId(), bounds)) {
                return Addition.FULL;
            }
            held.insert(message, transaction.version());
            transaction.changed();
            transaction.whenCommitted(() -> {
                weights.added(message.groupId(), message.sizeBytes());
                weights.added(ALL_GROUPS, message.sizeBytes());
            });
            return Addition.ADDED;
        });
    }

    @Override
    public boolean isFull(long groupId, HeldMessageBounds bounds) {
        return transactions.read(handle -> isFull(new HeldMessageTable(handle), groupId, bounds));
    }

    private boolean isFull(HeldMessageTable held, long groupId, HeldMessageBounds bounds) {
        return held.hasAtLeast(groupId, bounds.maxPerGroup())
                || weights.reaches(groupId, bounds.maxBytesPerGroup(), () -> held.bytesOf(groupId))
                || weights.reaches(ALL_GROUPS, bounds.maxBytes(), held::bytes);
    }

    @Override
    public Page<HeldMessage> list(Address group, PageRequest page) {
        long after = position(page.after());
        return transactions.read(handle -> Page.of(
                page.limit(),
                new HeldMessageTable(handle).waiting(new GroupTable(handle).id(group), after, page.limit() + 1),
                message -> Long.toString(message.position())));
    }

    private static long position(String key) {
        try {
            return key.isEmpty() ? 0 : Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("after is not the 'next' of a page", e);
        }
    }

    @Override
    public Optional<HeldMessage> find(Address group, String id) {
        return transactions.read(handle -> {
            long groupId = new GroupTable(handle).id(group);
            if (!SearchText.canBeFound(id)) {
                return Optional.empty();
            }
            return new HeldMessageTable(handle)
                    .find(id)
                    .filter(message -> message.facts().groupId() == groupId);
        });
    }

    @Override
    public Optional<HeldMessage> find(long position) {
        return transactions.read(handle -> new HeldMessageTable(handle).find(position));
    }

    @Override
    public Outcome decide(String id, Verdict verdict) {
        return transactions.write(transaction -> {
            HeldMessageTable held = new HeldMessageTable(transaction.handle());
            HeldMessage before =
                    held.find(id).orElseThrow(() -> new NotFoundException("there is no held message " + id));
            if (before.state() != HeldState.HELD) {
                return new Outcome(before, false);
            }
            held.decide(id, verdict);
            transaction.changed();
            return new Outcome(before.decidedBy(verdict), true);
        });
    }

    @Override
    public List<HeldMessage> decideAll(List<String> ids, Verdict verdict) {
        return transactions.write(transaction -> {
            HeldMessageTable held = new HeldMessageTable(transaction.handle());
            List<HeldMessage> decided = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                String id = ids.get(i);
                HeldMessage before = held.find(id).orElseThrow(notFound("ids[" + i + "]", id));
                if (before.state() == HeldState.HELD) {
                    held.decide(id, verdict);
                    transaction.changed();
                    decided.add(before.decidedBy(verdict));
                } else if (before.state() != verdict.state()) {
                    throw new WrongStateException(
                            "ids[" + i + "]",
                            "message " + id + " was " + before.state().text() + " before",
                            null);
                }
            }
            return decided;
        });
    }

    private static Supplier<NotFoundException> notFound(String field, String id) {
        return () -> new NotFoundException(field, "there is no held message " + id);
    }

    @Override
    public void finish(String id) {
        transactions.write(transaction -> transaction.changedIf(new HeldMessageTable(transaction.handle()).finish(id)));
    }

    @Override
    public List<HeldMessage> unfinished(Instant begunBefore, int limit) {
        return transactions.read(handle -> new HeldMessageTable(handle).unfinished(begunBefore, limit));
    }

    @Override
    public boolean takeOver(String id, Instant begunBefore, Instant now) {
        return transactions.write(transaction ->
                transaction.changedIf(new HeldMessageTable(transaction.handle()).takeOver(id, begunBefore, now)));
    }

    @Override
    public Map<String, Boolean> carriedOut(Collection<String> ids) {
        return transactions.read(handle -> new HeldMessageTable(handle).carriedOut(ids));
    }

    @Override
    public List<HeldMessage> overdue(Instant receivedBefore, int limit) {
        return transactions.read(handle -> new HeldMessageTable(handle).overdue(receivedBefore, limit));
    }

    @Override
    public List<Address> unannounced(Instant lastBefore, Instant firstBefore, int limit) {
        return transactions.read(handle -> new HeldMessageTable(handle).groupsToTell(lastBefore, firstBefore, limit));
    }

    @Override
    public Optional<Announcement> announce(Address group, Instant now, Instant lastBefore, int limit) {
        // Most messages of a flood come shortly after the last notice: these must not queue up with the writers.
        boolean toldLately = transactions.read(handle -> new GroupTable(handle)
                .idOf(group)
                .filter(id -> new HeldMessageTable(handle).lastTold(id).isBefore(lastBefore))
                .isEmpty());
        if (toldLately) {
            return Optional.empty();
        }
        return transactions.write(transaction -> {
            HeldMessageTable held = new HeldMessageTable(transaction.handle());
            Optional<Long> id = new GroupTable(transaction.handle()).idOf(group).filter(found -> held.lastTold(found)
                    .isBefore(lastBefore));
            if (id.isEmpty()) {
                return Optional.empty();
            }
            List<HeldMessage> first = held.untold(id.get(), limit);
            if (first.isEmpty()) {
                return Optional.empty();
            }
            int told = held.markTold(id.get(), NEVER, now);
            transaction.changed();
            return Optional.of(new Announcement(first, told - first.size(), held.countWaiting(id.get())));
        });
    }

    @Override
    public void takeBackAnnouncement(Address group, Instant announcedAt) {
        transactions.write(transaction -> {
            Optional<Long> id = new GroupTable(transaction.handle()).idOf(group);
            int marked = id.isEmpty()
                    ? 0
                    : new HeldMessageTable(transaction.handle()).markTold(id.get(), announcedAt, NEVER);
            return transaction.changedIf(marked > 0);
        });
    }

    @Override
    public int forget(Instant decidedBefore) {
        return transactions.write(transaction -> {
            int forgotten = new HeldMessageTable(transaction.handle()).deleteFinished(decidedBefore);
            transaction.changedIf(forgotten > 0);
            return forgotten;
        });
    }
}
