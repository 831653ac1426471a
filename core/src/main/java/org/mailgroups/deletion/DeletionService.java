// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.deletion;

import com.google.common.collect.Lists;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupService;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactService;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.contact.DeletedContact;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.membership.MembershipService;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.Id;
import org.mailgroups.value.LastAdministratorException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.work.Cancellation;

/**
 * Tells deletions that take long from the others, checks them, and carries them out in batches.
 *
 * <p>A method that begins one returns empty if it is no long one; nothing has happened then. Each throws what the call
 * throws that deletes less. Thread-safe.
 */
public final class DeletionService {
    /** The most that is deleted while the caller waits, of contacts and of memberships. */
    public static final int MAX_AT_ONCE = 1_000;

    /** The most members of a group that is disbanded while the caller waits: as many as one call can create it with. */
    public static final int MAX_MEMBERS_AT_ONCE = 10_000;

    private static final int NAMED_GROUPS = 100;

    private final GroupRepository repository;
    private final MembershipService memberships;
    private final ContactGroupService contactGroups;
    private final ContactService contacts;
    private final ContactRepository contactRepository;
    private final LooseMembers loose;
    private final GroupRights rights;
    private final AuditTrail audit;

    @Inject
    public DeletionService(
            GroupRepository repository,
            MembershipService memberships,
            ContactGroupService contactGroups,
            ContactService contacts,
            ContactRepository contactRepository,
            LooseMembers loose,
            GroupRights rights,
            AuditTrail audit) {
        this.repository = repository;
        this.memberships = memberships;
        this.contactGroups = contactGroups;
        this.contacts = contacts;
        this.contactRepository = contactRepository;
        this.loose = loose;
        this.rights = rights;
        this.audit = audit;
    }

    /** Disbands a large group. It is gone at once; the deletion is that of its members. */
    public Optional<Deletion> disband(Principal principal, Address address, ExpectedVersions expected) {
        rights.require(principal, Act.DISBAND_GROUP, address);
        Group group = repository.get(address);
        if (group.memberCount() <= MAX_MEMBERS_AT_ONCE) {
            return Optional.empty();
        }
        LooseMembers.Disbanded disbanded = loose.disband(address, group.expected(expected));
        audit.record(principal, "group-disbanded", "group", group.address());
        return Optional.of(new Deletion(
                Principal.postmaster(principal.name()),
                Deletion.Kind.MEMBERS,
                group.address().toString(),
                List.of(Long.toString(disbanded.id()), Long.toString(disbanded.members()))));
    }

    /** Deletes a contact group with many contacts. */
    public Optional<Deletion> contactGroup(Principal principal, UUID id, ContactsFate fate, ExpectedVersions expected) {
        ContactGroup group = contactGroups.get(principal, id, expected);
        return fate instanceof ContactsFate.Delete && group.contactCount() > MAX_AT_ONCE
                ? Optional.of(new Deletion(principal, Deletion.Kind.CONTACT_GROUP, id.toString(), List.of()))
                : Optional.empty();
    }

    /** Deletes many contacts, all of which exist now. */
    public Optional<Deletion> contacts(Principal principal, List<UUID> ids) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        if (ids.size() <= MAX_AT_ONCE) {
            return Optional.empty();
        }
        for (List<UUID> some : Lists.partition(ids, MAX_AT_ONCE)) {
            Set<UUID> present = contactRepository.findAll(some).keySet();
            some.stream().filter(id -> !present.contains(id)).findFirst().ifPresent(id -> {
                throw Id.unknown("contact", id);
            });
        }
        return Optional.of(new Deletion(
                principal,
                Deletion.Kind.CONTACTS,
                "",
                ids.stream().map(UUID::toString).toList()));
    }

    /** Takes an address out of many groups. */
    public Optional<Deletion> memberships(Principal principal, Address address) {
        Rights.require(principal, Act.CHANGE_MEMBERSHIPS);
        long size = repository.groupsWithMember(address).size() + repository.countOtherRights(address);
        if (size <= MAX_AT_ONCE) {
            return Optional.empty();
        }
        requireOtherAdministrators(address);
        return Optional.of(new Deletion(principal, Deletion.Kind.MEMBERSHIPS, address.toString(), List.of()));
    }

    private void requireOtherAdministrators(Address address) {
        List<Address> orphaned = Page.all(
                        page -> repository.list(GroupFilter.all().administeredBy(address), page))
                .flatMap(List::stream)
                .filter(group -> group.administrators().size() == 1)
                .map(Group::address)
                .limit(NAMED_GROUPS)
                .toList();
        if (!orphaned.isEmpty()) {
            throw new LastAdministratorException(orphaned);
        }
    }

    /**
     * Carries a deletion out.
     *
     * @param progress grows meanwhile
     * @throws java.util.concurrent.CancellationException between two batches, if it is cancelled; what was deleted
     *     stays deleted
     */
    public void run(Principal principal, Deletion deletion, DeletionProgress progress, Cancellation cancellation) {
        Rights.require(principal, Act.RUN_DELETION);
        switch (deletion.kind()) {
            case MEMBERS -> members(
                    Long.parseLong(deletion.ids().get(0)),
                    Long.parseLong(deletion.ids().get(1)),
                    progress,
                    cancellation);
            case CONTACT_GROUP -> contactGroup(principal, UUID.fromString(deletion.target()), progress, cancellation);
            case CONTACTS -> contacts(
                    principal, deletion.ids().stream().map(UUID::fromString).toList(), progress, cancellation);
            case MEMBERSHIPS -> memberships(principal, Address.parse(deletion.target()), progress, cancellation);
        }
    }

    /** Counts all members at the end, even if the sweep has removed some of them: the task may have waited for long. */
    private void members(long id, long count, DeletionProgress progress, Cancellation cancellation) {
        int removed = loose.removeSome(id);
        while (removed > 0) {
            progress.deleted(removed);
            cancellation.check();
            removed = loose.removeSome(id);
        }
        progress.deleted(count - progress.deleted());
    }

    private void contactGroup(Principal principal, UUID id, DeletionProgress progress, Cancellation cancellation) {
        List<UUID> some = someOf(principal, id);
        while (!some.isEmpty()) {
            cancellation.check();
            delete(principal, some, progress);
            some = someOf(principal, id);
        }
        cancellation.check();
        note(contactGroups.delete(principal, id, new ContactsFate.Delete(), ExpectedVersions.any()), progress);
    }

    private List<UUID> someOf(Principal principal, UUID id) {
        return contacts.list(principal, id, "", PageRequest.first(MAX_AT_ONCE)).items().stream()
                .map(FoundContact::contact)
                .map(contact -> contact.id())
                .toList();
    }

    private void contacts(Principal principal, List<UUID> ids, DeletionProgress progress, Cancellation cancellation) {
        for (List<UUID> some : Lists.partition(ids, MAX_AT_ONCE)) {
            cancellation.check();
            delete(principal, some, progress);
        }
    }

    /** Deletes contacts. One that somebody else has deleted meanwhile is gone, as wanted. */
    private void delete(Principal principal, List<UUID> ids, DeletionProgress progress) {
        Set<UUID> present = contactRepository.findAll(ids).keySet();
        List<UUID> left = ids.stream().filter(present::contains).toList();
        try {
            note(contacts.deleteAll(principal, left), progress);
        } catch (NotFoundException e) {
            if (left.size() > 1) {
                Lists.partition(left, (left.size() + 1) / 2).forEach(half -> delete(principal, half, progress));
            }
        }
    }

    private static void note(List<DeletedContact> deleted, DeletionProgress progress) {
        progress.deleted(deleted.size());
        progress.lost(deleted.stream()
                .flatMap(contact -> contact.memberships().stream())
                .collect(Collectors.toSet()));
    }

    /** Takes an address out of one group after the other, and then out of all else. */
    private void memberships(
            Principal principal, Address address, DeletionProgress progress, Cancellation cancellation) {
        requireOtherAdministrators(address);
        for (Group group : repository.groupsWithMember(address)) {
            cancellation.check();
            try {
                repository.removeMembers(group.id(), List.of(address));
            } catch (NotFoundException e) {
                // It was disbanded meanwhile.
                continue;
            }
            audit.recordEach(principal, "members-removed", "members", List.of(address), "group", group.address());
            progress.deleted(1);
            progress.lost(List.of(group.address()));
        }
        cancellation.check();
        memberships.forget(principal, address);
    }
}
