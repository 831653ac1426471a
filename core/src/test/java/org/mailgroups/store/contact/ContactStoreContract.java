// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.NewContact;
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;

/** The start of every contract test of contacts: a contact group in a mail domain of its own. */
abstract class ContactStoreContract extends StoreContract {
    static final OptionalLong ANY_VERSION = OptionalLong.empty();

    ContactGroup clients;

    @BeforeEach
    void makeContactGroup() {
        clients = newContactGroup("Clients");
    }

    ContactRepository contacts() {
        return store.contacts();
    }

    ContactGroup newContactGroup(String name) {
        return contacts().createGroup(domain(), new ContactGroupName(name));
    }

    ContactGroup groupNow(ContactGroup group) {
        return contacts().findGroup(group.id()).orElseThrow();
    }

    /** Identifiers are unique beyond a test's domain, since profiles have none. */
    String id(String identifier) {
        return identifier + "-" + domain();
    }

    /** A shared contact; the first address is the preferred one. */
    ContactDetails details(String name, String... localParts) {
        return new ContactDetails(
                name,
                "",
                Stream.of(localParts).map(this::at).map(ContactEmail::of).toList(),
                List.of(),
                "",
                "",
                "",
                "",
                "",
                true);
    }

    ContactDetails identified(String name, String identifier, String... localParts) {
        ContactDetails plain = details(name, localParts);
        return new ContactDetails(name, id(identifier), plain.emails(), List.of(), "", "", "", "", "", true);
    }

    Contact create(ContactDetails details) {
        return contacts().create(clients.id(), NewContact.of(details));
    }

    Contact now(Contact contact) {
        return contacts().find(contact.id()).orElseThrow();
    }

    Contact update(Contact contact, ContactDetails details) {
        return contacts().update(contact.id(), details, ANY_VERSION);
    }

    Set<Address> addresses(String... localParts) {
        return Stream.of(localParts).map(this::at).collect(Collectors.toSet());
    }

    static UUID unknown() {
        return UUID.fromString("00000000-0000-4000-8000-000000000000");
    }
}
