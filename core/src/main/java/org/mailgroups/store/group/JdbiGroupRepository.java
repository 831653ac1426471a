// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.store.imports.ImportTable;
import org.mailgroups.store.member.BounceTable;
import org.mailgroups.store.member.ContactLinkTable;
import org.mailgroups.store.member.Containment;
import org.mailgroups.store.member.DeliveryTable;
import org.mailgroups.store.member.ExclusionTable;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.member.SuspensionTable;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.AddressTakenException;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.LastAdministratorException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Text;

/**
 * Groups in the database. As writers come one at a time, a check holds until the end of its transaction: a free
 * address, no cycle, not the last administrator.
 */
public final class JdbiGroupRepository implements GroupRepository {
    /** How many groups an exception names at most. The first ones tell the caller what to do. */
    private static final int NAMED_GROUPS = 100;

    private final Transactions transactions;

    public JdbiGroupRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Group create(NewGroup wanted) {
        return transactions.write(transaction -> {
            GroupTable groups = new GroupTable(transaction.handle());
            MemberTable members = new MemberTable(transaction.handle());
            refuseTaken(groups, wanted.address());
            refuseCycle(members, wanted.address(), wanted.members());
            // As the database keeps it.
            Instant now = transaction.now().truncatedTo(ChronoUnit.MILLIS);
            Group group = new Group(
                    transaction.version(),
                    wanted.address(),
                    wanted.name(),
                    wanted.description(),
                    wanted.administrators(),
                    wanted.members().size(),
                    now,
                    transaction.version(),
                    wanted.settings(),
                    groups.freeListId(wanted));
            groups.insert(group, wanted.createdBy());
            members.insert(group.id(), wanted.members(), now);
            transaction.changed(group.id());
            return group;
        });
    }

    static void refuseTaken(GroupTable groups, Address address) {
        if (groups.idOf(address).isPresent()) {
            throw new AddressTakenException(address, AddressHolder.GROUP);
        }
    }

    private static void refuseCycle(MemberTable members, Address group, Collection<NewMember> added) {
        new Containment(members)
                .refuseCycle(group, added.stream().map(NewMember::address).toList());
    }

    @Override
    public Optional<Group> find(Address address) {
        return transactions.readConsistently(handle -> new GroupTable(handle).find(address));
    }

    @Override
    public Map<Address, Group> findAll(Collection<Address> addresses) {
        List<String> keys = addresses.stream().map(Address::key).distinct().toList();
        return keys.isEmpty()
                ? Map.of()
                : transactions.readConsistently(handle -> new GroupTable(handle).findAll(keys)).stream()
                        .collect(Collectors.toMap(Group::address, Function.identity()));
    }

    @Override
    public Page<Group> list(GroupFilter filter, PageRequest page) {
        SearchQuery query = Text.query(filter.text());
        if (query.findsNothing()) {
            return Page.empty();
        }
        return transactions.readConsistently(handle -> new GroupTable(handle).list(filter, query, page));
    }

    @Override
    public Group update(Address address, GroupChange change, OptionalLong expectedVersion) {
        return transactions.write(transaction -> {
            GroupTable groups = new GroupTable(transaction.handle());
            Group before = groups.current(address, expectedVersion);
            Group after = new Group(
                    before.id(),
                    change.address().orElse(before.address()),
                    change.name().orElse(before.name()),
                    change.description().orElse(before.description()),
                    change.administrators().orElse(before.administrators()),
                    before.memberCount(),
                    before.createdAt(),
                    transaction.version(),
                    change.settings(before.settings()),
                    before.listId());
            if (before.isSame(after)) {
                return before;
            }
            if (!after.address().equals(before.address())) {
                refuseTaken(groups, after.address());
                follow(transaction, before, after.address());
            }
            groups.update(after);
            transaction.changed(after.id());
            return after;
        });
    }

    /**
     * Lets what refers to a group follow to its new address. That may be a plain member of some groups already.
     */
    private static void follow(WriteTransaction transaction, Group group, Address to) {
        MemberTable members = new MemberTable(transaction.handle());
        Set<Long> above =
                new Containment(members).idsAbove(List.of(group.address().key(), to.key()));
        if (above.contains(group.id())) {
            throw new CyclicMembershipException(group.address(), to);
        }
        new AddressReferences(transaction).replaceGroup(group.address(), to);
    }

    @Override
    public void delete(Address address, OptionalLong expectedVersion) {
        transactions.write(transaction -> {
            long id = disband(transaction, address, expectedVersion).id();
            new MemberTable(transaction.handle()).deleteAll(id);
            new ContactLinkTable(transaction.handle()).deleteAll(id);
            return id;
        });
    }

    /** Deletes a group but for its members, and returns it. */
    static Group disband(WriteTransaction transaction, Address address, OptionalLong expectedVersion) {
        GroupTable groups = new GroupTable(transaction.handle());
        Group group = groups.current(address, expectedVersion);
        new ImportTable(transaction.handle()).deleteAll(ImportTarget.membersOf(group));
        new AddressReferences(transaction).forgetGroup(group.address());
        new ExclusionTable(transaction.handle()).deleteAll(group.id());
        new BounceTable(transaction.handle()).deleteAll(group.id());
        new SuspensionTable(transaction.handle()).deleteAll(group.id());
        new JoinRequestTable(transaction.handle()).deleteAll(group.id());
        new ConfirmationTable(transaction.handle()).deleteAll(group.id());
        new DeliveryTable(transaction.handle()).deleteAll(group.id());
        groups.delete(group.id());
        transaction.changed(group.id());
        return group;
    }

    @Override
    public Page<Member> members(Address group, String text, PageRequest page) {
        SearchQuery query = Text.query(text);
        return transactions.readConsistently(handle -> {
            long id = new GroupTable(handle).id(group);
            if (query.findsNothing()) {
                return Page.empty();
            }
            MemberTable members = new MemberTable(handle);
            return Page.of(
                    page.limit(),
                    query.findsAll() ? members.list(id, page) : members.search(id, query, page),
                    member -> member.address().key());
        });
    }

    @Override
    public Set<Address> membersAmong(Address group, Collection<Address> addresses) {
        List<String> keys = addresses.stream().map(Address::key).distinct().toList();
        Set<String> found = transactions.read(handle -> {
            long id = new GroupTable(handle).id(group);
            return new MemberTable(handle).namesAmong(id, keys).keySet();
        });
        return addresses.stream()
                .filter(address -> found.contains(address.key()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Set<Address> inAnyGroup(Collection<Address> addresses) {
        List<String> keys = addresses.stream().map(Address::key).distinct().toList();
        Set<String> found = transactions.read(handle -> new MemberTable(handle).inAnyGroup(keys));
        return addresses.stream()
                .filter(address -> found.contains(address.key()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Page<Member> members(long group, PageRequest page) {
        return transactions.read(handle -> {
            new GroupTable(handle).requireAddress(group);
            return Page.of(page.limit(), new MemberTable(handle).list(group, page), member -> member.address()
                    .key());
        });
    }

    @Override
    public Optional<Member> member(long group, Address address) {
        return transactions.read(handle -> new MemberTable(handle).find(group, address));
    }

    @Override
    public Address addressOf(long group) {
        return transactions.read(handle -> new GroupTable(handle).requireAddress(group));
    }

    @Override
    public Map<Address, Present> present(long group, Collection<Address> addresses) {
        List<String> keys = addresses.stream().map(Address::key).distinct().toList();
        Map<String, Present> found = transactions.readConsistently(handle -> {
            new GroupTable(handle).requireAddress(group);
            return new MemberTable(handle).presentAmong(group, keys);
        });
        Map<Address, Present> present = new HashMap<>();
        addresses.forEach(address ->
                Optional.ofNullable(found.get(address.key())).ifPresent(member -> present.put(address, member)));
        return present;
    }

    @Override
    public int addMembers(Address group, Collection<NewMember> wanted, OptionalLong expectedVersion) {
        return transactions.write(transaction ->
                add(transaction, new GroupTable(transaction.handle()).id(group, expectedVersion), wanted));
    }

    @Override
    public int addMembers(long group, Collection<NewMember> wanted) {
        return transactions.write(transaction -> add(transaction, group, wanted));
    }

    /** Adds members in a transaction, and returns how many were new. */
    static int add(WriteTransaction transaction, long id, Collection<NewMember> wanted) {
        // In the order of the index, neighbours fall on one page of it.
        List<NewMember> distinct = NewMember.distinct(wanted).stream()
                .sorted(Comparator.comparing(member -> member.address().key()))
                .toList();
        GroupTable groups = new GroupTable(transaction.handle());
        MemberTable members = new MemberTable(transaction.handle());
        refuseCycle(members, groups.requireAddress(id), distinct);
        Map<String, MemberTable.Place> places = members.placesAmong(
                id, distinct.stream().map(member -> member.address().key()).toList());
        List<NewMember> added = new ArrayList<>();
        List<NewMember> named = new ArrayList<>();
        List<String> byContact = new ArrayList<>();
        for (NewMember member : distinct) {
            MemberTable.Place place = places.get(member.address().key());
            if (place == null) {
                added.add(member);
                continue;
            }
            if (member.name().isPresent() && !member.knownAs().equals(place.name())) {
                named.add(member);
            }
            if (!place.direct()) {
                byContact.add(member.address().key());
            }
        }
        members.insert(id, added, transaction.now());
        members.setNames(id, named);
        members.setDirect(id, byContact);
        groups.addToMemberCount(List.of(id), added.size());
        if (!added.isEmpty() || !named.isEmpty() || !byContact.isEmpty()) {
            transaction.changed(id);
        }
        return added.size();
    }

    @Override
    public int removeMembers(Address group, Collection<Address> unwanted, OptionalLong expectedVersion) {
        return transactions.write(transaction ->
                remove(transaction, new GroupTable(transaction.handle()).id(group, expectedVersion), unwanted));
    }

    @Override
    public int removeMembers(long group, Collection<Address> unwanted) {
        return transactions.write(transaction -> {
            new GroupTable(transaction.handle()).requireAddress(group);
            return remove(transaction, group, unwanted);
        });
    }

    private static int remove(WriteTransaction transaction, long id, Collection<Address> unwanted) {
        List<String> keys = unwanted.stream().map(Address::key).distinct().toList();
        int removed = new MemberTable(transaction.handle()).delete(id, keys);
        if (removed > 0) {
            new ContactLinkTable(transaction.handle()).deleteAt(id, keys);
            new GroupTable(transaction.handle()).addToMemberCount(List.of(id), -removed);
            transaction.changed(id);
        }
        return removed;
    }

    @Override
    public List<Group> groupsWithMember(Address member) {
        return transactions.readConsistently(handle -> new GroupTable(handle).withMember(member));
    }

    @Override
    public long countCreatedBy(Address user) {
        return transactions.read(handle -> new GroupTable(handle).countCreatedBy(user));
    }

    @Override
    public long countOtherRights(Address address) {
        return transactions.read(handle ->
                (long) new AdministratorTable(handle).administeredBy(address).size()
                        + new AllowedSenderTable(handle).allowing(address).size());
    }

    @Override
    public boolean forget(Address address) {
        return transactions.write(transaction -> {
            AdministratorTable administrators = new AdministratorTable(transaction.handle());
            List<Address> orphaned = administrators.administeredOnlyBy(address, NAMED_GROUPS);
            if (!orphaned.isEmpty()) {
                throw new LastAdministratorException(orphaned);
            }
            new AddressReferences(transaction).forget(address);
            return transaction.hasChanges();
        });
    }

    @Override
    public boolean rename(Address from, Address to) {
        if (from.equals(to)) {
            return false;
        }
        return transactions.write(transaction -> {
            MemberTable members = new MemberTable(transaction.handle());
            if (new Containment(members).groupsAbove(List.of(from.key())).contains(to.key())) {
                throw new CyclicMembershipException(to, to);
            }
            new AddressReferences(transaction).replace(from, to);
            return transaction.hasChanges();
        });
    }
}
