// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import java.util.Optional;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.group.Group;
import org.mailgroups.value.Address;

/** What stands in the address book: a group, or a shared contact with its place in the list. */
public sealed interface AddressBookEntry {
    /** What the entry is picked by. */
    String id();

    String name();

    /** Where mail to it goes, if it has an address. */
    Optional<Address> address();

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
    }
}
