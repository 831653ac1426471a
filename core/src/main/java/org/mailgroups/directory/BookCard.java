// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.file.OpenCards;
import org.mailgroups.value.Address;

/**
 * All that members' programs see of an entry. A contact's identifier, its notes and what was kept of its vCard are not
 * in it.
 *
 * @param emails the preferred one first
 * @param category the name of the contact's group; empty for a group
 * @param note the description of a group; empty for a contact
 */
public record BookCard(
        EntryKey key,
        String name,
        List<ContactEmail> emails,
        List<String> phones,
        String company,
        String department,
        String title,
        String postalAddress,
        String category,
        String note) {
    /** Goes into each digest. It is raised if the same entry is written another way. */
    private static final int FORM = 1;

    private static final String CONTACT_UID = "urn:uuid:";
    private static final String GROUP_UID = "urn:x-mail-groups:group:";

    private static final int DIGEST_LENGTH = 32;

    public BookCard {
        emails = List.copyOf(emails);
        phones = List.copyOf(phones);
    }

    /** Returns the card of a contact, whether it is shared or not. */
    public static BookCard of(Contact contact, String contactGroup) {
        ContactDetails details = contact.details();
        return new BookCard(
                EntryKey.contact(contact.id()),
                details.name(),
                details.emails(),
                details.phones(),
                details.company(),
                details.department(),
                details.title(),
                details.postalAddress(),
                contactGroup,
                "");
    }

    /** Returns the card of a group, whether it is listed or not. */
    public static BookCard of(long group, Address address, String name, String description) {
        return new BookCard(
                EntryKey.group(group),
                name,
                List.of(ContactEmail.of(address)),
                List.of(),
                "",
                "",
                "",
                "",
                "",
                description);
    }

    public boolean isGroup() {
        return key.kind() == EntryKey.Kind.GROUP;
    }

    /** Returns the card as text, its lines ended by CRLF. */
    public String text(CardVersion version) {
        ContactDetails details =
                new ContactDetails(name, "", emails, phones, company, department, title, postalAddress, "", true);
        return isGroup()
                ? OpenCards.ofGroup(uid(), details, note, version.library())
                : OpenCards.ofContact(uid(), details, category, version.library());
    }

    /** Returns the UID, which is the same as long as the entry lives. */
    public String uid() {
        return (isGroup() ? GROUP_UID : CONTACT_UID) + key.id();
    }

    /** Returns 32 hexadecimal digits: the same for the same content, and others for any other. */
    public String digest() {
        Hasher hasher = Hashing.sha256().newHasher().putInt(FORM);
        put(hasher, key.fileName());
        put(hasher, name);
        hasher.putInt(emails.size());
        emails.forEach(email -> {
            put(hasher, email.address().toString());
            put(hasher, email.label());
        });
        hasher.putInt(phones.size());
        phones.forEach(phone -> put(hasher, phone));
        List.of(company, department, title, postalAddress, category, note).forEach(text -> put(hasher, text));
        return hasher.hash().toString().substring(0, DIGEST_LENGTH);
    }

    private static void put(Hasher hasher, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        hasher.putInt(octets.length).putBytes(octets);
    }
}
