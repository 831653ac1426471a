// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
        List<Address> recipients = new ArrayList<>();
        String domain = "";
        for (String line : packed.split("\n", -1)) {
            int at = line.lastIndexOf('@');
            domain = at < 0 ? domain : line.substring(at + 1);
            recipients.add(Address.parse(at < 0 ? line + '@' + domain : line));
        }
        return recipients;
    }

    /**
     * Returns the key by which chunks are found that may have a recipient: those whose first and last key have it
     * between them. It has ASCII only, which all databases sort alike, and no more characters than a key may have.
     * Several addresses may have the same.
     */
    static String searchKey(Address recipient) {
        StringBuilder key = new StringBuilder(recipient.key().length());
        key.append(recipient.domain()).append(' ');
        recipient.localPart().chars().forEach(character -> {
            if (character < FIRST_NON_ASCII) {
                key.append((char) character);
            } else {
                key.append(String.format("~%04x", character));
            }
        });
        return SearchForm.cut(key.toString(), SearchForm.MAX_KEY_LENGTH);
    }

    /** Returns the first search key. It need not be that of the first address. */
    static String firstKey(Collection<Address> recipients) {
        return recipients.stream()
                .map(PackedRecipients::searchKey)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Returns the last search key. */
    static String lastKey(Collection<Address> recipients) {
        return recipients.stream()
                .map(PackedRecipients::searchKey)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
