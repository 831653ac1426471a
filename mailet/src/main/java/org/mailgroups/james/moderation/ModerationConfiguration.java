// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.configuration2.Configuration;
import org.mailgroups.moderation.HeldMessageBounds;

/**
 * The part of {@code groups.properties} about messages that wait for a decision.
 *
 * @param repositoryUrl the mail repository of the messages; null for {@code var/mail/group-held/} under James' default
 *     protocol
 * @param noticeInterval the shortest time between two notices to a group's administrators
 * @param expiry how long a message waits
 * @param bounds how much may wait
 * @param webadminUrl the URL of webadmin, for the postmasters among those who get notices
 */
public record ModerationConfiguration(
        String repositoryUrl, Duration noticeInterval, Duration expiry, HeldMessageBounds bounds, String webadminUrl) {
    private static final String REPOSITORY = "held.repository";
    private static final String NOTIFY_MINUTES = "held.notifyMinutes";
    private static final String EXPIRE_DAYS = "held.expireDays";
    private static final String MAX_PER_GROUP = "held.maxPerGroup";
    private static final String MAX_BYTES_PER_GROUP = "held.maxBytesPerGroup";
    private static final String MAX_BYTES = "held.maxBytes";
    private static final String WEBADMIN_URL = "held.webadminUrl";

    public static final Set<String> PROPERTIES = Set.of(
            REPOSITORY, NOTIFY_MINUTES, EXPIRE_DAYS, MAX_PER_GROUP, MAX_BYTES_PER_GROUP, MAX_BYTES, WEBADMIN_URL);

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException with a text for the postmaster who wrote a wrong value
     */
    public static ModerationConfiguration read(Configuration properties) {
        return new ModerationConfiguration(
                repository(properties.getString(REPOSITORY, "")),
                Duration.ofMinutes(number(properties, NOTIFY_MINUTES, 15, 0, 10_080)),
                Duration.ofDays(number(properties, EXPIRE_DAYS, 14, 1, 3_650)),
                new HeldMessageBounds(
                        number(properties, MAX_PER_GROUP, 1_000, 1, 1_000_000),
                        bytes(properties, MAX_BYTES_PER_GROUP, 1L << 30),
                        bytes(properties, MAX_BYTES, 10L << 30)),
                webadmin(properties.getString(WEBADMIN_URL, "http://localhost:8000")));
    }

    private static String repository(String url) {
        if (url.isBlank()) {
            return null;
        }
        if (!url.contains("://")) {
            throw new IllegalArgumentException(
                    REPOSITORY + " is not the URL of a mail repository, such as file://var/mail/group-held/: " + url);
        }
        return url.strip();
    }

    private static int number(Configuration properties, String name, int defaultValue, int least, int most) {
        return Math.toIntExact(number(properties, name, (long) defaultValue, least, most));
    }

    /** Returns a number of octets; less than 1 MB would refuse almost everything. */
    private static long bytes(Configuration properties, String name, long defaultValue) {
        return number(properties, name, defaultValue, 1_000_000, 1_000_000_000_000_000L);
    }

    /**
     * Returns a whole number.
     *
     * @throws IllegalArgumentException if it is none, or not between these two
     */
    public static long number(Configuration properties, String name, long defaultValue, long least, long most) {
        String text = properties.getString(name, Long.toString(defaultValue)).strip();
        if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ": " + text);
        }
        return Long.parseLong(text);
    }

    /** Returns the URL without a slash at its end. It is checked, since people open it. */
    private static String webadmin(String url) {
        URI uri = URI.create(url.strip());
        if (uri.getScheme() == null || !uri.getScheme().matches("https?") || uri.getHost() == null) {
            throw new IllegalArgumentException(WEBADMIN_URL + " must begin with http:// or https://: " + url);
        }
        return uri.toASCIIString().replaceAll("/+$", "");
    }

    /** Returns the mail repository of held messages; empty if none was chosen. */
    Optional<String> repository() {
        return Optional.ofNullable(repositoryUrl);
    }
}
