// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.PercentCoding;

/**
 * The identifier in a group's List-Id (RFC 2919): a label and a domain with a dot between them. A group gets it when it
 * is made, from its address, and keeps it for good: members' filters know it. Immutable.
 *
 * @param text at most {@value #MAX_OCTETS} octets, in ASCII. It is compared without case
 */
public record ListId(String text) {
    /** The longest identifier, in octets: as long as an address. RFC 2919 2 allows one more. */
    public static final int MAX_OCTETS = 254;

    /** Room for the number behind a label, with its hyphen. */
    private static final int MAX_NUMBER = 9;

    private static final Pattern DOT_ATOM = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-]{1,255}(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-]{1,255}){1,127}");

    public ListId {
        if (text.length() > MAX_OCTETS || !DOT_ATOM.matcher(text).matches()) {
            throw new InvalidValueException(
                    "listId", "must be like label.example.org, in ASCII, of at most " + MAX_OCTETS + " octets");
        }
    }

    /** Reads an identifier; empty for text that is none. */
    public static Optional<ListId> tryParse(String text) {
        try {
            return Optional.of(new ListId(text));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    /** Returns the identifier that an address asks for. */
    public static ListId of(Address address) {
        String domain = domain(address);
        return new ListId(cut(label(address), MAX_OCTETS - 1 - domain.length()) + '.' + domain);
    }

    /** Returns a free identifier for an address. The label gets a number if the one that is asked for is taken. */
    public static ListId free(Address address, Predicate<ListId> taken) {
        ListId wanted = of(address);
        String domain = domain(address);
        String label = cut(label(address), MAX_OCTETS - 1 - MAX_NUMBER - domain.length());
        for (int number = 2; taken.test(wanted); number++) {
            wanted = new ListId(label + '-' + number + '.' + domain);
        }
        return wanted;
    }

    private static String label(Address address) {
        return PercentCoding.encodeSegment(address.localPart());
    }

    /** Returns the domain without the first of its labels as far as it would leave no room for a label of the group. */
    private static String domain(Address address) {
        String domain = address.domain();
        while (domain.length() > MAX_OCTETS - 1 - 2 * MAX_NUMBER) {
            domain = domain.substring(domain.indexOf('.') + 1);
        }
        return domain;
    }

    /** Cuts a label. An encoded octet stays whole, and no dot comes last. */
    private static String cut(String label, int maxLength) {
        if (label.length() <= maxLength) {
            return label;
        }
        int end = maxLength;
        int percent = label.lastIndexOf('%', end - 1);
        if (percent >= 0 && percent > end - 3) {
            end = percent;
        }
        while (end > 1 && label.charAt(end - 1) == '.') {
            end--;
        }
        return label.substring(0, end);
    }

    /** Returns the form in which identifiers are compared. */
    public String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ListId id && key().equals(id.key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
