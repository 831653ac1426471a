// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.OptionalInt;
import org.mailgroups.value.InvalidValueException;

/**
 * How many messages a minute a group takes before the next ones wait for its administrators. Immutable.
 *
 * @param perSender from one sender; 0 for no limit, {@link #NOT_SET} for that of the server
 * @param perGroup from all senders; 0 for no limit, {@link #NOT_SET} for that of the server
 */
public record MessageRates(int perSender, int perGroup) {
    /** The value that leaves a limit to the server. */
    public static final int NOT_SET = -1;

    /** The highest limit; who wants more wants none. */
    public static final int MAX = 1_000_000;

    /** The limits of a group that has none of its own. */
    public static final MessageRates OF_SERVER = new MessageRates(NOT_SET, NOT_SET);

    public MessageRates {
        require("maxPerSenderPerMinute", perSender);
        require("maxPerMinute", perGroup);
    }

    private static void require(String setting, int rate) {
        if (rate < NOT_SET || rate > MAX) {
            throw new InvalidValueException("settings." + setting, "must be from 0 to " + MAX + "; 0 is no limit");
        }
    }

    /** Returns the limit for one sender; empty if the group has none of its own. */
    public OptionalInt maxPerSender() {
        return optional(perSender);
    }

    /** Returns the limit for all senders together; empty if the group has none of its own. */
    public OptionalInt maxPerGroup() {
        return optional(perGroup);
    }

    private static OptionalInt optional(int rate) {
        return rate == NOT_SET ? OptionalInt.empty() : OptionalInt.of(rate);
    }
}
