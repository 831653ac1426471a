// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.property.Categories;
import ezvcard.property.Kind;
import ezvcard.property.Note;
import ezvcard.property.Organization;
import ezvcard.property.Uid;
import org.mailgroups.contact.ContactDetails;

/**
 * vCards for the address books of members: of what everybody may see, and nothing else. They have no property that
 * changes by itself, so that the same entry is always the same text.
 */
public final class OpenCards {
    /** Apple's way to say that the organisation's name is the name to show. */
    private static final String SHOW_AS = "X-ABShowAs";

    private OpenCards() {}

    /**
     * Returns the card of a contact.
     *
     * @param uid the same as long as the contact lives
     * @param details without identifier and notes
     * @param category the name of the contact's group
     */
    public static String ofContact(String uid, ContactDetails details, String category, VCardVersion version) {
        VCard card = card(uid, details);
        Categories categories = new Categories();
        categories.getValues().add(category);
        card.addCategories(categories);
        return text(card, details.name(), version);
    }

    /**
     * Returns the card of a mail group: that of an organisation with an address. Programs take a card of KIND:group
     * for a list of cards, and write to these, or know no address of it.
     *
     * @param details the name and the address
     * @param note may be empty
     */
    public static String ofGroup(String uid, ContactDetails details, String note, VCardVersion version) {
        VCard card = card(uid, details);
        Organization organization = new Organization();
        organization.getValues().add(details.name());
        card.setOrganization(organization);
        if (!note.isEmpty()) {
            card.addNote(new Note(note));
        }
        if (version == VCardVersion.V4_0) {
            card.setKind(Kind.org());
        }
        card.addExtendedProperty(SHOW_AS, "COMPANY");
        return text(card, details.name(), version);
    }

    private static VCard card(String uid, ContactDetails details) {
        VCard card = new VCard(VCardVersion.V4_0);
        card.setUid(new Uid(uid));
        VCardFields.ALL.forEach(field -> field.plain(details).forEach(card::addProperty));
        return card;
    }

    private static String text(VCard card, String name, VCardVersion version) {
        if (version == VCardVersion.V3_0) {
            VCard3.adapt(card, name);
        }
        return VCards.write(card, version);
    }
}
