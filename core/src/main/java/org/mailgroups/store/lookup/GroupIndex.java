// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.lookup;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * All groups' addresses in memory, as they were at some version of the store.
 *
 * <p>{@link #find} may be called by any thread at any time; the other methods by one at a time.
 */
public final class GroupIndex {
    private volatile Map<String, GroupEntry> byKey = new ConcurrentHashMap<>();
    private volatile Map<Long, GroupEntry> byId = new ConcurrentHashMap<>();
    private volatile long version = -1;
    private final AtomicLong modifications = new AtomicLong();

    Optional<GroupEntry> find(Address address) {
        return Optional.ofNullable(byKey.get(address.key()));
    }

    Optional<GroupEntry> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the version of the store up to which every change is known. */
    long version() {
        return version;
    }

    /**
     * Returns how often this index was changed. It is raised after each change, so that a result that was computed
     * before is known to be old.
     */
    long modifications() {
        return modifications.get();
    }

    /** Replaces everything. */
    void load(long loadedVersion, Collection<GroupEntry> entries) {
        Map<String, GroupEntry> newByKey = new ConcurrentHashMap<>(entries.size() * 2);
        Map<Long, GroupEntry> newById = new ConcurrentHashMap<>(entries.size() * 2);
        for (GroupEntry entry : entries) {
            newByKey.put(entry.address().key(), entry);
            newById.put(entry.id(), entry);
        }
        byId = newById;
        byKey = newByKey;
        version = loadedVersion;
        modifications.incrementAndGet();
    }

    /** Takes in all changes from {@link #version()} to the change's. */
    void advance(StoreChange change) {
        apply(change);
        version = change.version();
    }

    /**
     * Takes in one transaction. If other transactions came between it and {@link #version()}, they stay unknown, and
     * the later report of them includes this one again.
     */
    void include(StoreChange change) {
        if (change.version() <= version) {
            return;
        }
        apply(change);
        if (change.version() == version + 1) {
            version = change.version();
        }
    }

    private void apply(StoreChange change) {
        Set<Long> gone = new HashSet<>(change.ids());
        for (GroupEntry entry : change.present()) {
            gone.remove(entry.id());
            byKey.put(entry.address().key(), entry);
            GroupEntry before = byId.put(entry.id(), entry);
            if (before != null && !before.address().equals(entry.address())) {
                remove(before);
            }
        }
        for (Long id : gone) {
            GroupEntry before = byId.remove(id);
            if (before != null) {
                remove(before);
            }
        }
        modifications.incrementAndGet();
    }

    /** Removes an address, unless another group has taken it meanwhile. */
    private void remove(GroupEntry entry) {
        byKey.computeIfPresent(entry.address().key(), (key, current) -> current.id() == entry.id() ? null : current);
    }
}
