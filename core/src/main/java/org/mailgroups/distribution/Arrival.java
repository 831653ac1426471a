// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * One message at one group, as the storm guard sees it.
 *
 * @param message its name in the spool, which stays the same when it is tried again
 * @param group the group as it is now, with its limits
 * @param sender the authenticated user, else MAIL FROM in angle brackets
 * @param conversations the conversation that the message is a reply in, under every name by which other replies may
 *     know it; empty if it is no reply
 */
public record Arrival(String message, GroupEntry group, String sender, Set<String> conversations) {
    public Arrival {
        conversations = Set.copyOf(conversations);
    }

    /**
     * Makes one of a message.
     *
     * @param mailFrom the address in MAIL FROM, empty for the null sender; it names an author who has not authenticated
     */
    public static Arrival of(
            String message, GroupEntry group, Author author, String mailFrom, Set<String> conversations) {
        // One name stands for all aliases of a user. No MAIL FROM counts as that user: anybody may write it.
        String sender = author.identities().stream()
                .min(Comparator.naturalOrder())
                .map(Address::key)
                .orElseGet(() -> '<' + mailFrom.toLowerCase(Locale.ROOT) + '>');
        return new Arrival(message, group, sender, conversations);
    }

    long groupId() {
        return group.id();
    }
}
