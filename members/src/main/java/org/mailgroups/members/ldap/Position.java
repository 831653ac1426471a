// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Optional;

/**
 * Where a search in pages goes on.
 *
 * @param units how many entries of the tree itself were looked at: the base, and what holds groups and contacts
 * @param text which of the texts the address book is being searched for
 * @param key of the entry of the address book that was looked at last; empty at the beginning of a text
 * @param returned how many entries all pages have had so far
 */
record Position(int units, int text, String key, int returned) {
    static final Position BEGINNING = new Position(0, 0, "", 0);

    private static final char SEPARATOR = ' ';
    private static final int PARTS = 4;

    Position afterUnit() {
        return new Position(units + 1, text, key, returned);
    }

    Position after(int ofText, String newKey) {
        return new Position(units, ofText, newKey, returned);
    }

    Position returnedOneMore() {
        return new Position(units, text, key, returned + 1);
    }

    /** Returns the text that {@link #parse} reads. */
    String written() {
        return String.join(
                String.valueOf(SEPARATOR),
                Integer.toString(units),
                Integer.toString(text),
                Integer.toString(returned),
                key);
    }

    /** Returns the position that a text stands for; empty if it is none of ours. */
    static Optional<Position> parse(String written) {
        List<String> parts = Splitter.on(SEPARATOR).limit(PARTS).splitToList(written);
        if (parts.size() < PARTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Position(
                    Integer.parseInt(parts.get(0)),
                    Integer.parseInt(parts.get(1)),
                    parts.get(3),
                    Integer.parseInt(parts.get(2))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
