// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.value.Address;

/**
 * Expands the recipients of a message: groups to their members, members that are groups again, until only final addresses are left, each once.
 *
 * <p>The idea is that of Postfix' {@code cleanup_map1n}: an iterative worklist with an already-seen set, so that a cycle ends by itself and no stack grows with
 * the nesting; and separate limits, on any of which the whole expansion is given up rather than cut short. A look-up that fails ends it with {@link
 * org.mailgroups.value.StoreUnavailableException}; it never counts as "no members".
 *
 * <p>The recipients are walked in their order (RCPT order), each to its end, so whoever is reached by several groups belongs to the first of them. Those who
 * are addressed directly are settled before any group: they get the message as it is. Addresses of local domains wait until a walk has no group left and
 * are then asked in bulk where the mail server would take them (aliases, forwards); what comes back may be a group, and the walk goes on.
 *
 * <p>Cost: one hash look-up for each membership; memory: one entry for each distinct address. Thread-safe, if its ports are.
 */
public final class Expander {
    private final GroupDirectory directory;
    private final GroupLookup lookup;
    private final AddressRewriting rewriting;
    private final Limits limits;

    public Expander(GroupDirectory directory, GroupLookup lookup, AddressRewriting rewriting, Limits limits) {
        this.directory = directory;
        this.lookup = lookup;
        this.rewriting = rewriting;
        this.limits = limits;
    }

    /**
     * Expands the recipients of one message that everybody may write to.
     *
     * @param recipients in RCPT order, groups and others mixed
     */
    public Expansion expand(List<Address> recipients) {
        return expand(recipients, List.of(), group -> true);
    }

    /**
     * Expands the recipients of one message.
     *
     * @param recipients in RCPT order, groups and others mixed; the groups among them take the message
     * @param served final addresses that get the message, or have got it, in another way; taken as they are
     * @param admits whether a group takes the message that an alias among the recipients leads to; the others are left out, and named
     */
    public Expansion expand(List<Address> recipients, Collection<Address> served, Predicate<GroupEntry> admits) {
        try {
            return new Walk(admits).expand(recipients, served);
        } catch (OverLimit over) {
            return over.expansion;
        }
    }

    /** One expansion; holds what has been seen so far. */
    private final class Walk {
        private final Predicate<GroupEntry> admits;
        private final Set<String> localDomains = rewriting.localDomains();
        private final Set<Long> seenGroups = new HashSet<>();
        private final Set<Address> seenLocal = new HashSet<>();
        private final Set<Address> settled = new HashSet<>();
        private final Set<Address> reachedDirectly = new HashSet<>();
        private final List<Recipient> found = new ArrayList<>();
        private final Map<Address, String> unreachable = new LinkedHashMap<>();
        private final Set<GroupEntry> notAdmitted = new LinkedHashSet<>();

        private final Deque<Via> groupsToOpen = new ArrayDeque<>();
        private final Map<Address, Via> addressesToRewrite = new LinkedHashMap<>();

        private Walk(Predicate<GroupEntry> admits) {
            this.admits = admits;
        }

        Expansion expand(List<Address> recipients, Collection<Address> served) {
            settled.addAll(served);
            Map<Address, GroupEntry> groups = new LinkedHashMap<>();
            List<Address> others = new ArrayList<>();
            for (Address recipient : recipients) {
                Optional<GroupEntry> group = directory.groupAt(recipient);
                group.ifPresentOrElse(entry -> groups.put(recipient, entry), () -> others.add(recipient));
            }
            List<Address> untouched = settleDirect(others, groups);
            groups.values().forEach(this::walk);
            List<GroupEntry> empty =
                    groups.values().stream().filter(this::leadsToNobody).toList();
            found.sort(Comparator.comparing(Recipient::address));
            return new Expansion.Complete(
                    found, untouched, reachedDirectly, empty, List.copyOf(notAdmitted), unreachable);
        }

        /**
         * Settles those who are addressed directly. Where an alias leads to a group, the group is expanded with the others and the rest of the alias gets the plain
         * message from here: left to the mail server, the group would be expanded a second time.
         */
        private List<Address> settleDirect(List<Address> others, Map<Address, GroupEntry> groups) {
            List<Address> untouched = new ArrayList<>();
            List<Address> besideGroups = new ArrayList<>();
            rewritten(others).forEach((other, targets) -> {
                Map<Address, GroupEntry> behind = new LinkedHashMap<>();
                targets.forEach(target -> directory.groupAt(target).ifPresent(group -> behind.put(target, group)));
                List<Address> finals = targets.stream()
                        .filter(target -> !behind.containsKey(target))
                        .toList();
                if (behind.isEmpty()) {
                    untouched.add(other);
                    reachedDirectly.addAll(finals);
                    settled.addAll(finals);
                } else {
                    besideGroups.addAll(finals);
                    behind.forEach((target, group) -> {
                        if (groups.containsValue(group) || admits.test(group)) {
                            groups.putIfAbsent(target, group);
                        } else {
                            notAdmitted.add(group);
                        }
                    });
                }
            });
            besideGroups.stream().filter(settled::add).forEach(address -> addRecipient(address, null));
            return untouched;
        }

        /** Where each of the addresses leads, in their order; to itself if the mail server does not rewrite it. */
        private Map<Address, Set<Address>> rewritten(List<Address> addresses) {
            Map<Address, Rewritten> rewritten =
                    rewriting.rewrite(addresses.stream().filter(this::isLocal).toList());
            Map<Address, Set<Address>> targets = new LinkedHashMap<>();
            for (Address address : addresses) {
                targets.put(
                        address, rewritten.get(address) instanceof Rewritten.To to ? to.addresses() : Set.of(address));
            }
            return targets;
        }

        private boolean isLocal(Address address) {
            return localDomains.contains(address.domain());
        }

        private void walk(GroupEntry root) {
            enter(root, Via.root(root));
            while (!groupsToOpen.isEmpty()) {
                while (!groupsToOpen.isEmpty()) {
                    open(groupsToOpen.remove());
                }
                rewriteAddresses();
            }
        }

        private void enter(GroupEntry group, Via via) {
            if (!seenGroups.add(group.id())) {
                return;
            }
            if (via.depth() > limits.maxDepth()) {
                throw new OverLimit(new Expansion.TooDeep(group, limits.maxDepth()));
            }
            groupsToOpen.add(via);
        }

        private void open(Via via) {
            for (Address member : lookup.members(via.group())) {
                Optional<GroupEntry> nested = directory.groupAt(member);
                if (nested.isPresent()) {
                    enter(nested.get(), via.then(nested.get()));
                } else if (!isLocal(member)) {
                    settle(member, via);
                } else if (seenLocal.add(member)) {
                    addressesToRewrite.put(member, via);
                }
            }
        }

        private void rewriteAddresses() {
            Map<Address, Rewritten> rewritten = rewriting.rewrite(addressesToRewrite.keySet());
            addressesToRewrite.forEach((address, via) -> {
                Rewritten result = rewritten.get(address);
                if (result instanceof Rewritten.To to) {
                    to.addresses().forEach(target -> follow(target, via));
                } else if (result instanceof Rewritten.Nowhere nowhere) {
                    unreachable.put(address, nowhere.reason());
                } else {
                    settle(address, via);
                }
            });
            addressesToRewrite.clear();
        }

        private void follow(Address target, Via via) {
            directory
                    .groupAt(target)
                    .ifPresentOrElse(group -> enter(group, via.then(group)), () -> settle(target, via));
        }

        private void settle(Address address, Via via) {
            if (settled.add(address)) {
                addRecipient(address, via);
            }
        }

        private void addRecipient(Address address, Via via) {
            if (found.size() == limits.maxRecipients()) {
                throw new OverLimit(new Expansion.TooManyRecipients(limits.maxRecipients()));
            }
            found.add(new Recipient(address, via));
        }

        /** Whether a group has, through all its nested groups, not one member that can be reached. */
        private boolean leadsToNobody(GroupEntry root) {
            Set<Long> seen = new HashSet<>(Set.of(root.id()));
            Deque<GroupEntry> toOpen = new ArrayDeque<>(List.of(root));
            while (!toOpen.isEmpty()) {
                for (Address member : lookup.members(toOpen.remove())) {
                    Optional<GroupEntry> nested = directory.groupAt(member);
                    if (nested.isEmpty() && !unreachable.containsKey(member)) {
                        return false;
                    }
                    nested.filter(group -> seen.add(group.id())).ifPresent(toOpen::add);
                }
            }
            return true;
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
