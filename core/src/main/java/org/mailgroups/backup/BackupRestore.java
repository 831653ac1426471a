// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.backup.Report.Count;
import org.mailgroups.choice.Choice;
import org.mailgroups.choice.ChoiceRepository;
import org.mailgroups.choice.MemberChoice;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.deletion.LooseMembers;
import org.mailgroups.exclusion.Exclusion;
import org.mailgroups.exclusion.ExclusionRepository;
import org.mailgroups.group.Destinations;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.NewGroup;
import org.mailgroups.membership.Ancestors;
import org.mailgroups.membership.PlannedContainment;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.AddressTakenException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.MailGroupsException;
import org.mailgroups.value.Page;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.value.WrongStateException;
import org.mailgroups.work.Cancellation;

/**
 * Puts back what {@link BackupFile} has kept.
 *
 * <p>A group comes back as it was, even if some of its users are missing: they may come back a minute later.
 * Only the group's own address is checked: it must be of a local domain and nobody else's.
 *
 * <p>Members go in by batches, each a transaction. Those of a new group wait where nobody sees them until all are
 * there. So a new group is there wholly or not at all, whatever ends the restore.
 * To replace a group, the keys of its members are in memory, about 100 bytes each, and so are the identifiers that the
 * backup gives to users; all else is there in batches. A group that is replaced is known by its id: it is replaced
 * wholly, whatever its address becomes meanwhile.
 *
 * <p>Thread-safe.
 */
public final class BackupRestore {
    private final GroupRepository groups;
    private final GroupArchive archive;
    private final ProfileRepository profiles;
    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final LocalAddresses localAddresses;
    private final Ancestors ancestors;
    private final LooseMembers loose;
    private final AuditTrail audit;
    private final BackupStaging staging;

    @Inject
    public BackupRestore(
            GroupRepository groups,
            GroupArchive archive,
            ProfileRepository profiles,
            ContactRepository contacts,
            ContactMemberships memberships,
            LocalAddresses localAddresses,
            Ancestors ancestors,
            LooseMembers loose,
            AuditTrail audit,
            BackupStaging staging) {
        this.groups = groups;
        this.archive = archive;
        this.profiles = profiles;
        this.contacts = contacts;
        this.memberships = memberships;
        this.localAddresses = localAddresses;
        this.ancestors = ancestors;
        this.loose = loose;
        this.audit = audit;
        this.staging = staging;
    }

    /**
     * Says what to restore, and how.
     *
     * @param backup the id that {@link #stage} has given
     */
    public record Order(Principal principal, UUID backup, RestoreMode mode, boolean dryRun) {}

    /** Returns the length of the longest backup that is taken, in bytes. */
    public long maxBytes() {
        return staging.maxBytes();
    }

    /**
     * Keeps a backup for {@link #run}, and reads it to its end before that.
     *
     * @return its id
     * @throws InvalidValueException naming the place where it is no backup; nothing is kept then
     */
    public UUID stage(Principal principal, InputStream document) {
        Rights.require(principal, Act.BACK_UP);
        UUID backup = staging.keep(document);
        try (InputStream kept = staging.open(backup)) {
            check(kept);
            return backup;
        } catch (RuntimeException e) {
            staging.remove(backup);
            throw e;
        } catch (IOException e) {
            staging.remove(backup);
            throw new UncheckedIOException(e);
        }
    }

    /** Lets any node restore a staged backup, if other nodes may be on the store. */
    public void letTravel(UUID backup) {
        staging.share(backup);
    }

    /** Forgets a backup that nobody will restore. */
    public void discard(UUID backup) {
        staging.remove(backup);
    }

    private static void check(InputStream document) {
        readProfiles(document, page -> {});
    }

    private static void readProfiles(InputStream document, Consumer<List<Profile>> pages) {
        BackupReader.read(document, new BackupReader.Restoration() {
            @Override
            public void beginGroup(NewGroup group, Instant createdAt) {}

            @Override
            public void members(List<BackupMember> members) {}

            @Override
            public void exclusions(List<Exclusion> exclusions) {}

            @Override
            public void choices(List<MemberChoice> choices) {}

            @Override
            public void endGroup() {}

            @Override
            public void profiles(List<Profile> found) {
                pages.accept(found);
            }
        });
    }

    /**
     * Puts a staged backup back, and forgets it.
     *
     * @param report grows meanwhile
     * @throws java.util.concurrent.CancellationException between two batches, if the task is cancelled
     * @throws NotFoundException if the backup is not on this node, and not shared
     * @throws StoreUnavailableException if a store cannot answer; what was done stays
     */
    public void run(Order order, Report report, Cancellation cancellation) {
        Rights.require(order.principal(), Act.BACK_UP);
        Run run = new Run(order, report, cancellation);
        try (InputStream document = staging.open(order.backup());
                InputStream again = staging.open(order.backup())) {
            run.decideProfiles(document);
            restore(run, again);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            staging.remove(order.backup());
        }
    }

    private static void restore(Run run, InputStream document) {
        try {
            BackupReader.read(document, run);
        } catch (RuntimeException | Error e) {
            run.giveUpAfter(e);
            throw e;
        }
    }

    /** A restoration under way. */
    private final class Run implements BackupReader.Restoration {
        private final Order order;
        private final Report report;
        private final Cancellation cancellation;
        /** The group that is being restored; null if there is none, or if it is passed over. */
        private NewGroup group;

        private boolean isNew;
        /** The id of the group that is replaced, or under which the members of a new group wait; 0 in a dry run. */
        private long id;

        private boolean isPrepared;

        private Instant createdAt = Instant.EPOCH;
        private boolean changed;
        private Set<String> restoredKeys;
        /** The exclusions that the backup has for the group, by key; null if it does not say. */
        private Map<String, Exclusion> exclusions;
        /** The choices that the backup has for the group, by key; null if it does not say. */
        private Map<String, MemberChoice> choices;
        /** How many members of a new group wait. */
        private long waiting;

        private final ProfileRestore restoredProfiles;
        /** In a dry run: the memberships that a run would have made. */
        private final PlannedContainment planned = new PlannedContainment(ancestors);

        /** In a dry run: members of the group that may be groups, and are not planned yet. */
        private final List<Address> plannedMembers = new ArrayList<>();

        Run(Order order, Report report, Cancellation cancellation) {
            this.order = order;
            this.report = report;
            this.cancellation = cancellation;
            this.restoredProfiles = new ProfileRestore(profiles, order.mode(), order.dryRun(), report);
        }

        @Override
        public void beginGroup(NewGroup wanted, Instant createdAt) {
            cancellation.check();
            group = null;
            Optional<Group> existing = groups.find(wanted.address());
            if (existing.isPresent() && order.mode() == RestoreMode.SKIP) {
                report.add(Count.SKIPPED);
                return;
            }
            try {
                requireFree(wanted.address());
            } catch (InvalidValueException | AddressTakenException e) {
                report.reject(wanted.address().toString(), e.getMessage());
                return;
            }
            isNew = existing.isEmpty();
            changed = existing.filter(before -> before.isSame(wanted.over(before, createdAt, before.version())))
                    .isEmpty();
            restoredKeys = isNew ? null : new HashSet<>();
            group = wanted;
            this.createdAt = createdAt;
            waiting = 0;
            plannedMembers.clear();
            exclusions = null;
            choices = null;
            id = existing.map(Group::id).orElse(0L);
            if (!order.dryRun() && isNew) {
                id = archive.prepare();
                isPrepared = true;
            } else if (!order.dryRun()) {
                orReject(() -> archive.restore(id, wanted, createdAt));
            }
        }

        /** Does something for the group, and rejects the group if that is not possible. */
        private void orReject(Runnable step) {
            try {
                step.run();
            } catch (StoreUnavailableException e) {
                throw e;
            } catch (MailGroupsException e) {
                report.reject(group.address().toString(), e.getMessage());
                giveUp();
                group = null;
            }
        }

        private void requireFree(Address address) {
            Destinations.requireSendable("address", address);
            if (!localAddresses.isLocalDomain(address.domain())) {
                throw new InvalidValueException(address.domain() + " is not a domain of this server");
            }
            Optional<AddressHolder> holder = localAddresses.holderOf(address);
            if (holder.isPresent()) {
                throw new AddressTakenException(address, holder.get());
            }
        }

        @Override
        public void members(List<BackupMember> members) {
            cancellation.check();
            if (group == null) {
                return;
            }
            orReject(() -> {
                if (isNew) {
                    prepare(members);
                } else {
                    replace(members);
                }
            });
        }

        private void replace(List<BackupMember> members) {
            Map<UUID, Address> followed = notFollowed(members);
            List<StoredMember> different = different(members, Set.copyOf(followed.values()));
            List<Address> addresses =
                    different.stream().map(StoredMember::address).toList();
            changed |= !different.isEmpty();
            if (order.dryRun()) {
                plan(addresses);
                planned.add(group.address(), plannedMembers);
                plannedMembers.clear();
            } else if (!different.isEmpty()) {
                if (!followed.isEmpty()) {
                    // This comes first: a member that is there by itself would not follow the contact.
                    memberships.add(id, followed.keySet());
                }
                archive.restoreMembers(id, different);
                recordMembers("members-restored", addresses);
            }
            report.add(Count.MEMBERS_RESTORED, different.size());
        }

        private void prepare(List<BackupMember> members) {
            if (order.dryRun()) {
                plan(members.stream().map(BackupMember::address).toList());
            } else {
                Map<UUID, Address> followed = notFollowed(members);
                if (!followed.isEmpty()) {
                    // This comes first: a member that is there by itself would not follow the contact.
                    memberships.prepare(id, group.address(), followed.keySet());
                }
                archive.prepareMembers(
                        id, members.stream().map(BackupMember::member).toList());
            }
            waiting += members.size();
        }

        /** Plans members that may be groups. */
        private void plan(List<Address> members) {
            members.stream()
                    .filter(member -> localAddresses.isLocalDomain(member.domain()))
                    .forEach(plannedMembers::add);
        }

        /**
         * Returns contacts, with their addresses, that members follow in the backup and not in the group. A contact
         * that is gone, or has another address now, is not among them.
         */
        private Map<UUID, Address> notFollowed(List<BackupMember> members) {
            Map<UUID, Address> wanted = new LinkedHashMap<>();
            members.forEach(member -> member.contact().ifPresent(id -> wanted.put(id, member.address())));
            Map<UUID, Contact> existing = contacts.findAll(wanted.keySet());
            wanted.keySet().removeIf(id -> !isAt(wanted.get(id), existing.get(id)));
            wanted.keySet().removeAll(memberships.among(id, wanted.keySet()));
            return wanted;
        }

        private boolean isAt(Address address, Contact contact) {
            return contact != null
                    && contact.domain().equals(group.address().domain())
                    && contact.details().preferred().filter(address::equals).isPresent();
        }

        private List<StoredMember> different(List<BackupMember> members, Set<Address> newlyFollowed) {
            List<Address> addresses =
                    members.stream().map(BackupMember::address).toList();
            if (restoredKeys != null) {
                addresses.forEach(address -> restoredKeys.add(address.key()));
            }
            Map<Address, StoredMember> present = archive.membersAmong(id, addresses);
            return members.stream()
                    .map(BackupMember::member)
                    .filter(member ->
                            newlyFollowed.contains(member.address()) || !member.equals(present.get(member.address())))
                    .toList();
        }

        @Override
        public void exclusions(List<Exclusion> some) {
            if (group == null) {
                return;
            }
            exclusions = exclusions == null ? new LinkedHashMap<>() : exclusions;
            some.forEach(exclusion -> exclusions.putIfAbsent(exclusion.member().key(), exclusion));
            orReject(() -> {
                if (exclusions.size() > ExclusionRepository.MAX_OF_ONE_GROUP) {
                    throw new WrongStateException(
                            "a group excludes at most " + ExclusionRepository.MAX_OF_ONE_GROUP + " addresses");
                }
            });
        }

        @Override
        public void choices(List<MemberChoice> some) {
            if (group == null) {
                return;
            }
            choices = choices == null ? new LinkedHashMap<>() : choices;
            some.stream()
                    .filter(one -> !one.choice().equals(Choice.EVERYTHING))
                    .forEach(one -> choices.putIfAbsent(one.member().key(), one));
            orReject(() -> {
                if (choices.size() > ChoiceRepository.MAX_OF_ONE_GROUP) {
                    throw new WrongStateException("at most " + ChoiceRepository.MAX_OF_ONE_GROUP
                            + " members of a group have chosen what they get");
                }
            });
        }

        /** Makes the choices of a group those of the backup. */
        private void restoreChoices() {
            if (choices == null) {
                return;
            }
            Map<String, MemberChoice> present = new HashMap<>();
            if (id != 0) {
                Page.all(page -> archive.choices(id, page))
                        .flatMap(List::stream)
                        .forEach(one -> present.put(one.member().key(), one));
            }
            if (!present.equals(choices)) {
                changed = true;
                if (!order.dryRun()) {
                    archive.restoreChoices(id, choices.values());
                    audit.recordEach(
                            order.principal(),
                            "choices-restored",
                            "members",
                            choices.values().stream().map(MemberChoice::member).toList(),
                            "group",
                            group.address());
                }
            }
        }

        /** Makes the exclusions of a group that is there those of the backup. */
        private void restoreExclusions() {
            if (exclusions == null) {
                return;
            }
            Map<String, Exclusion> present = new HashMap<>();
            Page.all(page -> archive.exclusions(id, page))
                    .flatMap(List::stream)
                    .forEach(exclusion -> present.put(exclusion.member().key(), exclusion));
            if (!present.equals(exclusions)) {
                changed = true;
                if (!order.dryRun()) {
                    archive.restoreExclusions(id, exclusions.values());
                    recordExclusions();
                }
            }
        }

        private void recordExclusions() {
            audit.recordEach(
                    order.principal(),
                    "exclusions-restored",
                    "members",
                    exclusions.values().stream().map(Exclusion::member).toList(),
                    "group",
                    group.address());
        }

        @Override
        public void endGroup() {
            if (group == null) {
                return;
            }
            orReject(isNew ? this::complete : this::removeOthers);
            if (group != null && !isNew) {
                orReject(this::restoreExclusions);
            }
            if (group != null) {
                orReject(this::restoreChoices);
            }
            if (group == null) {
                return;
            }
            if (isNew) {
                report.add(Count.ADDED);
            } else if (changed) {
                report.add(Count.REPLACED);
            } else {
                report.add(Count.UNCHANGED);
            }
            if (changed && !order.dryRun()) {
                audit.record(order.principal(), "group-restored", "group", group.address(), "new", isNew);
            }
            group = null;
            restoredKeys = null;
        }

        /** Makes a group of what is prepared. */
        private void complete() {
            if (order.dryRun()) {
                planned.add(group.address(), plannedMembers);
            } else {
                List<Exclusion> excluded = exclusions == null ? List.of() : List.copyOf(exclusions.values());
                archive.complete(id, group, createdAt, excluded);
                isPrepared = false;
                if (!excluded.isEmpty()) {
                    recordExclusions();
                }
                Page.all(page -> archive.members(id, page))
                        .forEach(members -> recordMembers(
                                "members-restored",
                                members.stream().map(StoredMember::address).toList()));
            }
            report.add(Count.MEMBERS_RESTORED, waiting);
        }

        /** Removes members that the backup does not have. */
        private void removeOthers() {
            Page.all(page -> archive.members(id, page)).forEach(members -> {
                cancellation.check();
                remove(others(members));
            });
        }

        private List<Address> others(List<StoredMember> members) {
            return members.stream()
                    .map(StoredMember::address)
                    .filter(address -> !restoredKeys.contains(address.key()))
                    .toList();
        }

        private void remove(List<Address> others) {
            if (others.isEmpty()) {
                return;
            }
            changed = true;
            if (!order.dryRun()) {
                groups.removeMembers(id, others);
                recordMembers("members-removed", others);
            }
            report.add(Count.MEMBERS_REMOVED, others.size());
        }

        private void recordMembers(String action, Collection<Address> members) {
            audit.recordEach(order.principal(), action, "members", members, "group", group.address());
        }

        /** Decides about all profiles before the first is saved, since users of different pages may exchange theirs. */
        void decideProfiles(InputStream document) {
            readProfiles(document, page -> {
                cancellation.check();
                restoredProfiles.show(page);
            });
            restoredProfiles.decide();
        }

        @Override
        public void profiles(List<Profile> wanted) {
            cancellation.check();
            try {
                recordProfiles("profiles-restored", restoredProfiles.restore(wanted));
            } finally {
                recordProfiles("identifiers-exchanged", restoredProfiles.takeExchanged());
            }
        }

        private void recordProfiles(String action, List<Address> users) {
            if (!users.isEmpty() && !order.dryRun()) {
                audit.recordEach(order.principal(), action, "users", users);
            }
        }

        /** Removes what was prepared for a group that does not come: it is there wholly or not at all. */
        private void giveUp() {
            if (isPrepared) {
                isPrepared = false;
                loose.giveUp(id);
                while (loose.removeSome(id) > 0) {
                    // The next ones.
                }
            }
        }

        void giveUpAfter(Throwable reason) {
            try {
                giveUp();
            } catch (RuntimeException | Error e) {
                // The sweep of loose members does it later.
                reason.addSuppressed(e);
            }
        }
    }
}
