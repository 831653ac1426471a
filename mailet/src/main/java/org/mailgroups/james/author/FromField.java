// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderText;
import org.mailgroups.value.Address;

/** Reads the author that a message claims. It proves nothing by itself. */
public final class FromField {
    private static final String NAME = "from";

    /** A name that should stand in quotes, such as {@code Alice [HR]}, and one address. Mail programs do write it. */
    private static final Pattern UNQUOTED_NAME = Pattern.compile("[^<>,;:\"()\\\\]*<([^<>@\\s]+@[^<>@\\s]+)>");

    private FromField() {}

    /**
     * Returns every address of every From field. Text that is no address stands for itself, so it can be nobody's own.
     */
    static List<String> all(HeaderFields header) {
        return fields(header)
                .map(field -> HeaderText.text(field.value().getBytes(StandardCharsets.ISO_8859_1)))
                .flatMap(field -> addresses(field).stream())
                .toList();
    }

    /** Returns the only address of the only From field; empty if there is none, or more than one to choose from. */
    public static Optional<Address> only(HeaderFields header) {
        List<String> addresses = all(header);
        return fields(header).count() == 1 && addresses.size() == 1
                ? MailAddresses.parse(addresses.get(0))
                : Optional.empty();
    }

    /**
     * Returns the name that the author gives, as text for people: that of the first author, or the local part of the
     * address; {@code unknown} if there is neither.
     */
    public static String name(HeaderFields header) {
        String field = fields(header).findFirst().map(HeaderFields.Field::value).orElse("");
        int angle = field.indexOf('<');
        String name = HeaderText.of(
                angle < 0 ? "" : unquoted(field.substring(0, angle).strip()));
        return name.isEmpty() ? localPart(header) : name;
    }

    private static String unquoted(String phrase) {
        boolean isQuoted = phrase.length() > 1 && phrase.startsWith("\"") && phrase.endsWith("\"");
        return isQuoted ? phrase.substring(1, phrase.length() - 1).replace("\\", "") : phrase;
    }

    private static String localPart(HeaderFields header) {
        return all(header).stream()
                .flatMap(address -> MailAddresses.parse(address).stream())
                .map(Address::localPart)
                .findFirst()
                .orElse("unknown");
    }

    private static Stream<HeaderFields.Field> fields(HeaderFields header) {
        return header.named(NAME);
    }

    private static List<String> addresses(String field) {
        try {
            return Stream.of(InternetAddress.parseHeader(field, true))
                    .map(InternetAddress::getAddress)
                    .toList();
        } catch (AddressException e) {
            Matcher unquoted = UNQUOTED_NAME.matcher(field);
            return List.of(unquoted.matches() ? unquoted.group(1) : field);
        }
    }
}
