// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jdbi.v3.core.Handle;
import org.mailgroups.choice.Choices;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.store.member.DeliveryTable;
import org.mailgroups.store.member.ExclusionTable;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.member.SuspensionTable;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The members of groups that were written to lately: one list for each group, bounded by the number of all addresses
 * together.
 *
 * <p>A list belongs to the version of the group with which it was read, and serves every entry that is not newer.
 * However many threads ask for one group at once, one of them reads it. Thread-safe.
 */
public final class MemberCache {
    private final Transactions transactions;
    private final Cache<Long, Members> cache;
    private final ConcurrentMap<Long, CompletableFuture<Members>> loading = new ConcurrentHashMap<>();

    /** @param maxAddresses a group with more members than this is read each time */
    public MemberCache(Transactions transactions, long maxAddresses) {
        this.transactions = transactions;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(maxAddresses)
                .weigher((Long id, Members members) -> members.addresses().size()
                        + members.excluded().size()
                        + members.suspended().size()
                        + members.choices().size()
                        + 1)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Returns the members of a group at the entry's version or a later one; none if the group is gone meanwhile.
     *
     * @throws StoreUnavailableException if the store cannot answer
     */
    List<Address> get(GroupEntry group) {
        return read(group).addresses();
    }

    /** Returns the addresses that a group excludes, as {@link #get} does. */
    Set<Address> excluded(GroupEntry group) {
        return read(group).excluded();
    }

    /** Returns the addresses that are suspended in a group, as {@link #get} does. */
    Set<Address> suspended(GroupEntry group) {
        return read(group).suspended();
    }

    /** Returns what members have chosen, as {@link #get} does. */
    Choices choices(GroupEntry group) {
        return read(group).choices();
    }

    private Members read(GroupEntry group) {
        while (true) {
            Members cached = cache.getIfPresent(group.id());
            if (cached != null && cached.version() >= group.version()) {
                return cached;
            }
            CompletableFuture<Members> mine = new CompletableFuture<>();
            CompletableFuture<Members> others = loading.putIfAbsent(group.id(), mine);
            if (others == null) {
                return load(group, mine);
            }
            Members loaded = waitFor(others);
            if (loaded.version() >= group.version()) {
                return loaded;
            }
            // That reading began before the wanted version.
        }
    }

    private Members load(GroupEntry group, CompletableFuture<Members> result) {
        try {
            Members members = transactions.readConsistently(handle -> read(handle, group.id()));
            if (members.version() != Members.OF_NO_GROUP) {
                cache.put(group.id(), members);
            }
            result.complete(members);
            return members;
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            throw e;
        } finally {
            loading.remove(group.id(), result);
        }
    }

    private static Members waitFor(CompletableFuture<Members> others) {
        try {
            return others.join();
        } catch (CompletionException e) {
            throw new StoreUnavailableException("the group store does not answer", e.getCause());
        }
    }

    private static Members read(Handle handle, long group) {
        Optional<Members> empty = handle.createQuery("SELECT version, member_count FROM mail_group WHERE id = :id")
                .bind("id", group)
                .map((row, context) -> new Members(
                        row.getLong("version"),
                        new ArrayList<>(row.getInt("member_count")),
                        Set.copyOf(new ExclusionTable(handle).of(group)),
                        Set.copyOf(new SuspensionTable(handle).of(group)),
                        Choices.of(new DeliveryTable(handle).of(group))))
                .findOne();
        if (empty.isEmpty()) {
            return new Members(Members.OF_NO_GROUP, List.of(), Set.of(), Set.of(), Choices.NONE);
        }
        Members members = empty.get();
        new MemberTable(handle).forEach(group, members.addresses()::add);
        Collections.sort(members.addresses());
        return new Members(
                members.version(),
                Collections.unmodifiableList(members.addresses()),
                members.excluded(),
                members.suspended(),
                members.choices());
    }

    public void clear() {
        cache.invalidateAll();
    }

    private record Members(
            long version, List<Address> addresses, Set<Address> excluded, Set<Address> suspended, Choices choices) {
        /** Later than every version, since a group that is gone does not come back. */
        static final long OF_NO_GROUP = Long.MAX_VALUE;
    }
}
