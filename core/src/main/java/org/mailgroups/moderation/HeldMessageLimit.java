// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import org.mailgroups.value.StoreUnavailableException;

/** The port to how many messages may wait for the decision of a group's administrators. Thread-safe. */
@FunctionalInterface
public interface HeldMessageLimit {
    /** What a sender is told whose message would have to wait, where it cannot. */
    String REASON = "Too many messages wait for the group's administrators already; try again later";

    /**
     * Whether as many wait as may, so that another one is not kept. Cheap enough to be asked for each message that would have to wait.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    boolean isReached(long groupId);
}
