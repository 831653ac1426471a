// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import ezvcard.VCard;
import ezvcard.VCardDataType;
import ezvcard.VCardVersion;
import ezvcard.parameter.VCardParameters;
import ezvcard.property.Email;
import ezvcard.property.FormattedName;
import ezvcard.property.Kind;
import ezvcard.property.Member;
import ezvcard.property.RawProperty;
import ezvcard.property.Uid;
import ezvcard.property.VCardProperty;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.csv.CsvColumn;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.InvalidValueException;

/**
 * Shared contacts as vCards and back. A card may have what a contact does not have, or say something more exactly (see
 * {@link VCardField}). That is kept beside the contact, and comes back on export as long as it agrees with the contact.
 * So nothing is lost on a round trip, be it through us or through another program.
 */
final class ContactVCards {
    /** Our property for the contact's identifier (NIF, NIE, staff number). */
    static final String IDENTIFIER = "X-MAILGROUPS-IDENTIFIER";

    /** Our property that says whether members see the contact. */
    static final String SHARED = "X-MAILGROUPS-SHARED";

    /** Our property of a card of KIND:group that is the contact group of an export, and no contact. */
    static final String CONTACT_GROUP = "X-MAILGROUPS-CONTACT-GROUP";

    /** The reason why a list of others is refused. */
    static final String LIST_REFUSED =
            "a vCard of KIND:group is a list of others, and no contact: make a contact group (POST /contact-groups),"
                    + " and import its contacts into that";

    /** The beginning of a contact group's card, up to its members: it says there that it is one. */
    private static final int MAX_GROUP_HEAD = 2000;

    private static final String END = VCardTexts.END;

    /** The length of a card without properties. */
    private static final int EMPTY_CARD_LENGTH = "BEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD\r\n".length();

    private static final String APPLE_KIND = "X-ADDRESSBOOKSERVER-KIND";
    private static final String UUID_SCHEME = "urn:uuid:";

    private ContactVCards() {}

    /** Returns whether a text is the card of the contact group of one of our own exports, or its beginning. */
    static boolean isContactGroup(String text) {
        String lines =
                text.substring(0, Math.min(text.length(), MAX_GROUP_HEAD)).toUpperCase(Locale.ROOT);
        return lines.contains("\nKIND:GROUP\n") && lines.contains("\n" + CONTACT_GROUP + ":");
    }

    /** Returns whether a card is a list of others. */
    static boolean isList(VCard card) {
        RawProperty apple = card.getExtendedProperty(APPLE_KIND);
        return card.getProperties(Kind.class).stream().anyMatch(Kind::isGroup)
                || (apple != null && Kind.GROUP.equalsIgnoreCase(apple.getValue()));
    }

    /** Returns a card's UID if it is an id of ours, be it that of an existing contact or not. */
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

    /** Returns whether a UID is nothing but a contact's id. */
    static boolean isOwnUid(String uid, UUID contact) {
        return ownId(uid).filter(contact::equals).isPresent();
    }

    private static String uid(UUID id) {
        return UUID_SCHEME + id;
    }

    /** Returns the UID that a contact has in files. */
    static String uid(Contact contact) {
        return contact.uid().isEmpty() ? uid(contact.id()) : contact.uid();
    }

    /** Returns what a card says in the columns of a CSV file, be it right or wrong. */
    static List<String> cells(VCard card) {
        Map<CsvColumn<ContactDetails, ?>, String> cells = new HashMap<>();
        for (VCardField field : VCardFields.ALL) {
            cells.putAll(field.cells(field.read(card)));
        }
        cells.put(ContactColumns.IDENTIFIER, own(card, IDENTIFIER));
        cells.put(ContactColumns.SHARED, own(card, SHARED));
        return ContactColumns.ALL.cells(cells);
    }

    private static String name(VCard card) {
        return VCardFields.NAME.read(card).stream().findFirst().orElse("");
    }

    /**
     * Returns the row of an import that a card is. What a contact cannot have is left out, and kept beside it as far as
     * there is room.
     *
     * @param flaws what is wrong with the card; gets what is left out
     * @throws InvalidValueException if the card names nobody
     */
    static List<String> row(VCard card, Flaws flaws) {
        if (name(card).isEmpty()) {
            throw new InvalidValueException("the vCard has no FN, N, ORG or EMAIL");
        }
        Map<CsvColumn<ContactDetails, ?>, String> fitted = new HashMap<>();
        for (VCardField field : VCardFields.ALL) {
            fitted.putAll(field.cells(field.fitted(field.read(card), flaws)));
        }
        fitted.put(ContactColumns.IDENTIFIER, identifier(card, flaws));
        fitted.put(ContactColumns.SHARED, shared(card, flaws));
        if (card.getAgent() != null) {
            flaws.add("AGENT is somebody else, who is kept beside the contact and becomes none");
        }
        List<String> cells = ContactColumns.ALL.cells(fitted);
        List<String> labels = VCardFields.labels(VCardFields.EMAILS.fitted(VCardFields.EMAILS.read(card), new Flaws()));
        ContactDetails details =
                ContactRow.ofCard(cells, labels, ForeignCard.none(), List.of()).details();
        ForeignCard kept = kept(completed(card), details, flaws);
        return ContactRow.ofCard(cells, labels, kept, flaws.all()).withCard(cells);
    }

    private static String identifier(VCard card, Flaws flaws) {
        String text = own(card, IDENTIFIER);
        try {
            String identifier = Profile.checkedIdentifier(IDENTIFIER, text);
            Identifiers.defect(identifier).ifPresent(defect -> {
                throw new InvalidValueException(defect);
            });
            return identifier;
        } catch (InvalidValueException e) {
            flaws.add("the contact has no identifier from this card: " + e.getMessage());
            return "";
        }
    }

    private static String shared(VCard card, Flaws flaws) {
        String text = own(card, SHARED);
        try {
            ContactColumns.yesOrNo(SHARED, text);
            return text;
        } catch (InvalidValueException e) {
            flaws.add(e.getMessage());
            return "";
        }
    }

    /**
     * Gives a card what every card has that we write, and takes out what says nothing. So it is the same when it comes
     * back.
     */
    private static VCard completed(VCard card) {
        VCardFields.tidy(card);
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
            emails.stream()
                    .filter(email -> Accounts.addressIn(email.getValue()).isPresent())
                    .findFirst()
                    .orElse(emails.get(0))
                    .setPref(1);
        }
        return card;
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static String own(VCard card, String name) {
        RawProperty property = card.getExtendedProperty(name);
        return property == null || property.getValue() == null
                ? ""
                : VObjectPropertyValues.unescape(property.getValue()).strip();
    }

    /** Returns the part of a card that cannot be made again from the contact, as far as there is room. */
    private static ForeignCard kept(VCard card, ContactDetails details, Flaws flaws) {
        List<VCardProperty> kept = new ArrayList<>(card.getProperties());
        for (VCardField field : VCardFields.ALL) {
            List<VCardProperty> properties = field.propertiesOf(card);
            if (isSame(properties, field.plain(details))) {
                kept.removeAll(properties);
            }
        }
        kept.removeIf(property -> isContacts(property, details));
        return new ForeignCard(uid(card, flaws), written(kept, flaws));
    }

    private static String uid(VCard card, Flaws flaws) {
        Uid uid = card.getUid();
        if (uid == null || isBlank(uid.getValue())) {
            return "";
        }
        try {
            return new ForeignCard(uid.getValue(), "").uid();
        } catch (InvalidValueException e) {
            flaws.add(e.getMessage() + ", and was left out");
            return "";
        }
    }

    /** Writes properties without the longest ones that there is no room for. */
    private static String written(List<VCardProperty> properties, Flaws flaws) {
        if (properties.isEmpty()) {
            return "";
        }
        String text = VCards.write(properties);
        if (text.length() <= ForeignCard.MAX_PROPERTIES_LENGTH) {
            return text;
        }
        List<Measured> kept = new ArrayList<>();
        properties.forEach(property -> kept.add(Measured.of(property)));
        kept.sort(Comparator.comparing(Measured::length));
        int length = text.length();
        while (length > ForeignCard.MAX_PROPERTIES_LENGTH) {
            Measured longest = kept.remove(kept.size() - 1);
            length -= longest.length();
            flaws.add(VCards.nameOf(longest.property()) + " is too long to be kept: at most "
                    + ForeignCard.MAX_PROPERTIES_LENGTH + " characters of a card are");
        }
        return kept.isEmpty()
                ? ""
                : VCards.write(kept.stream().map(Measured::property).toList());
    }

    /** A property and the number of characters that it takes in a card. */
    private record Measured(VCardProperty property, int length) {
        static Measured of(VCardProperty property) {
            return new Measured(property, VCards.write(List.of(property)).length() - EMPTY_CARD_LENGTH);
        }
    }

    /** Returns whether properties are written alike; most that are not differ in their number already. */
    private static boolean isSame(List<VCardProperty> some, List<VCardProperty> others) {
        return some.size() == others.size()
                && (some.equals(others) || VCards.write(some).equals(VCards.write(others)));
    }

    /** Returns whether the contact itself has what a property says. */
    private static boolean isContacts(VCardProperty property, ContactDetails details) {
        return property instanceof Uid
                || is(SHARED, property)
                || (is(IDENTIFIER, property) && details.identifier().isPresent());
    }

    private static boolean is(String name, VCardProperty property) {
        return property instanceof RawProperty raw && raw.getPropertyName().equalsIgnoreCase(name);
    }

    /** Returns a contact as a card, with what is kept beside it. */
    static String text(Contact contact, ForeignCard foreign, VCardVersion version) {
        ContactDetails details = contact.details();
        VCard kept = foreign.properties().isEmpty()
                ? new VCard(VCardVersion.V4_0)
                : VCards.parse(foreign.properties(), new Flaws());
        VCard card = new VCard(VCardVersion.V4_0);
        card.setUid(uidProperty(uid(contact), version));
        for (VCardField field : VCardFields.ALL) {
            List<VCardProperty> properties = field.propertiesOf(kept);
            properties.forEach(kept::removeProperty);
            boolean agrees = !properties.isEmpty() && read(field, properties).equals(field.of(details));
            (agrees ? properties : field.plain(details)).forEach(card::addProperty);
        }
        kept.getProperties().stream()
                .filter(property -> !isContacts(property, details))
                .forEach(card::addProperty);
        details.identifier()
                .ifPresent(
                        identifier -> card.addExtendedProperty(IDENTIFIER, VObjectPropertyValues.escape(identifier)));
        card.addExtendedProperty(SHARED, Boolean.toString(details.shared()));
        if (version == VCardVersion.V3_0) {
            VCard3.adapt(card, details.name());
        }
        return VCards.write(card, version);
    }

    /** Version 4.0 takes a UID for a URI, unless it says something else (RFC 6350 6.7.6). */
    private static Uid uidProperty(String uid, VCardVersion version) {
        Uid property = new Uid(uid);
        if (version == VCardVersion.V4_0 && !isUri(uid)) {
            property.getParameters().setValue(VCardDataType.TEXT);
        }
        return property;
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static List<String> read(VCardField field, List<VCardProperty> properties) {
        VCard card = new VCard(VCardVersion.V4_0);
        properties.forEach(card::addProperty);
        return field.fitted(field.read(card), new Flaws());
    }

    /**
     * Returns the card of a contact group, in pieces, because it names all of its contacts.
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
                Stream.concat(Stream.of(text.substring(0, end)), members.map(ContactVCards::memberLine)),
                Stream.of(text.substring(end)));
    }

    private static String memberLine(String uid) {
        String text = VCards.write(List.of(new Member(uid)));
        return text.substring(text.indexOf("MEMBER"), text.lastIndexOf(END));
    }
}
