// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactService;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Finds groups and shared contacts, and makes recipients of them, for members who write a message.
 *
 * <p>Every user may ask, and all get the same: the address book is for all members. An unshared contact is never
 * in it, not even for a postmaster, and nobody can tell it from a contact that does not exist. Nor is a group whose
 * settings say that it is not listed.
 *
 * <p>Thread-safe.
 */
public final class AddressBookService {
    private static final String KIND = "group or shared contact";

    /** Begins the key of a page that ends with a group. */
    static final String AFTER_GROUP = "g:";

    /** Begins the key of a page that ends with a contact. */
    static final String AFTER_CONTACT = "c:";

    /** The key of the page that begins with the first contact: groups come before contacts in each list. */
    public static final String AFTER_GROUPS = AFTER_CONTACT;

    /** The longest key of a page, in characters. */
    public static final int MAX_KEY_LENGTH = ContactService.MAX_POSITION_LENGTH + AFTER_CONTACT.length();

    private final GroupRepository groups;
    private final ContactRepository contacts;

    @Inject
    public AddressBookService(GroupRepository groups, ContactRepository contacts) {
        this.groups = groups;
        this.contacts = contacts;
    }

    /**
     * Returns groups by address, then shared contacts by relevance, or by name if there is no text.
     *
     * @param domain in lower case, in A-labels; empty for all
     * @param text the text to be found in a group's name or address, or in a contact; empty for any
     */
    public Page<AddressBookEntry> list(Principal principal, Optional<String> domain, String text, PageRequest request) {
        Rights.require(principal, Act.USE_ADDRESS_BOOK);
        List<AddressBookEntry> entries = new ArrayList<>();
        String after = request.after();
        if (!after.startsWith(AFTER_CONTACT)) {
            Page<Group> page = groups.list(filter(domain, text), new PageRequest(groupKey(after), request.limit()));
            page.items().forEach(group -> entries.add(new AddressBookEntry.OfGroup(group)));
            if (page.more()) {
                return new Page<>(entries, page.next().map(AFTER_GROUP::concat));
            }
            after = AFTER_CONTACT;
        }
        int left = request.limit() - entries.size();
        ContactFilter shared = new ContactFilter(domain, Optional.empty(), true, text);
        // If groups fill the whole page, one contact is read to see whether there is another page.
        Page<FoundContact> page =
                contacts.search(shared, new PageRequest(after.substring(AFTER_CONTACT.length()), Math.max(left, 1)));
        if (left == 0) {
            boolean isAnyLeft = page.more() || !page.items().isEmpty();
            return new Page<>(entries, isAnyLeft ? Optional.of(AFTER_CONTACT) : Optional.empty());
        }
        page.items().forEach(found -> entries.add(new AddressBookEntry.OfContact(found)));
        return new Page<>(entries, page.next().map(AFTER_CONTACT::concat));
    }

    /**
     * Returns an entry.
     *
     * @param id the id of a contact, or the address of a group
     * @throws NotFoundException if it is not in the address book
     */
    public AddressBookEntry get(Principal principal, String id) {
        Rights.require(principal, Act.USE_ADDRESS_BOOK);
        if (isAddress(id)) {
            return new AddressBookEntry.OfGroup(groups.find(groupAddress(id))
                    .filter(group -> group.settings().listed())
                    .orElseThrow(() -> Id.unknown(KIND, id)));
        }
        Contact contact = contacts.findAll(List.of(contactId(id))).get(contactId(id));
        if (contact == null || !contact.details().shared()) {
            throw Id.unknown(KIND, id);
        }
        return new AddressBookEntry.OfContact(new FoundContact(contact, ""));
    }

    private static GroupFilter filter(Optional<String> domain, String text) {
        GroupFilter filter = GroupFilter.all().listed().containing(text);
        return domain.map(filter::inDomain).orElse(filter);
    }

    private static String groupKey(String after) {
        if (after.isEmpty()) {
            return "";
        }
        String key = after.substring(Math.min(AFTER_GROUP.length(), after.length()));
        if (!after.startsWith(AFTER_GROUP) || key.length() > Address.MAX_OCTETS) {
            throw new InvalidValueException("after is not the 'next' of a page");
        }
        return key;
    }

    /**
     * Returns a shared contact.
     *
     * @throws NotFoundException if there is none with this id in the address book
     */
    public AddressBookEntry contact(Principal principal, UUID id) {
        Rights.require(principal, Act.USE_ADDRESS_BOOK);
        return contacts.find(id)
                .filter(contact -> contact.details().shared())
                .map(contact -> new AddressBookEntry.OfContact(new FoundContact(contact, "")))
                .orElseThrow(() -> Id.unknown("contact", id));
    }

    /**
     * Returns the picked entries as mailboxes, in the order in which they were picked, each address once.
     *
     * @param ids ids of contacts, and addresses of groups
     * @throws NotFoundException naming one that is not in the address book
     * @throws InvalidValueException naming {@code ids} and the first contact that has no address
     */
    public List<Mailbox> recipients(Principal principal, List<String> ids) {
        Rights.require(principal, Act.USE_ADDRESS_BOOK);
        Map<UUID, Contact> picked = contacts.findAll(ids.stream()
                .filter(id -> !isAddress(id))
                .map(AddressBookService::contactId)
                .toList());
        Map<Address, Group> pickedGroups = groups.findAll(ids.stream()
                .filter(AddressBookService::isAddress)
                .map(AddressBookService::groupAddress)
                .toList());
        Map<Address, Mailbox> mailboxes = new LinkedHashMap<>();
        for (String id : ids) {
            Mailbox mailbox = isAddress(id)
                    ? group(id, pickedGroups.get(groupAddress(id)))
                    : contact(id, picked.get(contactId(id)));
            mailboxes.putIfAbsent(mailbox.address(), mailbox);
        }
        return List.copyOf(mailboxes.values());
    }

    private static boolean isAddress(String id) {
        return id.indexOf('@') >= 0;
    }

    private static UUID contactId(String id) {
        return Id.parse(KIND, id);
    }

    private static Address groupAddress(String id) {
        try {
            return Address.parse(id);
        } catch (InvalidValueException e) {
            throw new NotFoundException(Id.unknown(KIND, id).reason(), e);
        }
    }

    private static Mailbox group(String id, Group group) {
        if (group == null || !group.settings().listed()) {
            throw Id.unknown(KIND, id);
        }
        return new Mailbox(group.name(), group.address());
    }

    private static Mailbox contact(String id, Contact contact) {
        if (contact == null || !contact.details().shared()) {
            throw Id.unknown(KIND, id);
        }
        Address address = contact.details()
                .preferred()
                .orElseThrow(() -> new InvalidValueException("ids", "the contact " + id + " has no address"));
        return new Mailbox(contact.details().name(), address);
    }
}
