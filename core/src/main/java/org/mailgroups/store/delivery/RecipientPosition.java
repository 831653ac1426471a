// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailgroups.value.InvalidValueException;

/** A place among the recipients of a posting: a chunk, and a place in it. Its text is {@code <chunk>.<place>}. */
record RecipientPosition(int chunk, int place) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})\\.([0-9]{1,9})");
    private static final RecipientPosition START = new RecipientPosition(0, 0);

    static RecipientPosition of(String text) {
        if (text.isEmpty()) {
            return START;
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidValueException("after is not the 'next' of a page");
        }
        return new RecipientPosition(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    String text() {
        return chunk + "." + place;
    }
}
