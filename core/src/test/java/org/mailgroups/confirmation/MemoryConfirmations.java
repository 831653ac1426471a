// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.confirmation;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.mailgroups.value.Address;

/** Questions to strangers in memory, for tests. */
public final class MemoryConfirmations implements ConfirmationRepository {
    private final Map<Long, Confirmation> sent = new TreeMap<>();
    private final Map<Long, Wish> wishes = new TreeMap<>();

    @Override
    public boolean mayAsk(long group, Address person, Wish wish, Bounds bounds) {
        Predicate<Confirmation> ofGroup = one -> one.groupId() == group;
        Predicate<Confirmation> ofWish = one -> wishes.get(one.id()) == wish;
        Predicate<Confirmation> ofPerson = one -> one.person().withoutDetail().equals(person.withoutDetail());
        return count(ofWish.and(ofGroup).and(ofPerson), bounds) < bounds.ofOneAddressAndGroup()
                && count(ofWish.and(ofPerson), bounds) < bounds.ofOneAddress()
                && count(ofWish.and(ofGroup), bounds) < bounds.ofOneGroup()
                && count(ofWish, bounds) < bounds.ofAll();
    }

    private long count(Predicate<Confirmation> which, Bounds bounds) {
        return sent.values().stream()
                .filter(one -> one.sentAt().isAfter(bounds.since()))
                .filter(which)
                .count();
    }

    @Override
    public OptionalLong ask(long group, Address person, Wish wish, Bounds bounds) {
        if (!mayAsk(group, person, wish, bounds)) {
            return OptionalLong.empty();
        }
        long id = sent.size() + 1L;
        wishes.put(id, wish);
        sent.put(id, new Confirmation(id, group, person, Instant.now()));
        return OptionalLong.of(id);
    }

    @Override
    public void takeBack(long id) {
        sent.remove(id);
    }

    @Override
    public Optional<Confirmation> find(long id) {
        return Optional.ofNullable(sent.get(id));
    }

    @Override
    public int forget(Instant sentBefore) {
        int before = sent.size();
        sent.values().removeIf(one -> one.sentAt().isBefore(sentBefore));
        return before - sent.size();
    }
}
