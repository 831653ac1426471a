// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import com.google.common.collect.ImmutableSet;
import ezvcard.VCard;
import ezvcard.property.RawProperty;
import ezvcard.property.VCardProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.csv.CsvColumn;
import org.mailgroups.text.NormalForm;

/**
 * The place of some of a contact's details in a vCard, and in the columns of a CSV file: all properties that are read,
 * kept and written together. {@link VCardFields} has them all.
 *
 * <p>A vCard says more than a contact has: the parts of a name, kinds of telephones, a second note. So each field can
 * be read from any card, and is written plainly. A card whose properties are not the plain ones keeps them. They come
 * back as long as they still mean what the contact says.
 */
abstract class VCardField {
    private final ImmutableSet<Class<? extends VCardProperty>> types;

    VCardField(ImmutableSet<Class<? extends VCardProperty>> types) {
        this.types = types;
    }

    /** Returns what a card says. */
    abstract List<String> read(VCard card);

    /**
     * Returns what a contact can have of what a card says.
     *
     * @param said as {@link #read} returns it
     * @param flaws gets what a contact cannot have
     */
    abstract List<String> fitted(List<String> said, Flaws flaws);

    /** Returns the same of a contact: equal lists say the same. */
    abstract List<String> of(ContactDetails details);

    /** Returns what is said by the columns of a CSV file. */
    abstract Map<CsvColumn<ContactDetails, ?>, String> cells(List<String> said);

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

    private static Set<String> groups(Collection<VCardProperty> properties) {
        return properties.stream()
                .map(VCardProperty::getGroup)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    static boolean isLabel(RawProperty property) {
        return property.getPropertyName().equalsIgnoreCase(VCards.LABEL);
    }

    /** The place of a property that is preferred to no other. */
    private static final int NO_PREFERENCE = 101;

    static int preference(VCardProperty property) {
        try {
            Integer preference = property.getParameters().getPref();
            return preference == null ? NO_PREFERENCE : preference;
        } catch (IllegalStateException e) {
            // A preference that is no number is none.
            return NO_PREFERENCE;
        }
    }

    static List<String> first(Stream<String> values) {
        return List.of(values.filter(value -> !value.isEmpty()).findFirst().orElse(""));
    }

    /** Returns a text on one line, without what no contact may have in a line. */
    static String line(String text) {
        return text == null ? "" : cleaned(text).replace('\n', ' ').strip();
    }

    static String lines(String text) {
        return text == null ? "" : cleaned(text).strip();
    }

    private static String cleaned(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.lines()
                .map(line -> line.codePoints().map(c -> NormalForm.isForbidden(c) ? ' ' : c))
                .forEach(line -> {
                    line.forEach(cleaned::appendCodePoint);
                    cleaned.append('\n');
                });
        return cleaned.toString();
    }

    /** Returns as much of a text as a contact can have in a field; the rest stays in the card. */
    static String cut(String field, String text, int maxLength, Flaws flaws) {
        if (NormalForm.of(text).length() > maxLength) {
            flaws.add(field + " is longer than " + maxLength + " characters: the contact has the beginning of it");
        }
        return NormalForm.cut(text, maxLength);
    }
}
