// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.mailgroups.backup.GroupArchive;
import org.mailgroups.backup.StoredMember;
import org.mailgroups.choice.MemberChoice;
import org.mailgroups.exclusion.Exclusion;
import org.mailgroups.group.Group;
import org.mailgroups.group.NewGroup;
import org.mailgroups.store.member.Containment;
import org.mailgroups.store.member.DeliveryTable;
import org.mailgroups.store.member.ExclusionTable;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/** Reads groups out of the database for a backup, and puts them back. */
public final class JdbiGroupArchive implements GroupArchive {
    private final Transactions transactions;

    public JdbiGroupArchive(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Page<StoredMember> members(long group, PageRequest page) {
        return transactions.read(handle -> {
            new GroupTable(handle).requireAddress(group);
            return Page.of(page.limit(), new MemberTable(handle).listStored(group, page), member -> member.address()
                    .key());
        });
    }

    @Override
    public Map<Address, StoredMember> membersAmong(long group, Collection<Address> addresses) {
        List<String> keys = addresses.stream().map(Address::key).distinct().toList();
        Map<String, StoredMember> found = transactions.read(handle -> new MemberTable(handle).storedAmong(group, keys));
        return found.values().stream().collect(Collectors.toMap(StoredMember::address, member -> member));
    }

    @Override
    public Page<Exclusion> exclusions(long group, PageRequest page) {
        return transactions.read(handle -> {
            new GroupTable(handle).requireAddress(group);
            return Page.of(page.limit(), new ExclusionTable(handle).list(group, page), exclusion -> exclusion
                    .member()
                    .key());
        });
    }

    @Override
    public Page<MemberChoice> choices(long group, PageRequest page) {
        return transactions.read(handle -> {
            new GroupTable(handle).requireAddress(group);
            return Page.of(page.limit(), new DeliveryTable(handle).list(group, page), choice -> choice.member()
                    .key());
        });
    }

    @Override
    public void restoreChoices(long group, Collection<MemberChoice> wanted) {
        transactions.write(transaction -> {
            new GroupTable(transaction.handle()).requireAddress(group);
            DeliveryTable choices = new DeliveryTable(transaction.handle());
            choices.deleteAll(group);
            choices.insert(group, wanted);
            transaction.changed(group);
            return group;
        });
    }

    @Override
    public long prepare() {
        return transactions.write(transaction -> {
            new LooseTable(transaction.handle()).insert(transaction.version(), transaction.now());
            transaction.changed();
            return transaction.version();
        });
    }

    private static void requireWaiting(WriteTransaction transaction, long id) {
        if (!new LooseTable(transaction.handle()).showLife(id, transaction.now())) {
            throw new NotFoundException("the members were given up, since the restore gave no sign of life");
        }
    }

    @Override
    public void prepareMembers(long id, Collection<StoredMember> wanted) {
        Map<String, StoredMember> byKey = byKey(wanted);
        transactions.write(transaction -> {
            requireWaiting(transaction, id);
            MemberTable members = new MemberTable(transaction.handle());
            save(members, id, byKey.values(), members.storedAmong(id, byKey.keySet()));
            transaction.changed();
            return id;
        });
    }

    @Override
    public void complete(long id, NewGroup wanted, Instant createdAt, Collection<Exclusion> exclusions) {
        transactions.write(transaction -> {
            requireWaiting(transaction, id);
            GroupTable groups = new GroupTable(transaction.handle());
            MemberTable members = new MemberTable(transaction.handle());
            JdbiGroupRepository.refuseTaken(groups, wanted.address());
            new Containment(members)
                    .refuseCycle(
                            wanted.address(),
                            members.groupsIn(id, wanted.address().key()));
            groups.insert(
                    new Group(
                            id,
                            wanted.address(),
                            wanted.name(),
                            wanted.description(),
                            wanted.administrators(),
                            members.count(id),
                            createdAt,
                            transaction.version(),
                            wanted.settings(),
                            groups.freeListId(wanted)),
                    "");
            new ExclusionTable(transaction.handle()).insert(id, exclusions);
            new LooseTable(transaction.handle()).delete(id);
            transaction.changed(id);
            return id;
        });
    }

    private static Map<String, StoredMember> byKey(Collection<StoredMember> members) {
        Map<String, StoredMember> byKey = new LinkedHashMap<>();
        members.forEach(member -> byKey.putIfAbsent(member.address().key(), member));
        return byKey;
    }

    /** Returns how many were added. */
    private static int save(
            MemberTable members, long id, Collection<StoredMember> wanted, Map<String, StoredMember> before) {
        Map<Boolean, List<StoredMember>> byPresence = wanted.stream()
                .collect(Collectors.partitioningBy(
                        member -> before.containsKey(member.address().key())));
        members.updateStored(id, byPresence.get(true));
        members.insertStored(id, byPresence.get(false));
        return byPresence.get(false).size();
    }

    @Override
    public boolean restore(long group, NewGroup wanted, Instant createdAt) {
        return transactions.write(transaction -> {
            GroupTable groups = new GroupTable(transaction.handle());
            Group before = groups.current(groups.requireAddress(group), OptionalLong.empty());
            Group after = wanted.over(before, createdAt, transaction.version());
            if (before.isSame(after)) {
                return false;
            }
            groups.update(after);
            groups.setCreatedAt(after.id(), createdAt);
            transaction.changed(after.id());
            return true;
        });
    }

    @Override
    public int restoreMembers(long group, Collection<StoredMember> wanted) {
        Map<String, StoredMember> byKey = byKey(wanted);
        return transactions.write(transaction -> {
            GroupTable groups = new GroupTable(transaction.handle());
            MemberTable members = new MemberTable(transaction.handle());
            Address address = groups.requireAddress(group);
            Map<String, StoredMember> before = members.storedAmong(group, byKey.keySet());
            List<StoredMember> changed = byKey.values().stream()
                    .filter(member -> !member.equals(before.get(member.address().key())))
                    .toList();
            if (changed.isEmpty()) {
                return 0;
            }
            List<Address> addresses =
                    changed.stream().map(StoredMember::address).toList();
            new Containment(members).refuseCycle(address, addresses);
            groups.addToMemberCount(List.of(group), save(members, group, changed, before));
            transaction.changed(group);
            return changed.size();
        });
    }

    @Override
    public void restoreExclusions(long group, Collection<Exclusion> wanted) {
        transactions.write(transaction -> {
            new GroupTable(transaction.handle()).requireAddress(group);
            ExclusionTable exclusions = new ExclusionTable(transaction.handle());
            exclusions.deleteAll(group);
            exclusions.insert(group, wanted);
            transaction.changed(group);
            return group;
        });
    }
}
