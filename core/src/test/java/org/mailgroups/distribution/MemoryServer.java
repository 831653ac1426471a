// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Senders;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * A mail server in memory, for tests: its groups, users and mappings; everything under {@code example.org} is local.
 */
public final class MemoryServer implements GroupLookup, LocalAddresses, AddressRewriting {
    private final Map<Address, GroupEntry> groups = new HashMap<>();
    private final Map<Long, Set<Address>> members = new HashMap<>();
    private final Map<Long, Set<Address>> excluded = new HashMap<>();
    private final Map<Long, Set<Address>> suspended = new HashMap<>();
    private final Set<Address> users = new HashSet<>();
    private final Map<Address, Rewritten> mappings = new HashMap<>();
    private final Map<Address, Set<Address>> steps = new HashMap<>();
    private boolean down;

    public MemoryServer group(String address, String... memberAddresses) {
        Address parsed = Address.parse(address);
        GroupEntry entry = new GroupEntry(
                groups.size() + 1L,
                parsed,
                parsed.localPart(),
                1,
                List.of(),
                GroupSettings.DEFAULT.withSenders(Senders.ANYONE));
        groups.put(parsed, entry);
        members.put(entry.id(), new TreeSet<>(addresses(memberAddresses)));
        return this;
    }

    /** Gives a group other settings than that anyone may write. */
    public MemoryServer settings(String address, GroupSettings settings) {
        groups.computeIfPresent(
                Address.parse(address),
                (key, group) ->
                        new GroupEntry(group.id(), group.address(), group.name(), 1, group.administrators(), settings));
        return this;
    }

    public MemoryServer administrators(String address, String... administrators) {
        groups.computeIfPresent(
                Address.parse(address),
                (key, group) -> new GroupEntry(
                        group.id(), group.address(), group.name(), 1, addresses(administrators), group.settings()));
        return this;
    }

    public void disband(String address) {
        groups.remove(Address.parse(address));
    }

    public void rename(String address, String other) {
        GroupEntry group = groups.remove(Address.parse(address));
        Address renamed = Address.parse(other);
        groups.put(
                renamed,
                new GroupEntry(group.id(), renamed, group.name(), 1, group.administrators(), group.settings()));
    }

    /** Lets a group exclude addresses. */
    public MemoryServer excluding(String group, String... addresses) {
        excluded.put(groups.get(Address.parse(group)).id(), Set.copyOf(addresses(addresses)));
        return this;
    }

    /** Lets addresses be suspended in a group. */
    public MemoryServer suspending(String group, String... addresses) {
        suspended.put(groups.get(Address.parse(group)).id(), Set.copyOf(addresses(addresses)));
        return this;
    }

    public void addMember(String group, String address) {
        members.get(groups.get(Address.parse(group)).id()).add(Address.parse(address));
    }

    /** Removes members of a group, and returns how many there were. */
    public int removeMembers(Address group, Collection<Address> unwanted) {
        Set<Address> all = members.get(groups.get(group).id());
        int before = all.size();
        all.removeAll(unwanted);
        return before - all.size();
    }

    /** Lets a group exclude one more address, and returns whether it is new. */
    public boolean exclude(Address group, Address address) {
        Set<Address> all = new HashSet<>(excluded(groups.get(group)));
        boolean added = all.add(address);
        excluded.put(groups.get(group).id(), all);
        return added;
    }

    /** Ends an exclusion, and returns whether there was one. */
    public boolean include(Address group, Address address) {
        Set<Address> all = new HashSet<>(excluded(groups.get(group)));
        boolean removed = all.remove(address);
        excluded.put(groups.get(group).id(), all);
        return removed;
    }

    public MemoryServer user(String address) {
        users.add(Address.parse(address));
        return this;
    }

    public MemoryServer removeUser(String address) {
        users.remove(Address.parse(address));
        return this;
    }

    public MemoryServer mapping(String address, String... targets) {
        mappings.put(Address.parse(address), new Rewritten.To(new HashSet<>(addresses(targets))));
        return this;
    }

    /** Lets an address lead to its final addresses by way of some others. */
    public MemoryServer mappingThrough(String address, List<String> next, String... targets) {
        steps.put(Address.parse(address), Set.copyOf(addresses(next.toArray(String[]::new))));
        return mapping(address, targets);
    }

    public MemoryServer mappingToNowhere(String address, String reason) {
        mappings.put(Address.parse(address), new Rewritten.Nowhere(reason));
        return this;
    }

    public MemoryServer goesDown() {
        down = true;
        return this;
    }

    public MemoryServer comesBack() {
        down = false;
        return this;
    }

    public Expansion expand(Limits limits, String... recipients) {
        return new Expander(new GroupDirectory(this, this), this, this, limits).expand(addresses(recipients));
    }

    public Expansion.Complete expand(String... recipients) {
        return (Expansion.Complete) expand(Limits.DEFAULT, recipients);
    }

    public static List<Address> addresses(String... texts) {
        return Stream.of(texts).map(Address::parse).toList();
    }

    private void checkUp() {
        if (down) {
            throw new StoreUnavailableException("down for a test", null);
        }
    }

    @Override
    public Optional<GroupEntry> find(Address address) {
        checkUp();
        return Optional.ofNullable(groups.get(address));
    }

    @Override
    public Optional<GroupEntry> find(long id) {
        checkUp();
        return groups.values().stream().filter(group -> group.id() == id).findFirst();
    }

    @Override
    public long version() {
        return 1;
    }

    @Override
    public List<Address> members(GroupEntry group) {
        checkUp();
        return new ArrayList<>(members.get(group.id()));
    }

    @Override
    public Set<Address> excluded(GroupEntry group) {
        checkUp();
        return excluded.getOrDefault(group.id(), Set.of());
    }

    @Override
    public Set<Address> suspended(GroupEntry group) {
        checkUp();
        return suspended.getOrDefault(group.id(), Set.of());
    }

    @Override
    public boolean isLocalDomain(String domain) {
        return localDomains().contains(domain);
    }

    @Override
    public Optional<AddressHolder> holderOf(Address address) {
        if (users.contains(address)) {
            return Optional.of(AddressHolder.USER);
        }
        return mappings.containsKey(address) ? Optional.of(AddressHolder.MAPPING) : Optional.empty();
    }

    @Override
    public Set<Address> usersAmong(Collection<Address> addresses) {
        return addresses.stream().filter(this::isUser).collect(Collectors.toSet());
    }

    @Override
    public Set<Address> existing(Collection<Address> addresses) {
        Set<Address> existing = new HashSet<>(addresses);
        existing.removeIf(address -> holderOf(address).isEmpty());
        return existing;
    }

    @Override
    public Stream<Address> users() {
        return users.stream();
    }

    @Override
    public Set<String> localDomains() {
        return Set.of("example.org");
    }

    @Override
    public Set<Address> next(Address address) {
        return steps.getOrDefault(
                address, mappings.get(address) instanceof Rewritten.To to ? to.addresses() : Set.of());
    }

    @Override
    public Map<Address, Rewritten> rewrite(Collection<Address> addresses) {
        Map<Address, Rewritten> rewritten = new HashMap<>(mappings);
        rewritten.keySet().retainAll(new HashSet<>(addresses));
        return rewritten;
    }
}
