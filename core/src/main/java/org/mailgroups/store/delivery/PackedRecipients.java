// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.util.ArrayList;
import java.util.List;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;

/**
 * Recipients as one text, a line for each: the address as it was first written, or its local part alone if its domain
 * is written as the one before. No local part has an {@code @}.
 */
final class PackedRecipients {
    private static final char FIRST_NON_ASCII = 0x80;

    private PackedRecipients() {}

    static String pack(List<Address> recipients) {
        StringBuilder packed = new StringBuilder(recipients.size() * 24);
        String domainBefore = "";
        for (Address recipient : recipients) {
            String written = recipient.toString();
            int at = written.lastIndexOf('@');
            String domain = written.substring(at + 1);
            packed.append(packed.isEmpty() ? "" : "\n")
                    .append(written, 0, domain.equals(domainBefore) ? at : written.length());
            domainBefore = domain;
        }
        return packed.toString();
    }

    static List<Address> unpack(String packed) {
        return written(packed).stream().map(Address::parse).toList();
    }

    /** Returns the addresses as they were first written. That is cheaper than to parse them. */
    static List<String> written(String packed) {
        List<String> recipients = new ArrayList<>();
        String domain = "";
        for (String line : packed.split("\n", -1)) {
            int at = line.lastIndexOf('@');
            domain = at < 0 ? domain : line.substring(at + 1);
            recipients.add(at < 0 ? line + '@' + domain : line);
        }
        return recipients;
    }

    /**
     * Returns the key by which chunks are found that may have a recipient: those whose first and last key have it
     * between them. It has ASCII only, which all databases sort alike, and no more characters than a key may have.
     * Several addresses may have the same.
     */
    static String searchKey(Address recipient) {
        String plain = recipient.domain() + ' ' + recipient.localPart();
        if (plain.chars().allMatch(character -> character < FIRST_NON_ASCII)) {
            return plain;
        }
        StringBuilder key = new StringBuilder(plain.length());
        plain.chars()
                .forEach(character -> key.append(
                        character < FIRST_NON_ASCII
                                ? Character.toString(character)
                                : String.format("~%04x", character)));
        return SearchForm.cut(key.toString(), SearchForm.MAX_KEY_LENGTH);
    }
}
