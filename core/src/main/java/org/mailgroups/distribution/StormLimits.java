// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.MessageRates;

/**
 * The most messages a minute that go on without asking an administrator; 0 switches a limit off.
 *
 * @param perSender from one sender to one group
 * @param perGroup to one group
 * @param replies to one group within one conversation
 */
public record StormLimits(int perSender, int perGroup, int replies) {
    public static final StormLimits DEFAULT = new StormLimits(20, 60, 30);

    public StormLimits {
        if (perSender < 0 || perGroup < 0 || replies < 0) {
            throw new IllegalArgumentException("a limit is 0 or more");
        }
    }

    /** Returns the limits for a group that may have some of its own. */
    StormLimits at(GroupEntry group) {
        MessageRates own = group.settings().rates();
        return new StormLimits(
                own.maxPerSender().orElse(perSender), own.maxPerGroup().orElse(perGroup), replies);
    }
}
