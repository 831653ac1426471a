// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.aside;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name under which a mail lies in a repository: its own, when it was set aside, its size, and something random.
 * James uses the name as a key, and parts of one mail may have the same. Age and size are in the name, so that a list
 * of names tells how full a repository is.
 *
 * @param at when it was set aside, in milliseconds
 * @param bytes its size
 */
record AsideName(String name, Instant at, long bytes) {
    /** James' repository makes a file name of twice the length, and of 28 more, out of it; 255 is the most. */
    private static final int MAX_OWN_LENGTH = 80;

    private static final int RADIX = 36;
    private static final Pattern FORM = Pattern.compile("(.*)~([0-9a-z]{1,10})~([0-9a-z]{1,11})~[0-9a-z]{1,7}");

    /** Makes a name for a mail, which may have lain in a repository before. */
    static AsideName of(String mail, Instant now, long bytes) {
        Matcher before = FORM.matcher(mail);
        String own = before.matches() ? before.group(1) : mail;
        String end = own.substring(Math.max(0, own.length() - MAX_OWN_LENGTH));
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        long size = Math.max(0, bytes);
        String name = String.join(
                "~",
                end,
                Long.toString(at.toEpochMilli(), RADIX),
                Long.toString(size, RADIX),
                Integer.toString(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), RADIX));
        return new AsideName(name, at, size);
    }

    /** Reads a name; empty if the mail was put there in another way. */
    static Optional<AsideName> parse(String name) {
        Matcher parts = FORM.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            Instant at = Instant.ofEpochMilli(Long.parseLong(parts.group(2), RADIX));
            return Optional.of(new AsideName(name, at, Long.parseLong(parts.group(3), RADIX)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
