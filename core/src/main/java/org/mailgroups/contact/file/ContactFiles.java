// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import ezvcard.VCardVersion;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.csv.CsvWriter;
import org.mailgroups.value.Id;
import org.mailgroups.value.Page;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/**
 * The contacts of a contact group as files, and the template for one (seed line B9): what goes out imports again as unchanged. A page of contacts is in memory at a time. Thread-safe.
 *
 * <p>Every method but {@link #template} throws {@link org.mailgroups.value.NotFoundException} for a contact group that does not exist, and {@link org.mailgroups.value.NotAllowedException} where who asks is
 * not a postmaster: unshared contacts are in these files.
 */
public final class ContactFiles {
    private final ContactRepository contacts;

    @Inject
    public ContactFiles(ContactRepository contacts) {
        this.contacts = contacts;
    }

    /** The empty template: the columns. */
    public Stream<String> template() {
        return Stream.of(CsvWriter.lineOf(ContactColumns.NAMES));
    }

    /** A contact group's name, for a file's. */
    public String name(Principal principal, UUID contactGroup) {
        return find(principal, contactGroup).name();
    }

    /** The contacts by name, line by line. */
    public Stream<String> csv(Principal principal, UUID contactGroup) {
        ContactGroup group = find(principal, contactGroup);
        return Stream.concat(template(), pages(group).map(page -> page.stream()
                .map(contact -> CsvWriter.lineOf(ContactColumns.cells(contact.details())))
                .collect(Collectors.joining())));
    }

    /** The contacts by name, a vCard for each; in version 4.0 behind one for the contact group, since 3.0 has no such thing. */
    public Stream<String> vcards(Principal principal, UUID contactGroup, VCardVersion version) {
        ContactGroup group = find(principal, contactGroup);
        Stream<String> cards = pages(group).flatMap(List::stream).map(contact -> ContactCards.text(contact, version));
        if (version != VCardVersion.V4_0) {
            return cards;
        }
        Stream<String> uids = pages(group).flatMap(List::stream).map(ContactCards::uid);
        return Stream.concat(ContactCards.text(group, uids), cards);
    }

    private Stream<List<Contact>> pages(ContactGroup group) {
        return Page.all(page -> contacts.list(group.id(), page), FoundContact::position)
                .map(page -> page.stream().map(FoundContact::contact).toList());
    }

    private ContactGroup find(Principal principal, UUID contactGroup) {
        Rights.requirePostmaster(principal, "shared contacts");
        return contacts.findGroup(contactGroup).orElseThrow(() -> Id.unknown("contact group", contactGroup));
    }
}
