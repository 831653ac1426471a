// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactClashException;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.DeletedContact;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.store.profile.IdentifierOwners;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;

/**
 * What every change of contacts brings with it, within one writing transaction: unique identifiers, the groups'
 * counts, the memberships, the log that the nodes' indexes follow, and that of what address books show.
 */
final class ContactWriting {
    private final WriteTransaction transaction;
    private final ContactTable contacts;
    private final ContactGroupTable groups;
    private final ContactLinks links;
    private final ContactUids uids;
    private final ContactDirectory directory;

    ContactWriting(WriteTransaction transaction) {
        this.transaction = transaction;
        this.contacts = new ContactTable(transaction.handle());
        this.groups = new ContactGroupTable(transaction.handle());
        this.links = new ContactLinks(transaction);
        this.uids = new ContactUids(contacts);
        this.directory = new ContactDirectory(transaction);
    }

    /**
     * Makes and changes contacts of one contact group.
     *
     * @return the contacts that were made, as they are now: without the UIDs that they cannot have
     */
    List<Contact> save(UUID contactGroup, String domain, List<MadeContact> wanted, List<ContactChange> wantedChanges) {
        Set<UUID> withoutUid = refusedUids(
                contactGroup, wanted.stream().map(MadeContact::contact).toList(), wantedChanges);
        List<MadeContact> settled = wanted.stream()
                .map(contact -> new MadeContact(settled(contact.contact(), withoutUid), contact.properties()))
                .toList();
        List<Contact> made = settled.stream().map(MadeContact::contact).toList();
        List<ContactChange> changes = wantedChanges.stream()
                .map(change ->
                        new ContactChange(change.before(), settled(change.after(), withoutUid), change.properties()))
                .filter(ContactChange::isAny)
                .toList();
        if (made.isEmpty() && changes.isEmpty()) {
            return made;
        }
        refuseTakenIdentifiers(domain, made, changes);
        refuseMembersWithoutAddress(changes);
        List<Contact> renumbered = changes.stream()
                .filter(ContactChange::isIdentifierNew)
                .map(ContactChange::after)
                .toList();
        contacts.releaseIdentifiers(renumbered.stream().map(Contact::id).toList());
        contacts.updateAll(changes.stream().map(ContactChange::after).toList());
        contacts.setIdentifierKeys(renumbered);
        Map<UUID, String> properties = new HashMap<>();
        changes.forEach(change -> change.properties()
                .ifPresent(text -> properties.put(change.after().id(), text)));
        contacts.setProperties(properties);
        contacts.insertAll(settled);
        if (!made.isEmpty()) {
            groups.addToCount(contactGroup, made.size());
        }
        links.follow(changes);
        directory.show(
                domain,
                nameOf(contactGroup),
                Stream.concat(made.stream(), changes.stream().map(ContactChange::after))
                        .toList());
        changed(domain, List.of());
        return made;
    }

    private Set<UUID> refusedUids(UUID contactGroup, List<Contact> made, List<ContactChange> changes) {
        List<Contact> renewed = changes.stream()
                .filter(ContactChange::isUidNew)
                .map(ContactChange::after)
                .toList();
        Set<UUID> giving = renewed.stream().map(Contact::id).collect(Collectors.toSet());
        return uids.refused(contactGroup, uids(Stream.concat(renewed.stream(), made.stream())), giving);
    }

    /** Returns the UIDs of contacts that have one, in order. */
    private static Map<UUID, String> uids(Stream<Contact> of) {
        Map<UUID, String> uids = new LinkedHashMap<>();
        of.filter(contact -> !contact.uid().isEmpty()).forEach(contact -> uids.put(contact.id(), contact.uid()));
        return uids;
    }

    private static Contact settled(Contact contact, Set<UUID> withoutUid) {
        return withoutUid.contains(contact.id())
                ? new Contact(
                        contact.id(),
                        contact.contactGroup(),
                        contact.domain(),
                        contact.details(),
                        "",
                        contact.version())
                : contact;
    }

    /** Refuses new identifiers that somebody has. A contact that keeps its own is asked nothing. */
    private void refuseTakenIdentifiers(String domain, List<Contact> made, List<ContactChange> changes) {
        Map<String, Contact> wanted = new TreeMap<>();
        Stream.concat(
                        made.stream(),
                        changes.stream().filter(ContactChange::isIdentifierNew).map(ContactChange::after))
                .forEach(contact -> contact.details().identifier().ifPresent(identifier -> {
                    Contact other = wanted.put(Identifiers.key(identifier), contact);
                    if (other != null) {
                        throw ContactClashException.identifierWantedTwice(identifier, other);
                    }
                }));
        Set<UUID> giving = changes.stream()
                .filter(ContactChange::isIdentifierNew)
                .map(change -> change.after().id())
                .collect(Collectors.toSet());
        Map<String, Address> users = new IdentifierOwners(transaction.handle()).users(wanted.keySet());
        Map<String, Contact> owners = contacts.withIdentifiers(domain, wanted.keySet());
        wanted.forEach((key, contact) -> {
            String identifier = contact.details().idNumber();
            Contact owner = owners.get(key);
            if (users.containsKey(key)) {
                throw ContactClashException.identifierTaken(identifier, users.get(key));
            }
            if (owner != null && !owner.id().equals(contact.id()) && !giving.contains(owner.id())) {
                throw ContactClashException.identifierTaken(identifier, owner, nameOf(owner.contactGroup()));
            }
        });
    }

    private String nameOf(UUID contactGroup) {
        return groups.find(contactGroup).map(ContactGroup::name).orElse(contactGroup.toString());
    }

    private void refuseMembersWithoutAddress(List<ContactChange> changes) {
        Map<UUID, Contact> without = new HashMap<>();
        changes.stream()
                .filter(change -> change.isAddressNew()
                        && change.after().details().preferred().isEmpty())
                .forEach(change -> without.put(change.before().id(), change.before()));
        links.memberships(without.keySet()).forEach((id, memberships) -> {
            throw ContactClashException.needsAddress(without.get(id), memberships);
        });
    }

    /** Returns contacts by id, each once, in the order given. */
    List<Contact> all(Collection<UUID> ids) {
        Map<UUID, Contact> found = contacts.findAll(ids);
        ids.forEach(id -> {
            if (!found.containsKey(id)) {
                throw noContact(id);
            }
        });
        return List.copyOf(found.values());
    }

    static NotFoundException noContact(UUID id) {
        return new NotFoundException("there is no contact " + id);
    }

    /** Deletes contacts of one domain. */
    List<DeletedContact> delete(String domain, List<Contact> unwanted) {
        List<UUID> ids = unwanted.stream().map(Contact::id).toList();
        Map<UUID, List<Address>> memberships = links.end(ids);
        contacts.deleteAll(ids);
        countPerGroup(unwanted).forEach((group, count) -> groups.addToCount(group, -count));
        if (!ids.isEmpty()) {
            directory.end(domain, unwanted);
            changed(domain, ids);
        }
        return unwanted.stream()
                .map(contact -> new DeletedContact(contact, memberships.getOrDefault(contact.id(), List.of())))
                .toList();
    }

    private static Map<UUID, Long> countPerGroup(Collection<Contact> contacts) {
        return contacts.stream().collect(Collectors.groupingBy(Contact::contactGroup, Collectors.counting()));
    }

    /** Moves contacts into another contact group of their domain. */
    void move(Collection<Contact> moved, ContactGroup to) {
        List<Contact> elsewhere = moved.stream()
                .filter(contact -> !contact.contactGroup().equals(to.id()))
                .toList();
        if (elsewhere.isEmpty()) {
            return;
        }
        releaseRefusedUids(to, uids(elsewhere.stream()));
        contacts.move(elsewhere.stream().map(Contact::id).toList(), to.id(), transaction.version());
        countPerGroup(elsewhere).forEach((group, count) -> groups.addToCount(group, -count));
        groups.addToCount(to.id(), elsewhere.size());
        directory.show(to.domain(), to.name(), elsewhere);
        changed(to.domain(), List.of());
    }

    private void releaseRefusedUids(ContactGroup to, Map<UUID, String> moved) {
        contacts.releaseUids(uids.refused(to.id(), moved, Set.of()));
    }

    /** Moves all contacts of a group. The group stays. */
    void moveAll(ContactGroup from, ContactGroup to) {
        if (from.contactCount() > 0) {
            releaseRefusedUids(to, contacts.uids(from.id()));
            contacts.moveAll(from.id(), to.id(), transaction.version());
            groups.addToCount(from.id(), -from.contactCount());
            groups.addToCount(to.id(), from.contactCount());
            directory.showAll(to);
            changed(to.domain(), List.of());
        }
    }

    /** Reports that contacts of a domain were changed. */
    private void changed(String domain, Collection<UUID> deleted) {
        new ContactBookTable(transaction.handle()).record(domain, transaction.version(), deleted, transaction.now());
        transaction.changed();
    }
}
