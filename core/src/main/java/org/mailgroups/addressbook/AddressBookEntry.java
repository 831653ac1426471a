// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import java.util.Optional;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.group.Group;
import org.mailgroups.value.Address;

/** An entry of the address book: a group, or a shared contact with its position in the list. */
public sealed interface AddressBookEntry {
    /** Returns the text by which the entry is picked: a group's address, or a contact's id. */
    String id();

    String name();

    /** Returns the address that mail to the entry goes to, if there is one. */
    Optional<Address> address();

    /** Returns the key of a page that begins after the entry, in the list that it is from. */
    String key();

    /** A group. */
    record OfGroup(Group group) implements AddressBookEntry {
        @Override
        public String id() {
            return group.address().toString();
        }

        @Override
        public String name() {
            return group.name();
        }

        @Override
        public Optional<Address> address() {
            return Optional.of(group.address());
        }

        @Override
        public String key() {
            return AddressBookService.AFTER_GROUP + group.address().key();
        }
    }

    /** A shared contact. */
    record OfContact(FoundContact found) implements AddressBookEntry {
        public Contact contact() {
            return found.contact();
        }

        @Override
        public String id() {
            return contact().id().toString();
        }

        @Override
        public String name() {
            return contact().details().name();
        }

        @Override
        public Optional<Address> address() {
            return contact().details().preferred();
        }

        @Override
        public String key() {
            return AddressBookService.AFTER_CONTACT + found.position();
        }
    }
}
