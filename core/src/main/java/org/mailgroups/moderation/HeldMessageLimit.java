// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import org.mailgroups.value.StoreUnavailableException;

/** The port that tells whether another message may be held for a group. Thread-safe. */
@FunctionalInterface
public interface HeldMessageLimit {
    /** The text for the sender of a message that would have to wait, but cannot. */
    String REASON = "Too many messages wait for the group's administrators already; try again later";

    /**
     * Tells whether as many messages wait for the group as may, so that no other is held. It is cheap enough to be
     * asked for each message that would have to wait.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    boolean isReached(long groupId);
}
