// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.member.ContactLinkTable;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/** Contacts as members of groups, in the database. */
public final class JdbiContactMemberships implements ContactMemberships {
    private final Transactions transactions;

    public JdbiContactMemberships(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public int add(Address group, Collection<UUID> contacts, OptionalLong expectedVersion) {
        return transactions.write(transaction -> {
            long id = new GroupTable(transaction.handle()).id(group, expectedVersion);
            List<Contact> added = new ContactWriting(transaction).all(contacts);
            added.forEach(contact -> refuseUnfit(group, contact));
            return new ContactLinks(transaction).add(id, added);
        });
    }

    @Override
    public void prepare(long id, Address group, Collection<UUID> contacts) {
        transactions.write(transaction -> {
            List<Contact> added = new ContactWriting(transaction).all(contacts);
            added.forEach(contact -> refuseUnfit(group, contact));
            return new ContactLinks(transaction).add(id, added);
        });
    }

    private static void refuseUnfit(Address group, Contact contact) {
        String name = contact.details().name();
        if (contact.details().preferred().isEmpty()) {
            throw new InvalidValueException("the contact " + name + " has no address, and cannot be a member");
        }
        if (!contact.domain().equals(group.domain())) {
            throw new InvalidValueException(
                    "the contact " + name + " is one of " + contact.domain() + ", not of " + group.domain());
        }
    }

    @Override
    public boolean remove(Address group, UUID contact, OptionalLong expectedVersion) {
        return transactions.write(transaction -> new ContactLinks(transaction)
                .remove(new GroupTable(transaction.handle()).id(group, expectedVersion), contact));
    }

    @Override
    public Set<UUID> among(Address group, Collection<UUID> contacts) {
        return inGroup(group, Set.of(), (handle, id) -> new ContactLinkTable(handle)
                .of(contacts).stream()
                        .filter(link -> link.group() == id)
                        .map(ContactLinkTable.Link::contact)
                        .collect(Collectors.toSet()));
    }

    @Override
    public Map<Address, UUID> contactsAt(Address group, Collection<Address> addresses) {
        Map<String, Address> byKey = new LinkedHashMap<>();
        addresses.forEach(address -> byKey.put(address.key(), address));
        Map<String, UUID> found =
                inGroup(group, Map.of(), (handle, id) -> new ContactLinkTable(handle).firstAt(id, byKey.keySet()));
        Map<Address, UUID> contacts = new HashMap<>();
        found.forEach((key, contact) -> contacts.put(byKey.get(key), contact));
        return contacts;
    }

    private <T> T inGroup(Address group, T ifNone, BiFunction<Handle, Long, T> action) {
        return transactions.read(handle -> {
            Optional<Long> id = new GroupTable(handle).idOf(group);
            return id.isPresent() ? action.apply(handle, id.get()) : ifNone;
        });
    }

    @Override
    public List<Address> groupsOf(UUID contact) {
        return transactions.read(handle -> new ContactLinkTable(handle).groupsOf(contact));
    }
}
