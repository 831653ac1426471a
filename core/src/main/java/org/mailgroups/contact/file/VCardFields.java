// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.mailgroups.contact.file.VCardField.isLabel;
import static org.mailgroups.contact.file.VCardField.line;
import static org.mailgroups.contact.file.VCardField.lines;

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
import ezvcard.property.TextProperty;
import ezvcard.property.Title;
import ezvcard.property.VCardProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.csv.CsvColumn;

/** The fields of a contact in a vCard, in the order in which they are written. */
final class VCardFields {
    /** FN, the preferred one first, else N, else ORG, else the first EMAIL. */
    static final VCardField NAME = new VCardField(ImmutableSet.of(FormattedName.class, StructuredName.class)) {
        @Override
        List<String> read(VCard card) {
            return Stream.of(
                            card.getFormattedNames().stream()
                                    .sorted((one, other) -> Integer.compare(preference(one), preference(other)))
                                    .map(FormattedName::getValue),
                            card.getStructuredNames().stream().map(VCardFields::wholeName),
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
        List<String> fitted(List<String> said, Flaws flaws) {
            return said.stream()
                    .map(name -> cut("the name", name, ContactDetails.MAX_LINE_LENGTH, flaws))
                    .toList();
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(List<String> said) {
            return Map.of(ContactColumns.NAME, said.stream().findFirst().orElse(""));
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
    };

    /** EMAIL, the preferred one first; pairs of address and label. */
    static final VCardField EMAILS = new VCardField(ImmutableSet.of(Email.class)) {
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
        List<String> fitted(List<String> said, Flaws flaws) {
            return Accounts.fitted(said, flaws);
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(List<String> said) {
            List<String> addresses = everySecond(said, 0);
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
    };

    /** TEL, as it was written, or the number of its URI. */
    static final VCardField PHONES = new VCardField(ImmutableSet.of(Telephone.class)) {
        @Override
        List<String> read(VCard card) {
            return card.getTelephoneNumbers().stream()
                    .map(VCardFields::number)
                    .map(VCardField::line)
                    .filter(number -> !number.isEmpty())
                    .toList();
        }

        @Override
        List<String> fitted(List<String> said, Flaws flaws) {
            List<String> fitted = new ArrayList<>();
            for (String number : said) {
                if (number.length() > ContactDetails.MAX_PHONE_LENGTH) {
                    flaws.add("TEL " + Flaws.quoted(number) + " is longer than " + ContactDetails.MAX_PHONE_LENGTH
                            + " characters");
                } else {
                    fitted.add(number);
                }
            }
            return atMost("TEL", fitted, ContactDetails.MAX_ACCOUNTS, flaws);
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(List<String> said) {
            return Map.of(ContactColumns.PHONES, CsvCell.joined(said));
        }

        @Override
        List<String> of(ContactDetails details) {
            return details.phones();
        }

        @Override
        List<VCardProperty> plain(ContactDetails details) {
            return details.phones().stream().<VCardProperty>map(Telephone::new).toList();
        }
    };

    /** ORG: the first part is the company, the others the department. */
    static final VCardField ORGANIZATION = new VCardField(ImmutableSet.of(Organization.class)) {
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
        List<String> fitted(List<String> said, Flaws flaws) {
            return said.stream()
                    .map(part -> cut("ORG", part, ContactDetails.MAX_LINE_LENGTH, flaws))
                    .toList();
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(List<String> said) {
            return Map.of(ContactColumns.COMPANY, said.get(0), ContactColumns.DEPARTMENT, said.get(1));
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
    };

    /** The preferred, else the first ADR: its LABEL, else its parts line by line. */
    static final VCardField POSTAL_ADDRESS = new VCardField(ImmutableSet.of(Address.class)) {
        @Override
        List<String> read(VCard card) {
            return first(card.getAddresses().stream()
                    .sorted((one, other) -> Integer.compare(preference(one), preference(other)))
                    .map(VCardFields::postalAddress)
                    .map(VCardField::lines));
        }

        @Override
        List<String> fitted(List<String> said, Flaws flaws) {
            return List.of(cut("ADR", said.get(0), ContactDetails.MAX_POSTAL_ADDRESS_LENGTH, flaws));
        }

        @Override
        Map<CsvColumn<ContactDetails, ?>, String> cells(List<String> said) {
            return Map.of(ContactColumns.POSTAL_ADDRESS, said.get(0));
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
    };

    /** The first TITLE. */
    static final VCardField TITLE = ofText(
            Title.class,
            VCardField::line,
            ContactColumns.TITLE,
            ContactDetails::title,
            ContactDetails.MAX_LINE_LENGTH,
            Title::new);

    /** The first NOTE. */
    static final VCardField NOTES = ofText(
            Note.class,
            VCardField::lines,
            ContactColumns.NOTES,
            ContactDetails::notes,
            ContactDetails.MAX_NOTES_LENGTH,
            Note::new);

    /** All of them. */
    static final List<VCardField> ALL = List.of(NAME, EMAILS, PHONES, ORGANIZATION, TITLE, POSTAL_ADDRESS, NOTES);

    /** The labels that are written as TYPE; no other one may stand there. */
    private static final Set<String> TYPES = Set.of("home", "work");

    private static final Set<String> TYPES_WITHOUT_MEANING = Set.of("internet", "pref", "x400");

    private static final String MARK = "_$!<";
    private static final String END_MARK = ">!$_";

    private VCardFields() {}

    /** Returns the field of a text that is the first property of its kind. */
    private static <P extends TextProperty> VCardField ofText(
            Class<P> type,
            UnaryOperator<String> cleaned,
            CsvColumn<ContactDetails, ?> column,
            Function<ContactDetails, String> of,
            int maxLength,
            Function<String, P> written) {
        return new VCardField(ImmutableSet.of(type)) {
            @Override
            List<String> read(VCard card) {
                return first(card.getProperties(type).stream()
                        .map(TextProperty::getValue)
                        .map(text -> text == null ? "" : cleaned.apply(text)));
            }

            @Override
            List<String> fitted(List<String> said, Flaws flaws) {
                return List.of(cut(column.name(), said.get(0), maxLength, flaws));
            }

            @Override
            List<String> of(ContactDetails details) {
                return List.of(of.apply(details));
            }

            @Override
            Map<CsvColumn<ContactDetails, ?>, String> cells(List<String> said) {
                return Map.of(column, said.get(0));
            }

            @Override
            List<VCardProperty> plain(ContactDetails details) {
                String text = of.apply(details);
                return text.isEmpty() ? List.of() : List.of(written.apply(text));
            }
        };
    }

    /** Returns so many values of a field as a contact can have. */
    static <T> List<T> atMost(String field, List<T> values, int most, Flaws flaws) {
        if (values.size() <= most) {
            return values;
        }
        flaws.add("there are " + values.size() + " of " + field + ", and a contact has at most " + most
                + "; left out from " + Flaws.quoted(values.get(most).toString()) + " on");
        return values.subList(0, most);
    }

    /** Returns the labels of addresses, in their order, of what {@link #EMAILS} says. */
    static List<String> labels(List<String> said) {
        return everySecond(said, 1);
    }

    private static List<String> everySecond(List<String> list, int first) {
        List<String> result = new ArrayList<>();
        for (int i = first; i < list.size(); i += 2) {
            result.add(list.get(i));
        }
        return result;
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

    private static Map<String, String> labels(VCard card) {
        return card.getExtendedProperties().stream()
                .filter(property -> isLabel(property) && property.getGroup() != null && property.getValue() != null)
                .collect(Collectors.toMap(VCardProperty::getGroup, RawProperty::getValue, (first, second) -> first));
    }

    private static String label(Email email, Map<String, String> labels) {
        Optional<String> given = Optional.ofNullable(email.getGroup())
                .map(labels::get)
                .map(VCardFields::withoutMarks)
                .map(VObjectPropertyValues::unescape)
                .map(VCardField::line);
        return given.orElseGet(() -> email.getParameters().getTypes().stream()
                .map(type -> type.toLowerCase(Locale.ROOT))
                .filter(type -> !TYPES_WITHOUT_MEANING.contains(type))
                .map(VCardField::line)
                .findFirst()
                .orElse(""));
    }

    /** Apple's own words are marked so that programs can translate them. */
    private static String withoutMarks(String label) {
        boolean isMarked = label.startsWith(MARK) && label.endsWith(END_MARK);
        return isMarked && label.length() >= MARK.length() + END_MARK.length()
                ? label.substring(MARK.length(), label.length() - END_MARK.length())
                : label;
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
}
