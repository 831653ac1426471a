// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import org.mailgroups.value.InvalidValueException;

/** A place among the recipients of a posting: a chunk, and a place in it. Its text is {@code <chunk>.<place>}. */
record RecipientPosition(int chunk, int place) {
    private static final RecipientPosition START = new RecipientPosition(0, 0);

    static RecipientPosition of(String text) {
        if (text.isEmpty()) {
            return START;
        }
        int dot = text.indexOf('.');
        try {
            return new RecipientPosition(
                    Integer.parseInt(text.substring(0, Math.max(dot, 0))), Integer.parseInt(text.substring(dot + 1)));
        } catch (NumberFormatException e) {
            throw new InvalidValueException("after is not the 'next' of a page", e);
        }
    }

    String text() {
        return chunk + "." + place;
    }
}
