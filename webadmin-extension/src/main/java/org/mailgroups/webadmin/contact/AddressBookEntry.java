/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.contact;

import java.util.Optional;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.group.Address;
import org.mailgroups.group.Group;

/** What stands in the address book: a group, or a shared contact with its place in the list. */
sealed interface AddressBookEntry {
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
        Contact contact() {
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
