// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.util.List;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.value.WrongStateException;

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

    /**
     * Decides about messages, all or none, and carries the decisions out. A message about which somebody has decided in
     * the same way stays as it is.
     *
     * @throws NotFoundException naming the first of {@code ids} that is gone
     * @throws WrongStateException naming the first of {@code ids} about which there is another decision
     * @throws StoreUnavailableException if a message or the store cannot be reached now. If nothing is said of a
     *     decision, there is none; otherwise the rest is carried out later
     */
    void decideAll(List<HeldMessage> messages, Verdict verdict);
}
