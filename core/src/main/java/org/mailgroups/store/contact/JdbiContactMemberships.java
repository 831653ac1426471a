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
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.member.ContactLinkTable;
import org.mailgroups.store.member.Containment;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.store.sql.WriteTransaction;
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
        return transactions.write(transaction ->
                add(transaction, new GroupTable(transaction.handle()).id(group, expectedVersion), contacts));
    }

    @Override
    public int add(long group, Collection<UUID> contacts) {
        return transactions.write(transaction -> add(transaction, group, contacts));
    }

    private static int add(WriteTransaction transaction, long id, Collection<UUID> contacts) {
        Address group = new GroupTable(transaction.handle()).requireAddress(id);
        List<Contact> added = new ContactWriting(transaction).all(contacts);
        added.forEach(contact -> refuseUnfit(group, contact));
        return new ContactLinks(transaction).add(id, added);
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
    public Set<UUID> among(long group, Collection<UUID> contacts) {
        return transactions.read(handle -> new ContactLinkTable(handle)
                .of(contacts).stream()
                        .filter(link -> link.group() == group)
                        .map(ContactLinkTable.Link::contact)
                        .collect(Collectors.toSet()));
    }

    @Override
    public Map<Address, UUID> contactsAt(long group, Collection<Address> addresses) {
        return transactions.read(handle -> contactsAt(handle, group, addresses));
    }

    private static Map<Address, UUID> contactsAt(Handle handle, long id, Collection<Address> addresses) {
        Map<String, Address> byKey = new LinkedHashMap<>();
        addresses.forEach(address -> byKey.put(address.key(), address));
        Map<Address, UUID> contacts = new HashMap<>();
        new ContactLinkTable(handle)
                .firstAt(id, byKey.keySet())
                .forEach((key, contact) -> contacts.put(byKey.get(key), contact));
        return contacts;
    }

    @Override
    public Optional<Address> circleWith(UUID contact, Address address) {
        return transactions.read(handle -> {
            Containment containment = new Containment(new MemberTable(handle));
            return new ContactLinkTable(handle)
                    .groupsOf(contact).stream()
                            .filter(group -> group.equals(address)
                                    || containment
                                            .groupsAbove(List.of(group.key()))
                                            .contains(address.key()))
                            .findFirst();
        });
    }

    @Override
    public List<Address> groupsOf(UUID contact) {
        return transactions.read(handle -> new ContactLinkTable(handle).groupsOf(contact));
    }
}
