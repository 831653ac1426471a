// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.InvalidValueException;

/**
 * The place of a contact in a list that is sorted by relevance, then by name, then by id. Outside it is a text
 * without meaning, fit for a URL.
 *
 * @param relevance the smaller, the nearer to the beginning; 0 in lists that are not by relevance
 * @param sortKey see {@link SearchText#sortKey}
 * @param id empty for the place before all contacts of that name
 */
record ContactPosition(int relevance, String sortKey, Optional<UUID> id) {
    private static final ContactPosition BEGINNING = new ContactPosition(0, "", Optional.empty());
    private static final int ID_LENGTH = 36;

    /**
     * Parses the position of a page before; an empty text is the beginning.
     *
     * @throws InvalidValueException naming {@code after} if it is none of ours
     */
    static ContactPosition parse(String after) {
        if (after.isEmpty()) {
            return BEGINNING;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            int idStart = text.length() - ID_LENGTH;
            int relevance = text.charAt(0) - '0';
            String sortKey = text.substring(1, idStart);
            if (relevance < 0
                    || relevance > ContactQuery.LEAST_RELEVANT
                    || sortKey.length() > SearchForm.MAX_KEY_LENGTH
                    || !SearchText.canBeFound(sortKey)) {
                throw new IllegalArgumentException("no position");
            }
            return new ContactPosition(relevance, sortKey, Optional.of(UUID.fromString(text.substring(idStart))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InvalidValueException("after is not the 'next' of a page", e);
        }
    }

    static ContactPosition of(int relevance, String sortKey, UUID id) {
        return new ContactPosition(relevance, sortKey, Optional.of(id));
    }

    String idText() {
        return id.map(UUID::toString).orElse("");
    }

    /** Returns the text that {@link #parse} reads. */
    String text() {
        String plain = relevance + sortKey + idText();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
