// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailgroups.value.InvalidValueException;

/**
 * When a copy that is not taken is tried again, and when it is given up. Immutable.
 *
 * @param delays the pause after the first attempt, after the second, and so on. After the last one the copy is given up
 * @param domainRetries how often a domain that does not seem to exist is tried again
 */
public record RetrySchedule(List<Duration> delays, int domainRetries) {
    /** About five days, as RFC 5321 4.5.4.1 has it. */
    public static final String DEFAULT_DELAYS = "1 minute, 2 * 5 minutes, 4 * 15 minutes, 4 * 1 hour, 19 * 6 hours";

    private static final int MAX_DELAYS = 1_000;

    /** With so many delays the calendar of every store still has the last of them. */
    private static final Duration MAX_DELAY = Duration.ofDays(365);

    private static final Pattern PART = Pattern.compile("(?:(\\d{1,4}) ?\\* ?)?(\\d{1,9}) ?([a-z]{1,12})?");

    public RetrySchedule {
        delays = List.copyOf(delays);
        if (delays.size() > MAX_DELAYS) {
            throw new InvalidValueException("delayTime has more than " + MAX_DELAYS + " delays");
        }
        if (domainRetries < 0) {
            throw new InvalidValueException("maxDnsProblemRetries must not be negative");
        }
    }

    /**
     * Reads what James' {@code RemoteDelivery} takes as {@code delayTime} and {@code maxRetries}: "1 minute, 2 * 5
     * minutes". Without a unit a number is milliseconds. If there are fewer delays than retries the last one is
     * repeated; if there are more, all of them are used.
     *
     * @throws InvalidValueException if it cannot be read
     */
    public static RetrySchedule parse(String delayTime, int maxRetries, int domainRetries) {
        if (maxRetries < 0 || maxRetries > MAX_DELAYS) {
            throw new InvalidValueException("maxRetries must be 0 to " + MAX_DELAYS + ", and is " + maxRetries);
        }
        List<Duration> delays = new ArrayList<>();
        for (String part : delayTime.split(",", -1)) {
            Matcher matcher = PART.matcher(part.strip().toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                throw new InvalidValueException("delayTime is not such as '" + DEFAULT_DELAYS + "': " + delayTime);
            }
            int times = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
            Duration delay = unit(matcher.group(3), delayTime).multipliedBy(Long.parseLong(matcher.group(2)));
            if (delay.compareTo(MAX_DELAY) > 0) {
                throw new InvalidValueException("delayTime has a delay of more than 365 days: " + delayTime);
            }
            for (int i = 0; i < Math.min(times, MAX_DELAYS + 1); i++) {
                delays.add(delay);
            }
        }
        while (delays.size() < maxRetries) {
            delays.add(delays.get(delays.size() - 1));
        }
        return new RetrySchedule(delays, domainRetries);
    }

    private static Duration unit(String unit, String delayTime) {
        if (unit == null) {
            return Duration.ofMillis(1);
        }
        return switch (unit) {
            case "ms", "msec", "msecs" -> Duration.ofMillis(1);
            case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(1);
            case "m", "min", "mins", "minute", "minutes" -> Duration.ofMinutes(1);
            case "h", "hour", "hours" -> Duration.ofHours(1);
            case "d", "day", "days" -> Duration.ofDays(1);
            default -> throw new InvalidValueException("delayTime has the unknown unit '" + unit + "': " + delayTime);
        };
    }

    /** Returns for how long a copy is tried. */
    public Duration patience() {
        return delays.stream().reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Returns when a copy is tried again; empty if it is given up.
     *
     * @param attempts how often it was tried, at least once
     */
    public Optional<Instant> next(int attempts, Instant now) {
        return attempts > delays.size() ? Optional.empty() : Optional.of(now.plus(delays.get(attempts - 1)));
    }

    /** Returns for how long a hop rests that has failed so many times in a row, at least once. */
    public Duration rest(int failures) {
        return delays.isEmpty() ? Duration.ofMinutes(1) : delays.get(Math.min(failures, delays.size()) - 1);
    }
}
