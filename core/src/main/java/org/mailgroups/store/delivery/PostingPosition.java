// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.util.Map;
import java.util.UUID;
import org.mailgroups.delivery.PostingSummary;
import org.mailgroups.value.InvalidValueException;

/** A place in a list of postings that has the newest first. Its text is {@code <millis>.<id>}. */
record PostingPosition(long receivedMillis, String id) {
    /** Comes before all postings. */
    private static final PostingPosition START = new PostingPosition(Long.MAX_VALUE, "");

    static PostingPosition of(String text) {
        if (text.isEmpty()) {
            return START;
        }
        int dot = text.indexOf('.');
        try {
            return new PostingPosition(
                    Long.parseLong(text.substring(0, Math.max(dot, 0))),
                    UUID.fromString(text.substring(dot + 1)).toString());
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("after is not the 'next' of a page", e);
        }
    }

    static String text(PostingSummary posting) {
        return posting.receivedAt().toEpochMilli() + "." + posting.id();
    }

    Map<String, Object> parameters() {
        return Map.of("received", receivedMillis, "id", id);
    }
}
