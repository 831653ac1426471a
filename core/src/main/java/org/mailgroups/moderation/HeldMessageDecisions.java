// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port that carries out decisions about held messages. Thread-safe.
 */
public interface HeldMessageDecisions {
    /**
     * Decides about a message, if nobody has before, and carries the decision out. An approved message goes to the
     * group as it is. The author of a rejected message is told, if that is a user of this server.
     *
     * @return the message with the decision that counts, which may be an earlier one
     * @throws NotFoundException if there is no such message
     * @throws StoreUnavailableException if the message or the store cannot be reached now
     */
    HeldMessage decide(HeldMessage message, Verdict verdict);
}
