// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mailgroups.backup.GroupArchive;
import org.mailgroups.backup.StoredMember;
import org.mailgroups.group.Group;
import org.mailgroups.group.NewGroup;
import org.mailgroups.store.member.Containment;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.sql.Transactions;
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
    public Page<StoredMember> members(Address group, PageRequest page) {
        return transactions.read(handle -> members(handle, new GroupTable(handle).id(group), page));
    }

    @Override
    public Page<StoredMember> members(long group, PageRequest page) {
        return transactions.read(handle -> {
            if (new GroupTable(handle).addresses(List.of(group)).isEmpty()) {
                throw new NotFoundException("the group was disbanded");
            }
            return members(handle, group, page);
        });
    }

    private static Page<StoredMember> members(Handle handle, long group, PageRequest page) {
        return Page.of(page.limit(), new MemberTable(handle).listStored(group, page), member -> member.address()
                .key());
    }

    @Override
    public Map<Address, StoredMember> membersAmong(Address group, Collection<Address> addresses) {
        List<String> keys = addresses.stream().map(Address::key).distinct().toList();
        Map<String, StoredMember> found = transactions.read(
                handle -> new MemberTable(handle).storedAmong(new GroupTable(handle).id(group), keys));
        return found.values().stream().collect(Collectors.toMap(StoredMember::address, member -> member));
    }

    @Override
    public boolean restore(NewGroup wanted, Instant createdAt) {
        return transactions.write(transaction -> {
            GroupTable groups = new GroupTable(transaction.handle());
            Optional<Group> before = groups.find(wanted.address());
            Group after = new Group(
                    before.map(Group::id).orElse(transaction.version()),
                    wanted.address(),
                    wanted.name(),
                    wanted.description(),
                    wanted.administrators(),
                    before.map(Group::memberCount).orElse(0L),
                    createdAt,
                    transaction.version(),
                    wanted.settings());
            if (before.filter(group -> isSame(group, after)).isPresent()) {
                return false;
            }
            if (before.isPresent()) {
                groups.update(after);
                groups.setCreatedAt(after.id(), createdAt);
            } else {
                groups.insert(after);
            }
            transaction.changed(after.id());
            return true;
        });
    }

    private static boolean isSame(Group before, Group after) {
        return JdbiGroupRepository.isSame(before, after) && before.createdAt().equals(after.createdAt());
    }

    @Override
    public int restoreMembers(Address group, Collection<StoredMember> wanted) {
        Map<String, StoredMember> byKey = new LinkedHashMap<>();
        wanted.forEach(member -> byKey.putIfAbsent(member.address().key(), member));
        return transactions.write(transaction -> {
            GroupTable groups = new GroupTable(transaction.handle());
            MemberTable members = new MemberTable(transaction.handle());
            long id = groups.id(group);
            Map<String, StoredMember> before = members.storedAmong(id, byKey.keySet());
            List<StoredMember> changed = byKey.values().stream()
                    .filter(member -> !member.equals(before.get(member.address().key())))
                    .toList();
            if (changed.isEmpty()) {
                return 0;
            }
            List<Address> addresses =
                    changed.stream().map(StoredMember::address).toList();
            new Containment(members).refuseCycle(group, addresses);
            Map<Boolean, List<StoredMember>> byPresence = changed.stream()
                    .collect(Collectors.partitioningBy(
                            member -> before.containsKey(member.address().key())));
            members.updateStored(id, byPresence.get(true));
            members.insertStored(id, byPresence.get(false));
            groups.addToMemberCount(List.of(id), byPresence.get(false).size());
            transaction.changed(id);
            return changed.size();
        });
    }
}
