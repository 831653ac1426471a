// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.parameter.VCardParameters;
import ezvcard.property.Email;
import ezvcard.property.FormattedName;
import ezvcard.property.Kind;
import ezvcard.property.Member;
import ezvcard.property.RawProperty;
import ezvcard.property.Uid;
import ezvcard.property.VCardProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.value.InvalidValueException;

/**
 * Shared contacts as vCards and back. What a contact does not have, or not as exactly as the card, is kept beside it (see {@link CardField}) and comes back on export as long as it agrees with the contact:
 * so neither a round trip through us nor one through another program loses anything.
 */
final class ContactCards {
    /** Ours: the contact's identifier (NIF, NIE, staff number). */
    static final String IDENTIFIER = "X-MAILGROUPS-IDENTIFIER";

    /** Ours: whether members see the contact. */
    static final String SHARED = "X-MAILGROUPS-SHARED";

    /** Ours: says that a card of KIND:group is the contact group that was exported, and no contact. */
    static final String CONTACT_GROUP = "X-MAILGROUPS-CONTACT-GROUP";

    /** Why a list of others is refused. */
    static final String LIST_REFUSED =
            "a vCard of KIND:group is a list of others, and no contact: make a contact group (POST /contact-groups), and import its contacts into that";

    /** Where a contact group's card says that it is one: before its members. */
    private static final int MAX_GROUP_HEAD = 2000;

    private static final String END = "END:VCARD";
    private static final String APPLE_KIND = "X-ADDRESSBOOKSERVER-KIND";
    private static final String UUID_SCHEME = "urn:uuid:";

    private ContactCards() {}

    /** Whether a text is the card of the contact group of one of our own exports, or its beginning. */
    static boolean isContactGroup(String text) {
        String lines =
                text.substring(0, Math.min(text.length(), MAX_GROUP_HEAD)).toUpperCase(Locale.ROOT);
        return lines.contains("\nKIND:GROUP\n") && lines.contains("\n" + CONTACT_GROUP + ":");
    }

    /** Whether a card is a list of others. */
    static boolean isList(VCard card) {
        RawProperty apple = card.getExtendedProperty(APPLE_KIND);
        return card.getProperties(Kind.class).stream().anyMatch(Kind::isGroup)
                || (apple != null && Kind.GROUP.equalsIgnoreCase(apple.getValue()));
    }

    /** A card's UID if it is an id of ours, be it that of an existing contact or not. */
    static Optional<UUID> ownId(String uid) {
        if (!uid.regionMatches(true, 0, UUID_SCHEME, 0, UUID_SCHEME.length())) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(uid.substring(UUID_SCHEME.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a UID is nothing but a contact's id. */
    static boolean isOwnUid(String uid, UUID contact) {
        return ownId(uid).filter(contact::equals).isPresent();
    }

    private static String uid(UUID id) {
        return UUID_SCHEME + id;
    }

    /** The UID that a contact has in files. */
    static String uid(Contact contact) {
        return contact.card().uid().isEmpty()
                ? uid(contact.id())
                : contact.card().uid();
    }

    /** What a card says in the columns of a CSV file, be it right or wrong. */
    static List<String> columns(VCard card) {
        List<String> addresses = everySecond(CardField.EMAILS.read(card), 0);
        List<String> organization = CardField.ORGANIZATION.read(card);
        return List.of(
                name(card),
                own(card, IDENTIFIER),
                addresses.isEmpty() ? "" : addresses.get(0),
                CsvCell.joined(addresses.stream().skip(1).toList()),
                CsvCell.joined(CardField.PHONES.read(card)),
                organization.get(0),
                organization.get(1),
                CardField.TITLE.read(card).get(0),
                CardField.POSTAL_ADDRESS.read(card).get(0),
                CardField.NOTES.read(card).get(0),
                own(card, SHARED));
    }

    private static String name(VCard card) {
        return CardField.NAME.read(card).stream().findFirst().orElse("");
    }

    /**
     * The row of an import that a card is.
     *
     * @param columns those of the card
     * @throws InvalidValueException if they are no contact, or there is too much to be kept
     */
    static List<String> row(VCard card, List<String> columns) {
        if (name(card).isEmpty()) {
            throw new InvalidValueException("the vCard has no FN, N, ORG or EMAIL");
        }
        List<String> labels = everySecond(CardField.EMAILS.read(card), 1);
        ContactDetails details =
                ContactRow.of(row(columns, labels, ForeignCard.none())).details();
        return row(columns, labels, kept(completed(card), details));
    }

    private static List<String> row(List<String> columns, List<String> labels, ForeignCard card) {
        return Stream.concat(columns.stream(), ContactRow.cardCells(labels, card).stream())
                .toList();
    }

    /** What every card has that we write, a card is given that comes without, and what says nothing goes: so it is the same when it comes back. */
    private static VCard completed(VCard card) {
        CardField.tidy(card);
        String name = name(card);
        if (card.getFormattedNames().stream().allMatch(formatted -> isBlank(formatted.getValue()))) {
            card.removeProperties(FormattedName.class);
            card.addProperty(new FormattedName(name));
        }
        List<Email> emails = card.getEmails();
        emails.forEach(email ->
                email.getParameters().get(VCardParameters.TYPE).removeIf(type -> type.equalsIgnoreCase("internet")));
        if (!emails.isEmpty()
                && emails.stream().allMatch(email -> email.getParameters().first(VCardParameters.PREF) == null)) {
            emails.get(0).setPref(1);
        }
        return card;
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static List<String> everySecond(List<String> list, int first) {
        List<String> result = new ArrayList<>();
        for (int i = first; i < list.size(); i += 2) {
            result.add(list.get(i));
        }
        return result;
    }

    private static String own(VCard card, String name) {
        RawProperty property = card.getExtendedProperty(name);
        return property == null || property.getValue() == null
                ? ""
                : VObjectPropertyValues.unescape(property.getValue()).strip();
    }

    /** What of a card cannot be made again from the contact. */
    private static ForeignCard kept(VCard card, ContactDetails details) {
        List<VCardProperty> kept = new ArrayList<>(card.getProperties());
        for (CardField field : CardField.values()) {
            List<VCardProperty> properties = field.propertiesOf(card);
            if (isSame(properties, field.plain(details))) {
                kept.removeAll(properties);
            }
        }
        kept.removeIf(ContactCards::isContacts);
        Uid uid = card.getUid();
        return new ForeignCard(
                uid == null || isBlank(uid.getValue()) ? "" : uid.getValue().strip(),
                kept.isEmpty() ? "" : VCards.write(kept));
    }

    /** Whether properties are written alike; most that are not differ in their number already. */
    private static boolean isSame(List<VCardProperty> some, List<VCardProperty> others) {
        return some.size() == others.size()
                && (some.equals(others) || VCards.write(some).equals(VCards.write(others)));
    }

    /** Whether the contact itself has what a property says. */
    private static boolean isContacts(VCardProperty property) {
        return property instanceof Uid
                || (property instanceof RawProperty raw
                        && (raw.getPropertyName().equalsIgnoreCase(IDENTIFIER)
                                || raw.getPropertyName().equalsIgnoreCase(SHARED)));
    }

    /** A contact as card. */
    static String text(Contact contact, VCardVersion version) {
        ContactDetails details = contact.details();
        VCard kept = contact.card().properties().isEmpty()
                ? new VCard(VCardVersion.V4_0)
                : VCards.parse(contact.card().properties());
        VCard card = new VCard(VCardVersion.V4_0);
        card.setUid(new Uid(uid(contact)));
        for (CardField field : CardField.values()) {
            List<VCardProperty> properties = field.propertiesOf(kept);
            properties.forEach(kept::removeProperty);
            boolean agrees = !properties.isEmpty() && read(field, properties).equals(field.of(details));
            (agrees ? properties : field.plain(details)).forEach(card::addProperty);
        }
        kept.getProperties().forEach(card::addProperty);
        details.identifier()
                .ifPresent(
                        identifier -> card.addExtendedProperty(IDENTIFIER, VObjectPropertyValues.escape(identifier)));
        card.addExtendedProperty(SHARED, Boolean.toString(details.shared()));
        if (version == VCardVersion.V3_0) {
            Version3.adapt(card, details.name());
        }
        return VCards.write(card, version);
    }

    private static List<String> read(CardField field, List<VCardProperty> properties) {
        VCard card = new VCard(VCardVersion.V4_0);
        properties.forEach(card::addProperty);
        return field.read(card);
    }

    /**
     * The card of a contact group, in pieces, because it names all of its contacts.
     *
     * @param members the UIDs of its contacts
     */
    static Stream<String> text(ContactGroup group, Stream<String> members) {
        VCard card = new VCard(VCardVersion.V4_0);
        card.setKind(Kind.group());
        card.setUid(new Uid(uid(group.id())));
        card.addProperty(new FormattedName(group.name()));
        card.addExtendedProperty(CONTACT_GROUP, "true");
        String text = VCards.write(card, VCardVersion.V4_0);
        int end = text.lastIndexOf(END);
        return Stream.concat(
                Stream.concat(Stream.of(text.substring(0, end)), members.map(ContactCards::memberLine)),
                Stream.of(text.substring(end)));
    }

    private static String memberLine(String uid) {
        String text = VCards.write(List.of(new Member(uid)));
        return text.substring(text.indexOf("MEMBER"), text.lastIndexOf(END));
    }
}
