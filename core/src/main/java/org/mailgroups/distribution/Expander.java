// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.group.Destinations;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.NestedGroups;
import org.mailgroups.value.Address;

/**
 * Expands the recipients of a message: groups to their members, members that are groups again, until only final
 * addresses are left, each once.
 *
 * <p>The idea is that of Postfix' {@code cleanup_map1n}. There is an iterative worklist and a set of addresses already
 * seen, so a cycle ends by itself and no stack grows with the nesting. There are separate limits; over any of them the
 * whole expansion is given up rather than cut short. A look-up that fails ends it with {@link
 * org.mailgroups.value.StoreUnavailableException} and never counts as "no members".
 *
 * <p>The groups are walked in RCPT order, each to its end. So somebody whom several groups reach belongs to the first
 * of them. Those who are addressed directly are settled before any group: they get the message as it is. Addresses of
 * local domains wait until a walk has no group left. Then the mail server is asked in bulk where it would take them
 * (aliases, forwards). That may be a group again, and the walk goes on.
 *
 * <p>A group may exclude an address that nested groups have: no way through that group leads to it. It is reached only
 * if another way does, and the ways are looked for once all groups are open. A direct member is not excluded. If an
 * alias leads to somebody who is excluded, it does not lead to where that one forwards mail either.
 *
 * <p>A member who is suspended gets no copy as a member of the group that the message was written to. If another group
 * of the message leads to the same address, and it is not suspended there, the copy comes from that one.
 *
 * <p>It costs one hash look-up for each membership, and memory for one entry for each distinct address. Thread-safe, if
 * its ports are.
 */
public final class Expander {
    private final GroupDirectory directory;
    private final GroupLookup lookup;
    private final AddressRewriting rewriting;
    private final Limits limits;
    private final NestedGroups nested;
    private final DirectRecipients direct;

    public Expander(GroupDirectory directory, GroupLookup lookup, AddressRewriting rewriting, Limits limits) {
        this.directory = directory;
        this.lookup = lookup;
        this.rewriting = rewriting;
        this.limits = limits;
        this.nested = new NestedGroups(directory, lookup);
        this.direct = new DirectRecipients(directory, rewriting);
    }

    /**
     * Expands the recipients of one message that every group takes.
     *
     * @param recipients in RCPT order, groups and others mixed
     */
    public Expansion expand(List<Address> recipients) {
        Set<GroupEntry> groups = new LinkedHashSet<>();
        List<Address> others = new ArrayList<>();
        for (Address recipient : recipients) {
            directory.groupAt(recipient).ifPresentOrElse(groups::add, () -> others.add(recipient));
        }
        List<DirectRecipient> directRecipients = direct.of(others);
        directRecipients.forEach(recipient -> groups.addAll(recipient.groups()));
        return expand(new Walk(group -> true), groups, directRecipients, List.of());
    }

    /**
     * Expands a message to the groups that take it. A nested group takes what the group around it takes. But a group
     * that a member's forward leads to is entered only if it takes the message itself: no member may open a group to
     * others.
     *
     * @param groups the groups, each once, in RCPT order
     * @param takesForwards tells whether a group that a member's forward leads to takes the message
     * @param others the other recipients. A group that one of them leads to is expanded only if {@code groups} has it
     * @param served final addresses that get the message, or have got it, in another way; taken as they are
     */
    public Expansion expand(
            Collection<GroupEntry> groups,
            Predicate<GroupEntry> takesForwards,
            Collection<DirectRecipient> others,
            Collection<Address> served) {
        return expand(new Walk(takesForwards), groups, others, served);
    }

    private static Expansion expand(
            Walk walk, Collection<GroupEntry> groups, Collection<DirectRecipient> others, Collection<Address> served) {
        try {
            return walk.expand(groups, others, served);
        } catch (OverLimit over) {
            return over.expansion;
        }
    }

    /** One expansion; holds what has been seen so far. */
    private final class Walk {
        private final Set<String> localDomains = rewriting.localDomains();
        private final Set<Long> seenGroups = new HashSet<>();
        private final Set<Address> seenLocal = new HashSet<>();
        private final Set<Address> settled = new HashSet<>();
        private final Set<Address> reachedDirectly = new HashSet<>();
        private final List<Recipient> found = new ArrayList<>();
        private final Map<Address, String> unreachable = new LinkedHashMap<>();
        private final Set<GroupEntry> forwarded = new LinkedHashSet<>();
        private final Predicate<GroupEntry> takesForwards;

        /** The ids of the groups that exclude an address. */
        private final Map<Address, Set<Long>> excludedBy = new HashMap<>();
        /** The ids of the groups that exclude anybody. */
        private final Set<Long> excluding = new HashSet<>();
        /** The groups that a group leads to. */
        private final Map<Long, Set<GroupEntry>> next = new HashMap<>();

        /** The ids of the groups of the message in which an address is suspended. */
        private final Map<Address, Set<Long>> suspendedIn = new HashMap<>();

        private final Map<Address, Recipient> suspended = new HashMap<>();
        private final List<HeldBack> heldBack = new ArrayList<>();
        /** Those for whom there is no other way, with the one that a group closes. */
        private final SortedMap<Address, Via> withoutWay = new TreeMap<>();

        private final Set<Address> named = new HashSet<>();

        private final Deque<Via> groupsToOpen = new ArrayDeque<>();
        private final Map<Address, Via> addressesToRewrite = new LinkedHashMap<>();

        Walk(Predicate<GroupEntry> takesForwards) {
            this.takesForwards = takesForwards;
        }

        Expansion expand(
                Collection<GroupEntry> groups, Collection<DirectRecipient> others, Collection<Address> served) {
            settled.addAll(served);
            List<Address> untouched = settleDirect(others);
            groups.forEach(this::readSuspended);
            groups.forEach(this::walk);
            while (!heldBack.isEmpty()) {
                tryOtherWays(groups);
            }
            List<GroupEntry> empty = groups.stream().filter(this::leadsToNobody).toList();
            suspended.keySet().removeAll(settled);
            return new Expansion.Complete(
                    InOrder.of(found),
                    untouched,
                    reachedDirectly,
                    empty,
                    InOrder.of(List.copyOf(suspended.values())),
                    excluded(),
                    unreachable,
                    forwarded);
        }

        private void readSuspended(GroupEntry root) {
            lookup.suspended(root).forEach(address -> suspendedIn
                    .computeIfAbsent(address, suspendedAddress -> new HashSet<>())
                    .add(root.id()));
        }

        private boolean isSuspended(Address address, GroupEntry root) {
            return suspendedIn.getOrDefault(address, Set.of()).contains(root.id());
        }

        /** Returns those for whom no way was left. Who is suspended as well counts as that alone. */
        private List<Recipient> excluded() {
            return withoutWay.entrySet().stream()
                    .filter(one -> !isReached(one.getKey()) && !suspended.containsKey(one.getKey()))
                    .map(one -> new Recipient(one.getKey(), one.getValue()))
                    .toList();
        }

        private boolean isReached(Address address) {
            return settled.contains(address) || seenLocal.contains(address) || named.contains(address);
        }

        /**
         * Settles those who are addressed directly, and returns the recipients that lead to no group. If an alias leads
         * to a group, the rest of the alias gets the plain message from here. Left to the mail server, the alias would
         * have its group expanded a second time.
         */
        private List<Address> settleDirect(Collection<DirectRecipient> others) {
            List<Address> untouched = new ArrayList<>();
            List<Address> besideGroups = new ArrayList<>();
            for (DirectRecipient recipient : others) {
                named.add(recipient.address());
                if (recipient.groups().isEmpty()) {
                    untouched.add(recipient.address());
                    reachedDirectly.addAll(recipient.finals());
                    settled.addAll(recipient.finals());
                } else {
                    besideGroups.addAll(recipient.finals());
                }
            }
            besideGroups.stream().filter(settled::add).forEach(address -> addRecipient(address, null));
            return untouched;
        }

        private boolean isLocal(Address address) {
            return localDomains.contains(address.domain());
        }

        private void walk(GroupEntry root) {
            enter(root, Via.root(root));
            openAll();
        }

        private void openAll() {
            while (!groupsToOpen.isEmpty() || !addressesToRewrite.isEmpty()) {
                while (!groupsToOpen.isEmpty()) {
                    open(groupsToOpen.remove());
                }
                rewriteAddresses();
            }
        }

        private void enter(GroupEntry group, Via via) {
            if (via.parent() != null) {
                next.computeIfAbsent(via.parent().group().id(), id -> new LinkedHashSet<>())
                        .add(group);
            }
            if (!seenGroups.add(group.id())) {
                return;
            }
            if (via.depth() > limits.maxDepth()) {
                throw new OverLimit(new Expansion.TooDeep(group, limits.maxDepth()));
            }
            for (Address excluded : lookup.excluded(group)) {
                excludedBy.computeIfAbsent(excluded, address -> new HashSet<>()).add(group.id());
                excluding.add(group.id());
            }
            groupsToOpen.add(via);
        }

        /** Returns whether a group on the way excludes the address, other than one that has it as a direct member. */
        private boolean isExcluded(Address address, Via via, boolean isDirect) {
            Set<Long> groups = excludedBy.get(address);
            Via way = isDirect ? via.parent() : via;
            return groups != null && way != null && way.passes(groups);
        }

        /** Takes those who were held back by another way to the same group, if there is one that is open to them. */
        private void tryOtherWays(Collection<GroupEntry> roots) {
            List<HeldBack> waiting = List.copyOf(heldBack);
            heldBack.clear();
            for (HeldBack one : waiting) {
                Optional<Via> way = otherWay(roots, one);
                if (way.isEmpty()) {
                    one.people().forEach(person -> withoutWay.putIfAbsent(person, one.via()));
                } else if (one.isFinal()) {
                    follow(one.address(), way.get(), one.isDirect());
                } else {
                    reach(one.address(), way.get());
                }
            }
            openAll();
        }

        /**
         * Returns the shortest way to a group that goes through none of the groups that exclude the address, and begins
         * at none in which it is suspended.
         */
        private Optional<Via> otherWay(Collection<GroupEntry> roots, HeldBack one) {
            Set<Long> seen = new HashSet<>();
            one.people().forEach(person -> seen.addAll(excludedBy.getOrDefault(person, Set.of())));
            if (one.isDirect()) {
                seen.remove(one.via().group().id());
            }
            Deque<Via> ways = new ArrayDeque<>();
            roots.stream()
                    .filter(root -> !isSuspended(one.address(), root))
                    .filter(root -> seen.add(root.id()))
                    .map(Via::root)
                    .forEach(ways::add);
            while (!ways.isEmpty()) {
                Via way = ways.remove();
                if (way.group().id() == one.via().group().id()) {
                    return Optional.of(way);
                }
                next.getOrDefault(way.group().id(), Set.of()).stream()
                        .filter(group -> seen.add(group.id()))
                        .map(way::then)
                        .forEach(ways::add);
            }
            return Optional.empty();
        }

        private void open(Via via) {
            for (Address member : lookup.members(via.group())) {
                Optional<GroupEntry> nested = directory.groupAt(member);
                Optional<String> defect = Destinations.defect(member);
                if (nested.isPresent()) {
                    enter(nested.get(), via.then(nested.get()));
                } else if (defect.isPresent()) {
                    unreachable.put(member, defect.get());
                } else {
                    reach(member, via);
                }
            }
        }

        private void reach(Address member, Via via) {
            if (!isLocal(member)) {
                settle(member, via, true);
            } else if (isExcluded(member, via, true)) {
                heldBack.add(HeldBack.of(member, via, true, false));
            } else if (seenLocal.add(member)) {
                addressesToRewrite.put(member, via);
            }
        }

        private void rewriteAddresses() {
            Map<Address, Rewritten> rewritten = rewriting.rewrite(addressesToRewrite.keySet());
            addressesToRewrite.forEach((address, via) -> {
                Rewritten result = rewritten.get(address);
                if (result instanceof Rewritten.To to) {
                    follow(address, via, to.addresses());
                } else if (result instanceof Rewritten.Nowhere nowhere) {
                    unreachable.put(address, nowhere.reason());
                } else {
                    settle(address, via, true);
                }
            });
            addressesToRewrite.clear();
        }

        private void follow(Address address, Via via, Set<Address> targets) {
            Forwards leftOut = via.passes(excluding)
                    ? Forwards.of(address, person -> isExcluded(person, via, false), rewriting)
                    : Forwards.NONE;
            for (Address target : targets) {
                if (leftOut.targets().contains(target)) {
                    heldBack.add(new HeldBack(target, via, false, true, leftOut.people()));
                } else {
                    follow(target, via, target.equals(address));
                }
            }
        }

        private void follow(Address target, Via via, boolean isDirect) {
            Optional<GroupEntry> group = directory.groupAt(target);
            if (group.isEmpty()) {
                settle(target, via, isDirect);
            } else if (takesForwards.test(group.get())) {
                enter(group.get(), via.then(group.get()));
            } else if (!seenGroups.contains(group.get().id())) {
                forwarded.add(group.get());
            }
        }

        private void settle(Address address, Via via, boolean isDirect) {
            if (isExcluded(address, via, isDirect)) {
                heldBack.add(HeldBack.of(address, via, isDirect, true));
            } else if (isSuspended(address, via.root())) {
                heldBack.add(HeldBack.of(address, via, isDirect, true));
                suspended.putIfAbsent(address, new Recipient(address, via));
            } else if (settled.add(address)) {
                addRecipient(address, via);
            }
        }

        private void addRecipient(Address address, Via via) {
            if (found.size() == limits.maxRecipients()) {
                throw new OverLimit(new Expansion.TooManyRecipients(limits.maxRecipients()));
            }
            found.add(new Recipient(address, via));
        }

        /** Returns whether a group has, through all its nested groups, not one member that can be reached. */
        private boolean leadsToNobody(GroupEntry root) {
            return !nested.anyMembers(root, members -> members.stream().anyMatch(this::canBeReached));
        }

        private boolean canBeReached(Address member) {
            return directory.groupAt(member).isEmpty() && !unreachable.containsKey(member);
        }
    }

    /**
     * An address that a group on the way excludes, or that is suspended in the first of them.
     *
     * @param isDirect whether the last group of the way has the address itself as a member
     * @param isFinal whether the mail server has been asked already where it would take the address
     * @param people who is excluded: the address itself, or those who forward their mail to it
     */
    private record HeldBack(Address address, Via via, boolean isDirect, boolean isFinal, Set<Address> people) {
        static HeldBack of(Address address, Via via, boolean isDirect, boolean isFinal) {
            return new HeldBack(address, via, isDirect, isFinal, Set.of(address));
        }
    }

    /** Ends a walk from wherever it stands; never leaves this class. */
    private static final class OverLimit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Expansion expansion;

        OverLimit(Expansion expansion) {
            super(null, null, false, false);
            this.expansion = expansion;
        }
    }
}
