// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.value.InvalidValueException;

/**
 * The place of a contact group in a list that is sorted by domain, then by name. Outside it is a text without
 * meaning, fit for a URL.
 *
 * @param nameKey see {@link ContactGroupName#key()}
 */
record ContactGroupPosition(String domain, String nameKey) {
    private static final ContactGroupPosition BEGINNING = new ContactGroupPosition("", "");
    /** A character that no domain has. */
    private static final char SEPARATOR = ' ';

    static ContactGroupPosition of(ContactGroup group) {
        return new ContactGroupPosition(group.domain(), new ContactGroupName(group.name()).key());
    }

    /**
     * Parses the position of a page before; an empty text is the beginning.
     *
     * @throws InvalidValueException naming {@code after} if it is none of ours
     */
    static ContactGroupPosition parse(String after) {
        if (after.isEmpty()) {
            return BEGINNING;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            int domainEnd = text.indexOf(SEPARATOR);
            if (domainEnd < 0 || !SearchText.canBeFound(text)) {
                throw new IllegalArgumentException("no position");
            }
            return new ContactGroupPosition(text.substring(0, domainEnd), text.substring(domainEnd + 1));
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("after is not the 'next' of a page", e);
        }
    }

    /** Returns the text that {@link #parse} reads. */
    String text() {
        String plain = domain + SEPARATOR + nameKey;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
