// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactClashException;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.contact.DeletedContact;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.contact.FoundContactGroup;
import org.mailgroups.contact.NewContact;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.store.imports.ImportTable;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StaleVersionException;

/**
 * Contacts in the database. As writers come one at a time, a check holds until the end of its transaction: a free
 * name, a free identifier.
 */
public final class JdbiContactRepository implements ContactRepository {
    private final Transactions transactions;
    private final ContactIndex index;

    public JdbiContactRepository(Transactions transactions) {
        this.transactions = transactions;
        this.index = new ContactIndex(transactions);
    }

    @Override
    public ContactGroup createGroup(String domain, ContactGroupName name) {
        return transactions.write(transaction -> {
            ContactGroupTable groups = new ContactGroupTable(transaction.handle());
            refuseTaken(groups, domain, name);
            ContactGroup group = new ContactGroup(UUID.randomUUID(), domain, name.text(), 0, transaction.version());
            groups.insert(group);
            transaction.changed();
            return group;
        });
    }

    private static void refuseTaken(ContactGroupTable groups, String domain, ContactGroupName name) {
        if (groups.find(domain, name).isPresent()) {
            throw ContactClashException.nameTaken(domain, name);
        }
    }

    @Override
    public Optional<ContactGroup> findGroup(UUID id) {
        return transactions.read(handle -> new ContactGroupTable(handle).find(id));
    }

    @Override
    public Page<FoundContactGroup> groups(Optional<String> domain, PageRequest page) {
        ContactGroupPosition after = ContactGroupPosition.parse(page.after());
        if (domain.filter(wanted -> !SearchText.canBeFound(wanted)).isPresent()) {
            return Page.empty();
        }
        List<ContactGroup> found =
                transactions.read(handle -> new ContactGroupTable(handle).list(domain, after, page.limit() + 1));
        return Page.of(
                page.limit(),
                found.stream()
                        .map(group -> new FoundContactGroup(
                                group, ContactGroupPosition.of(group).text()))
                        .toList(),
                FoundContactGroup::position);
    }

    @Override
    public ContactGroup renameGroup(UUID id, ContactGroupName name, OptionalLong expectedVersion) {
        return transactions.write(transaction -> {
            ContactGroupTable groups = new ContactGroupTable(transaction.handle());
            ContactGroup before = current(groups, id, expectedVersion);
            if (before.name().equals(name.text())) {
                return before;
            }
            if (!new ContactGroupName(before.name()).key().equals(name.key())) {
                refuseTaken(groups, before.domain(), name);
            }
            ContactGroup after =
                    new ContactGroup(id, before.domain(), name.text(), before.contactCount(), transaction.version());
            groups.update(after);
            new ContactDirectory(transaction).showAll(after);
            transaction.changed();
            return after;
        });
    }

    private static ContactGroup group(ContactGroupTable groups, UUID id) {
        return groups.find(id).orElseThrow(() -> new NotFoundException("there is no contact group " + id));
    }

    private static ContactGroup group(Handle handle, UUID id) {
        return group(new ContactGroupTable(handle), id);
    }

    private static ContactGroup current(ContactGroupTable groups, UUID id, OptionalLong expectedVersion) {
        ContactGroup group = group(groups, id);
        refuseStale("the contact group " + group.name(), group.version(), expectedVersion);
        return group;
    }

    private static void refuseStale(String what, long version, OptionalLong expectedVersion) {
        if (expectedVersion.isPresent() && expectedVersion.getAsLong() != version) {
            throw new StaleVersionException(what, version);
        }
    }

    @Override
    public List<DeletedContact> deleteGroup(UUID id, ContactsFate fate, OptionalLong expectedVersion) {
        return transactions.write(transaction -> {
            ContactGroupTable groups = new ContactGroupTable(transaction.handle());
            ContactGroup group = current(groups, id, expectedVersion);
            List<DeletedContact> deleted = emptied(transaction, group, fate);
            new ImportTable(transaction.handle()).deleteAll(ImportTarget.contactsOf(id));
            groups.delete(id);
            transaction.changed();
            return deleted;
        });
    }

    private static List<DeletedContact> emptied(WriteTransaction transaction, ContactGroup group, ContactsFate fate) {
        ContactWriting writing = new ContactWriting(transaction);
        if (fate instanceof ContactsFate.MoveTo to) {
            writing.moveAll(group, targetFor(transaction.handle(), group, to.contactGroup()));
            return List.of();
        }
        if (fate instanceof ContactsFate.Delete) {
            return writing.delete(group.domain(), new ContactTable(transaction.handle()).listAll(group.id()));
        }
        if (group.contactCount() > 0) {
            throw ContactClashException.notEmpty(group);
        }
        return List.of();
    }

    private static ContactGroup targetFor(Handle handle, ContactGroup from, UUID to) {
        if (to.equals(from.id())) {
            throw new InvalidValueException("contacts cannot be moved into the contact group that is to be deleted");
        }
        ContactGroup target = group(handle, to);
        if (!target.domain().equals(from.domain())) {
            throw otherDomain("the contact group " + target.name(), target.domain(), from.domain());
        }
        return target;
    }

    private static InvalidValueException otherDomain(String what, String domain, String wanted) {
        return new InvalidValueException(what + " is one of " + domain + ", not of " + wanted);
    }

    @Override
    public Contact create(UUID contactGroup, NewContact contact) {
        return transactions.write(transaction -> {
            String domain = group(transaction.handle(), contactGroup).domain();
            Contact made = new Contact(
                    UUID.randomUUID(),
                    contactGroup,
                    domain,
                    contact.details(),
                    contact.card().uid(),
                    transaction.version());
            List<MadeContact> wanted =
                    List.of(new MadeContact(made, contact.card().properties()));
            return new ContactWriting(transaction)
                    .save(contactGroup, domain, wanted, List.of())
                    .get(0);
        });
    }

    @Override
    public Optional<Contact> find(UUID id) {
        return transactions.read(handle -> new ContactTable(handle).find(id));
    }

    @Override
    public Map<UUID, Contact> findAll(Collection<UUID> ids) {
        return transactions.read(handle -> new ContactTable(handle).findAll(ids));
    }

    @Override
    public Map<UUID, ForeignCard> cards(Collection<UUID> ids) {
        if (ids.size() > CARDS_AT_ONCE) {
            throw new IllegalArgumentException("the cards of more than " + CARDS_AT_ONCE + " contacts");
        }
        return transactions.read(handle -> new ContactTable(handle).cards(ids));
    }

    @Override
    public Page<FoundContact> list(UUID contactGroup, PageRequest page) {
        ContactPosition after = ContactPosition.parse(page.after());
        List<Contact> found = transactions.read(handle -> {
            group(handle, contactGroup);
            return new ContactTable(handle).list(contactGroup, after, page.limit() + 1);
        });
        return Page.of(
                page.limit(),
                found.stream()
                        .map(contact -> new FoundContact(
                                contact,
                                ContactPosition.of(
                                                0,
                                                SearchForm.sortKey(
                                                        contact.details().name()),
                                                contact.id())
                                        .text()))
                        .toList(),
                FoundContact::position);
    }

    @Override
    public Page<FoundContact> search(ContactFilter filter, PageRequest page) {
        ContactPosition after = ContactPosition.parse(page.after());
        ContactQuery query = new ContactQuery(filter);
        List<ContactSnapshot.Hit> hits = snapshots(filter).stream()
                .flatMap(snapshot -> snapshot.search(query, after, page.limit() + 1).stream())
                .sorted()
                .limit(page.limit() + 1L)
                .toList();
        Page<ContactSnapshot.Hit> found = Page.of(page.limit(), hits, ContactSnapshot.Hit::position);
        Map<UUID, Contact> contacts = wanted(
                filter, found.items().stream().map(hit -> hit.contact().id()).toList());
        return found.mapAll(all -> all.stream()
                .filter(hit -> contacts.containsKey(hit.contact().id()))
                .map(hit -> new FoundContact(contacts.get(hit.contact().id()), hit.position()))
                .toList());
    }

    private List<ContactSnapshot> snapshots(ContactFilter filter) {
        if (filter.contactGroup().isEmpty()) {
            return filter.domain().isPresent()
                    ? List.of(index.of(filter.domain().get()))
                    : index.all();
        }
        return findGroup(filter.contactGroup().get())
                .map(ContactGroup::domain)
                .filter(domain ->
                        filter.domain().isEmpty() || filter.domain().get().equals(domain))
                .map(domain -> List.of(index.of(domain)))
                .orElse(List.of());
    }

    /** Returns the rows of hits that nobody has deleted, moved or hidden since the index was asked. */
    private Map<UUID, Contact> wanted(ContactFilter filter, Collection<UUID> hits) {
        return findAll(hits).values().stream()
                .filter(contact -> filter.admits(contact.details().shared()))
                .filter(contact -> filter.contactGroup().isEmpty()
                        || filter.contactGroup().get().equals(contact.contactGroup()))
                .collect(Collectors.toMap(Contact::id, Function.identity()));
    }

    @Override
    public Page<Contact> searchByAddress(ContactFilter filter, PageRequest page) {
        ContactQuery query = new ContactQuery(filter);
        TreeMap<String, IndexedContact> hits = new TreeMap<>();
        snapshots(filter).forEach(snapshot -> snapshot.searchByAddress(query, page.after(), page.limit() + 1, hits));
        Page<String> keys = Page.of(page.limit(), List.copyOf(hits.keySet()), key -> key);
        Page<IndexedContact> found =
                keys.mapAll(all -> all.stream().map(hits::get).toList());
        Map<UUID, Contact> contacts =
                wanted(filter, found.items().stream().map(IndexedContact::id).toList());
        return found.mapAll(all -> all.stream()
                .map(IndexedContact::id)
                .filter(contacts::containsKey)
                .map(contacts::get)
                .toList());
    }

    @Override
    public Contact update(UUID id, ContactDetails details, OptionalLong expectedVersion) {
        return transactions.write(transaction -> {
            Contact before =
                    new ContactTable(transaction.handle()).find(id).orElseThrow(() -> ContactWriting.noContact(id));
            refuseStale("the contact " + before.details().name(), before.version(), expectedVersion);
            ContactChange change = change(before, details, before.uid(), Optional.empty(), transaction.version());
            if (!change.isAny()) {
                return before;
            }
            new ContactWriting(transaction).save(before.contactGroup(), before.domain(), List.of(), List.of(change));
            return change.after();
        });
    }

    private static ContactChange change(
            Contact before, ContactDetails details, String uid, Optional<String> properties, long version) {
        Contact after = new Contact(before.id(), before.contactGroup(), before.domain(), details, uid, version);
        return new ContactChange(before, after, properties);
    }

    @Override
    public List<DeletedContact> delete(Collection<UUID> ids, OptionalLong expectedVersion) {
        return transactions.write(transaction -> {
            ContactWriting writing = new ContactWriting(transaction);
            List<Contact> unwanted = writing.all(ids);
            unwanted.forEach(contact ->
                    refuseStale("the contact " + contact.details().name(), contact.version(), expectedVersion));
            Map<String, List<Contact>> byDomain = unwanted.stream()
                    .collect(Collectors.groupingBy(Contact::domain, LinkedHashMap::new, Collectors.toList()));
            Map<UUID, DeletedContact> deleted = new HashMap<>();
            byDomain.forEach((domain, contacts) -> writing.delete(domain, contacts)
                    .forEach(gone -> deleted.put(gone.contact().id(), gone)));
            return unwanted.stream().map(contact -> deleted.get(contact.id())).toList();
        });
    }

    @Override
    public void move(Collection<UUID> ids, UUID contactGroup) {
        transactions.write(transaction -> {
            ContactWriting writing = new ContactWriting(transaction);
            ContactGroup target = group(transaction.handle(), contactGroup);
            List<Contact> moved = writing.all(ids);
            moved.stream()
                    .filter(contact -> !contact.domain().equals(target.domain()))
                    .findFirst()
                    .ifPresent(contact -> {
                        throw otherDomain("the contact " + contact.details().name(), contact.domain(), target.domain());
                    });
            writing.move(moved, target);
            return moved;
        });
    }

    @Override
    public void saveAll(UUID contactGroup, List<ContactSave> wanted) {
        transactions.write(transaction -> {
            String domain = group(transaction.handle(), contactGroup).domain();
            Map<UUID, Contact> before = new ContactTable(transaction.handle())
                    .findAll(wanted.stream().flatMap(save -> save.id().stream()).toList());
            Map<UUID, String> properties = newProperties(new ContactTable(transaction.handle()), wanted);
            List<MadeContact> made = new ArrayList<>();
            Map<UUID, ContactChange> changes = new LinkedHashMap<>();
            for (ContactSave save : wanted) {
                if (save.id().isEmpty()) {
                    made.add(made(contactGroup, domain, save, transaction.version()));
                } else {
                    Contact old = in(contactGroup, save.id().get(), before);
                    String uid = save.card().map(ForeignCard::uid).orElse(old.uid());
                    Optional<String> kept = Optional.ofNullable(properties.get(old.id()));
                    changes.put(old.id(), change(old, save.details(), uid, kept, transaction.version()));
                }
            }
            new ContactWriting(transaction).save(contactGroup, domain, made, List.copyOf(changes.values()));
            return true;
        });
    }

    private static MadeContact made(UUID contactGroup, String domain, ContactSave save, long version) {
        ForeignCard card = save.card().orElse(ForeignCard.none());
        return new MadeContact(
                new Contact(UUID.randomUUID(), contactGroup, domain, save.details(), card.uid(), version),
                card.properties());
    }

    /** Returns what is to be kept of vCards and is not kept already. The present ones are read a few at a time. */
    private static Map<UUID, String> newProperties(ContactTable contacts, List<ContactSave> wanted) {
        Map<UUID, String> properties = new LinkedHashMap<>();
        wanted.forEach(save ->
                save.id().ifPresent(id -> save.card().ifPresent(card -> properties.put(id, card.properties()))));
        for (List<UUID> few : Lists.partition(List.copyOf(properties.keySet()), CARDS_AT_ONCE)) {
            contacts.cards(few).forEach((id, card) -> properties.remove(id, card.properties()));
        }
        return properties;
    }

    private static Contact in(UUID contactGroup, UUID id, Map<UUID, Contact> contacts) {
        Contact contact = contacts.get(id);
        if (contact == null || !contact.contactGroup().equals(contactGroup)) {
            throw ContactWriting.noContact(id);
        }
        return contact;
    }

    @Override
    public Map<String, Contact> findByIdentifiers(String domain, Collection<String> identifiers) {
        Set<String> keys = identifiers.stream()
                .map(Identifiers::key)
                .filter(SearchText::canBeFound)
                .collect(Collectors.toSet());
        Map<String, Contact> byKey =
                transactions.read(handle -> new ContactTable(handle).withIdentifiers(domain, keys));
        Map<String, Contact> found = new HashMap<>();
        identifiers.forEach(identifier -> {
            Contact contact = byKey.get(Identifiers.key(identifier));
            if (contact != null) {
                found.put(identifier, contact);
            }
        });
        return found;
    }

    @Override
    public Map<String, Contact> findByUids(UUID contactGroup, Collection<String> uids) {
        Set<String> wanted = uids.stream()
                .filter(uid -> !uid.isEmpty() && SearchText.canBeFound(uid))
                .collect(Collectors.toSet());
        return inGroup(contactGroup, contacts -> {
            Map<String, UUID> ids = contacts.idsByUids(contactGroup, wanted);
            Map<UUID, Contact> found = contacts.findAll(ids.values());
            return ids.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> found.get(entry.getValue())));
        });
    }

    @Override
    public List<Contact> findByPreferred(UUID contactGroup, Collection<Address> addresses) {
        Set<String> keys = addresses.stream().map(Address::key).collect(Collectors.toSet());
        return inGroup(contactGroup, contacts -> contacts.withPreferred(contactGroup, keys));
    }

    @Override
    public List<Contact> findByNameAlone(UUID contactGroup, Collection<String> names) {
        Set<String> wanted = names.stream()
                .filter(SearchText::canBeFound)
                .map(SearchForm::plain)
                .collect(Collectors.toSet());
        Set<String> sortKeys = names.stream()
                .filter(SearchText::canBeFound)
                .map(SearchForm::sortKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        // Different names that are very long may have one sort key.
        return inGroup(contactGroup, contacts -> contacts.withSortKeysAlone(contactGroup, sortKeys)).stream()
                .filter(contact ->
                        wanted.contains(SearchForm.plain(contact.details().name())))
                .toList();
    }

    private <T> T inGroup(UUID contactGroup, Function<ContactTable, T> action) {
        return transactions.read(handle -> {
            group(handle, contactGroup);
            return action.apply(new ContactTable(handle));
        });
    }
}
