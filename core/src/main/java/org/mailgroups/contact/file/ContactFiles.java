// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import com.google.common.collect.Lists;
import com.google.common.collect.Streams;
import ezvcard.VCardVersion;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.Export;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Id;
import org.mailgroups.value.Page;

/**
 * The contacts of a contact group as files, and the template for one. A file that goes out imports again as unchanged.
 * A page of contacts is in memory at a time, and what is
 * kept of the vCards of a few. Thread-safe.
 *
 * <p>Every method but {@link #template} throws {@link org.mailgroups.value.NotFoundException} for a contact group that
 * does not exist. It throws {@link org.mailgroups.value.NotAllowedException} if the principal is no postmaster, because
 * unshared contacts are in these files.
 */
public final class ContactFiles {
    private static final String CONTACTS = "contacts";

    private final ContactRepository contacts;
    private final AuditTrail audit;

    @Inject
    public ContactFiles(ContactRepository contacts, AuditTrail audit) {
        this.contacts = contacts;
        this.audit = audit;
    }

    /** Returns the empty template: the names of the columns. */
    public Stream<String> template() {
        return Stream.of(ContactColumns.ALL.header());
    }

    /** Returns the name of a contact group, for the name of a file. */
    public String name(Principal principal, UUID contactGroup) {
        return find(principal, contactGroup).name();
    }

    /** Returns the contacts by name, line by line. */
    public Stream<String> csv(Principal principal, UUID contactGroup) {
        ContactGroup group = find(principal, contactGroup);
        Export export = export(principal, group);
        return export.of(Stream.concat(template(), pages(group).map(page -> export.counted(CONTACTS, page).stream()
                .map(contact -> ContactColumns.ALL.line(contact.details()))
                .collect(Collectors.joining()))));
    }

    /**
     * Returns the contacts by name, a vCard for each. In version 4.0 a card for the contact group comes first; 3.0 has
     * no such card.
     */
    public Stream<String> vcards(Principal principal, UUID contactGroup, VCardVersion version) {
        ContactGroup group = find(principal, contactGroup);
        Export export = export(principal, group);
        Iterator<List<Contact>> few = pages(group)
                .flatMap(page ->
                        Lists.partition(export.counted(CONTACTS, page), ContactRepository.CARDS_AT_ONCE).stream())
                .iterator();
        // Another stream, since one that is read piece by piece holds all that came of one page.
        Stream<String> cards = Streams.stream(few).map(contacts -> cards(contacts, version));
        if (version != VCardVersion.V4_0) {
            return export.of(cards);
        }
        Stream<String> uids = pages(group).flatMap(List::stream).map(ContactVCards::uid);
        return export.of(Stream.concat(ContactVCards.text(group, uids), cards));
    }

    private String cards(List<Contact> few, VCardVersion version) {
        Map<UUID, ForeignCard> kept =
                contacts.cards(few.stream().map(Contact::id).toList());
        return few.stream()
                .map(contact ->
                        ContactVCards.text(contact, kept.getOrDefault(contact.id(), ForeignCard.none()), version))
                .collect(Collectors.joining());
    }

    private Export export(Principal principal, ContactGroup group) {
        return audit.export(principal, "contacts-exported", "contactGroup", group.id());
    }

    private Stream<List<Contact>> pages(ContactGroup group) {
        return Page.all(page -> contacts.list(group.id(), page))
                .map(page -> page.stream().map(FoundContact::contact).toList());
    }

    private ContactGroup find(Principal principal, UUID contactGroup) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        return contacts.findGroup(contactGroup).orElseThrow(() -> Id.unknown("contact group", contactGroup));
    }
}
