// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.mailbox;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a message among all messages of a user, from the newest to the oldest. It stays the same as long as the
 * message stays in its mailbox. So a list can go on after it although messages have come or gone.
 *
 * @param millis the internal date (RFC 9051 2.3.3), in milliseconds since 1970
 * @param mailbox the serialised id of its mailbox
 */
record Place(long millis, String mailbox, long uid) implements Comparable<Place> {
    private static final Pattern TOKEN = Pattern.compile("(-?[0-9]{1,15})\\.([0-9]{1,10})\\.(.{1,100})");

    private static final Comparator<Place> NEWEST_FIRST = Comparator.comparingLong(Place::millis)
            .reversed()
            .thenComparing(Place::mailbox)
            .thenComparing(Comparator.comparingLong(Place::uid).reversed());

    @Override
    public int compareTo(Place other) {
        return NEWEST_FIRST.compare(this, other);
    }

    /** Returns the place as text. */
    String token() {
        return millis + "." + uid + "." + mailbox;
    }

    /** Returns the place that a text stands for; empty if it stands for none. */
    static Optional<Place> parse(String token) {
        Matcher parts = TOKEN.matcher(token);
        return parts.matches()
                ? Optional.of(new Place(Long.parseLong(parts.group(1)), parts.group(3), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }
}
