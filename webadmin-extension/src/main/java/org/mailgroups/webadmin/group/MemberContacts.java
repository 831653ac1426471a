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
package org.mailgroups.webadmin.group;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.group.Address;

/** The contacts that members of a group are, many at once. Thread-safe. */
public final class MemberContacts {
    private final ContactRepository contacts;
    private final ContactMemberships memberships;

    @Inject
    public MemberContacts(ContactRepository contacts, ContactMemberships memberships) {
        this.contacts = contacts;
        this.memberships = memberships;
    }

    /** By address, the contacts that are there under some of these addresses, shared or not. */
    Map<Address, Contact> of(Address group, Collection<Address> members) {
        Map<Address, UUID> ids = memberships.contactsAt(group, members);
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Contact> found = contacts.findAll(ids.values());
        Map<Address, Contact> byAddress = new LinkedHashMap<>();
        ids.forEach((address, id) ->
                Optional.ofNullable(found.get(id)).ifPresent(contact -> byAddress.put(address, contact)));
        return byAddress;
    }
}
