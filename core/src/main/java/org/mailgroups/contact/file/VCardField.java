// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import com.google.common.collect.ImmutableSet;
import ezvcard.VCard;
import ezvcard.property.Address;
import ezvcard.property.Email;
import ezvcard.property.FormattedName;
import ezvcard.property.Note;
import ezvcard.property.Organization;
import ezvcard.property.RawProperty;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.Title;
import ezvcard.property.VCardProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.csv.CsvColumn;

/**
 * The places of a contact's details in a vCard, and in the columns of a CSV file. There is one constant for all
 * properties that are read, kept and written together.
 *
 * <p>A vCard says more than a contact has: the parts of a name, kinds of telephones, a second note. So each field can
 * be read from any card, and is written plainly. A card whose properties are not the plain ones keeps them. They come
 * back as long as they still mean what the contact says.
 */
enum VCardField {
    /** FN, the preferred one first, else N, else ORG, else the first EMAIL. */
    NAME(ImmutableSet.of(FormattedName.class, StructuredName.class)) {
        @Override
        List<String> read(VCard card) {
            return Stream.of(
                            card.getFormattedNames().stream()
                                    .sorted((one, other) -> Integer.compare(preference(one), preference(other)))
                                    .map(FormattedName::getValue),
                            card.getStructuredNames().stream().map(VCardField::wholeName),
                            card.getOrganizations().stream().flatMap(organization -> organization.getValues().stream()),
                            card.getEmails().stream().map(Email::getValue))
                    .flatMap(names -> names)
                    .filter(Objects::nonNull)
                    .map(VCardField::line)
                    .filter(name -> !name.isEmpty())
                    .limit(1)
                    .toList();
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(VCard card) {
            return Map.of(ContactColumns.NAME, read(card).stream().findFirst().orElse(""));
        }

        @Override
        List<String> of(ContactDetails details) {
            return List.of(details.name());
        }

        /** Many programs want N, and nobody can tell which word is the last name. */
        @Override
        List<VCardProperty> plain(ContactDetails details) {
            StructuredName parts = new StructuredName();
            parts.setGiven(details.name());
            return List.of(new FormattedName(details.name()), parts);
        }
    },

    /** EMAIL, the preferred one first; pairs of address and label. */
    EMAILS(ImmutableSet.of(Email.class)) {
        @Override
        List<String> read(VCard card) {
            Map<String, String> labels = labels(card);
            Map<String, List<String>> distinct = new LinkedHashMap<>();
            card.getEmails().stream()
                    .sorted((one, other) -> Integer.compare(preference(one), preference(other)))
                    .filter(email ->
                            email.getValue() != null && !email.getValue().isBlank())
                    .forEach(email -> {
                        String address = withoutScheme(line(email.getValue()));
                        distinct.putIfAbsent(address.toLowerCase(Locale.ROOT), List.of(address, label(email, labels)));
                    });
            return distinct.values().stream().flatMap(List::stream).toList();
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(VCard card) {
            List<String> addresses = everySecond(read(card), 0);
            return Map.of(
                    ContactColumns.EMAIL,
                    addresses.stream().findFirst().orElse(""),
                    ContactColumns.OTHER_EMAILS,
                    CsvCell.joined(addresses.stream().skip(1).toList()));
        }

        @Override
        List<String> of(ContactDetails details) {
            return details.emails().stream()
                    .flatMap(email -> Stream.of(email.address().toString(), email.label()))
                    .toList();
        }

        @Override
        List<VCardProperty> plain(ContactDetails details) {
            List<VCardProperty> properties = new ArrayList<>();
            int index = 0;
            for (ContactEmail email : details.emails()) {
                Email property = new Email(email.address().toString());
                if (index == 0) {
                    property.setPref(1);
                }
                properties.add(property);
                index++;
                if (TYPES.contains(email.label())) {
                    property.getParameters().addType(email.label());
                } else if (!email.label().isEmpty()) {
                    String group = "email" + index;
                    property.setGroup(group);
                    RawProperty label = new RawProperty("X-ABLabel", VObjectPropertyValues.escape(email.label()));
                    label.setGroup(group);
                    properties.add(label);
                }
            }
            return properties;
        }
    },

    /** TEL, as it was written, or the number of its URI. */
    PHONES(ImmutableSet.of(Telephone.class)) {
        @Override
        List<String> read(VCard card) {
            return card.getTelephoneNumbers().stream()
                    .map(VCardField::number)
                    .map(VCardField::line)
                    .filter(number -> !number.isEmpty())
                    .toList();
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(VCard card) {
            return Map.of(ContactColumns.PHONES, CsvCell.joined(read(card)));
        }

        @Override
        List<String> of(ContactDetails details) {
            return details.phones();
        }

        @Override
        List<VCardProperty> plain(ContactDetails details) {
            return details.phones().stream().<VCardProperty>map(Telephone::new).toList();
        }
    },

    /** ORG: the first part is the company, the others the department. */
    ORGANIZATION(ImmutableSet.of(Organization.class)) {
        @Override
        List<String> read(VCard card) {
            List<String> parts = card.getOrganizations().stream()
                    .findFirst()
                    .map(organization -> organization.getValues().stream()
                            .map(VCardField::line)
                            .toList())
                    .orElse(List.of());
            String department =
                    parts.stream().skip(1).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
            return List.of(parts.isEmpty() ? "" : parts.get(0), department);
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(VCard card) {
            List<String> parts = read(card);
            return Map.of(ContactColumns.COMPANY, parts.get(0), ContactColumns.DEPARTMENT, parts.get(1));
        }

        @Override
        List<String> of(ContactDetails details) {
            return List.of(details.company(), details.department());
        }

        @Override
        List<VCardProperty> plain(ContactDetails details) {
            Organization organization = new Organization();
            organization.getValues().add(details.company());
            if (!details.department().isEmpty()) {
                organization.getValues().add(details.department());
            }
            boolean isEmpty =
                    details.company().isEmpty() && details.department().isEmpty();
            return isEmpty ? List.of() : List.of(organization);
        }
    },

    /** The first TITLE. */
    TITLE(ImmutableSet.of(Title.class)) {
        @Override
        List<String> read(VCard card) {
            return first(card.getTitles().stream().map(Title::getValue).map(VCardField::line));
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(VCard card) {
            return Map.of(ContactColumns.TITLE, read(card).get(0));
        }

        @Override
        List<String> of(ContactDetails details) {
            return List.of(details.title());
        }

        @Override
        List<VCardProperty> plain(ContactDetails details) {
            return details.title().isEmpty() ? List.of() : List.of(new Title(details.title()));
        }
    },

    /** The preferred, else the first ADR: its LABEL, else its parts line by line. */
    POSTAL_ADDRESS(ImmutableSet.of(Address.class)) {
        @Override
        List<String> read(VCard card) {
            return first(card.getAddresses().stream()
                    .sorted((one, other) -> Integer.compare(preference(one), preference(other)))
                    .map(VCardField::postalAddress)
                    .map(VCardField::lines));
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(VCard card) {
            return Map.of(ContactColumns.POSTAL_ADDRESS, read(card).get(0));
        }

        @Override
        List<String> of(ContactDetails details) {
            return List.of(details.postalAddress());
        }

        /** It stands in the street as well, for programs that do not know LABEL. */
        @Override
        List<VCardProperty> plain(ContactDetails details) {
            if (details.postalAddress().isEmpty()) {
                return List.of();
            }
            Address address = new Address();
            address.setStreetAddress(details.postalAddress());
            address.setLabel(details.postalAddress());
            return List.of(address);
        }
    },

    /** The first NOTE. */
    NOTES(ImmutableSet.of(Note.class)) {
        @Override
        List<String> read(VCard card) {
            return first(card.getNotes().stream().map(Note::getValue).map(VCardField::lines));
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(VCard card) {
            return Map.of(ContactColumns.NOTES, read(card).get(0));
        }

        @Override
        List<String> of(ContactDetails details) {
            return List.of(details.notes());
        }

        @Override
        List<VCardProperty> plain(ContactDetails details) {
            return details.notes().isEmpty() ? List.of() : List.of(new Note(details.notes()));
        }
    };

    /** The labels that are written as TYPE; no other one may stand there. */
    private static final Set<String> TYPES = Set.of("home", "work");

    private static final Set<String> TYPES_WITHOUT_MEANING = Set.of("internet", "pref", "x400");
    private static final int NO_PREFERENCE = 101;

    private final ImmutableSet<Class<? extends VCardProperty>> types;

    VCardField(ImmutableSet<Class<? extends VCardProperty>> types) {
        this.types = types;
    }

    /** Returns what a card says. Two cards that say the same of a contact give equal lists. */
    abstract List<String> read(VCard card);

    /** Returns the same of a contact. */
    abstract List<String> of(ContactDetails details);

    /** Returns what a card says, by the columns of a CSV file. */
    abstract Map<CsvColumn<ContactDetails, ?>, String> cells(VCard card);

    /** Returns the labels of a card's addresses, in their order. */
    static List<String> labelsOf(VCard card) {
        return everySecond(EMAILS.read(card), 1);
    }

    private static List<String> everySecond(List<String> list, int first) {
        List<String> result = new ArrayList<>();
        for (int i = first; i < list.size(); i += 2) {
            result.add(list.get(i));
        }
        return result;
    }

    /** Returns the plainest properties that say it. */
    abstract List<VCardProperty> plain(ContactDetails details);

    /** Returns the properties of this field in a card, with their labels. */
    List<VCardProperty> propertiesOf(VCard card) {
        List<VCardProperty> properties = new ArrayList<>(card.getProperties().stream()
                .filter(property -> types.contains(property.getClass()))
                .toList());
        Set<String> groups = groups(properties);
        card.getExtendedProperties().stream()
                .filter(property -> isLabel(property) && groups.contains(property.getGroup()))
                .forEach(properties::add);
        return properties;
    }

    /** Takes out of a card what says nothing: blanks and schemes around addresses, properties without a value. */
    static void tidy(VCard card) {
        card.getEmails().stream()
                .filter(email -> email.getValue() != null)
                .forEach(email -> email.setValue(withoutScheme(line(email.getValue()))));
        List<VCardProperty> empty = new ArrayList<>();
        card.getEmails().stream()
                .filter(email -> line(email.getValue()).isEmpty())
                .forEach(empty::add);
        card.getTelephoneNumbers().stream()
                .filter(phone -> line(number(phone)).isEmpty())
                .forEach(empty::add);
        card.getOrganizations().stream()
                .filter(organization -> organization.getValues().stream()
                        .allMatch(part -> line(part).isEmpty()))
                .forEach(empty::add);
        card.getTitles().stream()
                .filter(title -> line(title.getValue()).isEmpty())
                .forEach(empty::add);
        card.getNotes().stream()
                .filter(note -> lines(note.getValue()).isEmpty())
                .forEach(empty::add);
        empty.forEach(card::removeProperty);
    }

    private static Set<String> groups(Collection<VCardProperty> properties) {
        return properties.stream()
                .map(VCardProperty::getGroup)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static boolean isLabel(RawProperty property) {
        return property.getPropertyName().equalsIgnoreCase(VCards.LABEL);
    }

    private static Map<String, String> labels(VCard card) {
        return card.getExtendedProperties().stream()
                .filter(property -> isLabel(property) && property.getGroup() != null && property.getValue() != null)
                .collect(Collectors.toMap(VCardProperty::getGroup, RawProperty::getValue, (first, second) -> first));
    }

    private static String label(Email email, Map<String, String> labels) {
        Optional<String> given = Optional.ofNullable(email.getGroup())
                .map(labels::get)
                // Apple's own words are marked so that programs can translate them.
                .map(label -> label.replaceFirst("^_\\$!<(.*)>!\\$_$", "$1"))
                .map(VObjectPropertyValues::unescape)
                .map(VCardField::line);
        return given.orElseGet(() -> email.getParameters().getTypes().stream()
                .map(type -> type.toLowerCase(Locale.ROOT))
                .filter(type -> !TYPES_WITHOUT_MEANING.contains(type))
                .map(VCardField::line)
                .findFirst()
                .orElse(""));
    }

    private static int preference(VCardProperty property) {
        try {
            Integer preference = property.getParameters().getPref();
            return preference == null ? NO_PREFERENCE : preference;
        } catch (IllegalStateException e) {
            // A preference that is no number is none.
            return NO_PREFERENCE;
        }
    }

    private static String withoutScheme(String address) {
        return address.regionMatches(true, 0, "mailto:", 0, 7)
                ? address.substring(7).strip()
                : address;
    }

    private static String number(Telephone phone) {
        if (phone.getText() != null || phone.getUri() == null) {
            return phone.getText();
        }
        String extension = phone.getUri().getExtension();
        return phone.getUri().getNumber() + (extension == null ? "" : " x" + extension);
    }

    private static String wholeName(StructuredName name) {
        return Stream.of(
                        name.getPrefixes().stream(),
                        Stream.ofNullable(name.getGiven()),
                        name.getAdditionalNames().stream(),
                        Stream.ofNullable(name.getFamily()),
                        name.getSuffixes().stream())
                .flatMap(parts -> parts)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
    }

    private static String postalAddress(Address address) {
        String label = address.getLabel() == null ? "" : lines(address.getLabel());
        String street = lines(String.join("\n", address.getStreetAddresses()));
        String parts = parts(address, street);
        // A backslash before an n is a line break in a label, and only there: of our own, the street is the exact one.
        boolean isOurs = parts.equals(street) && label.equals(lines(street.replace("\\n", "\n")));
        return label.isEmpty() || isOurs ? parts : label;
    }

    private static String parts(Address address, String street) {
        String town = Stream.of(address.getPostalCodes(), address.getLocalities())
                .flatMap(List::stream)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
        return Stream.of(
                        address.getExtendedAddresses().stream(),
                        Stream.of(street),
                        address.getPoBoxes().stream(),
                        Stream.of(town),
                        address.getRegions().stream(),
                        address.getCountries().stream())
                .flatMap(lines -> lines)
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n"));
    }

    private static List<String> first(Stream<String> values) {
        return List.of(values.filter(value -> !value.isEmpty()).findFirst().orElse(""));
    }

    /** Returns a text on one line, without what no contact may have in a line. */
    private static String line(String text) {
        return text == null ? "" : cleaned(text).replace('\n', ' ').strip();
    }

    private static String lines(String text) {
        return text == null ? "" : cleaned(text).strip();
    }

    private static String cleaned(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.lines()
                .map(line -> line.codePoints().map(c -> isSpace(c) ? ' ' : c))
                .forEach(line -> {
                    line.forEach(cleaned::appendCodePoint);
                    cleaned.append('\n');
                });
        return cleaned.toString();
    }

    private static boolean isSpace(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
