// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.directory.BookCard;
import org.mailgroups.directory.EntryKey.Kind;
import org.mailgroups.store.directory.DirectoryTable;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.text.SearchForm;

/** The part of contacts in the log of what address books show, within one writing transaction. */
final class ContactDirectory {
    private static final int PAGE = 1000;

    private final ContactTable contacts;
    private final DirectoryTable log;
    private final long version;

    ContactDirectory(WriteTransaction transaction) {
        this.contacts = new ContactTable(transaction.handle());
        this.log = new DirectoryTable(transaction.handle());
        this.version = transaction.version();
    }

    /**
     * Notes contacts of one domain as they are now.
     *
     * @param groupName the name of the contact group that they are all in
     */
    void show(String domain, String groupName, Collection<Contact> shown) {
        Map<String, String> digests = new HashMap<>();
        shown.forEach(contact -> digests.put(
                contact.id().toString(),
                contact.details().shared() ? BookCard.of(contact, groupName).digest() : DirectoryTable.GONE));
        log.put(domain, Kind.CONTACT, digests, version);
    }

    /** Notes that contacts of one domain are gone. */
    void end(String domain, Collection<Contact> gone) {
        Map<String, String> digests = new HashMap<>();
        gone.forEach(contact -> digests.put(contact.id().toString(), DirectoryTable.GONE));
        log.put(domain, Kind.CONTACT, digests, version);
    }

    /** Notes all contacts of a contact group that has another name, or other contacts. */
    void showAll(ContactGroup group) {
        ContactPosition after = ContactPosition.parse("");
        List<Contact> page;
        do {
            page = contacts.list(group.id(), after, PAGE);
            show(group.domain(), group.name(), page);
            if (!page.isEmpty()) {
                Contact last = page.get(page.size() - 1);
                after = ContactPosition.of(0, SearchForm.sortKey(last.details().name()), last.id());
            }
        } while (page.size() == PAGE);
    }
}
