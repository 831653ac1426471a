// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.Set;

/**
 * One message at one group, as the storm guard sees it.
 *
 * @param message its name in the spool, which stays the same when it is tried again
 * @param groupId the group's identity in the store
 * @param sender the authenticated user, else MAIL FROM
 * @param conversations the conversation that the message is a reply in, under every name by which other replies may
 *     know it; empty if it is no reply
 */
public record Arrival(String message, long groupId, String sender, Set<String> conversations) {
    public Arrival {
        conversations = Set.copyOf(conversations);
    }
}
