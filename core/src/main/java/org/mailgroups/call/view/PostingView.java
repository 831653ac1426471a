// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import org.mailgroups.delivery.PostingSummary;

/**
 * A posting as JSON.
 *
 * @param author the author's address, or MAIL FROM if no author is known; empty for none
 * @param receivedAt ISO 8601 in UTC
 * @param size of the original, in bytes
 * @param state {@code waiting}, {@code done}, {@code failed} or {@code cancelled}
 */
public record PostingView(
        String id,
        String author,
        String subject,
        String messageId,
        String receivedAt,
        long size,
        String state,
        Recipients recipients) {
    /** How many recipients are in each state. */
    public record Recipients(
            long waiting, long delivered, long handedOver, long failed, long suspended, long excluded) {
        static Recipients of(PostingSummary.Recipients recipients) {
            return new Recipients(
                    recipients.waiting(),
                    recipients.delivered(),
                    recipients.handedOver(),
                    recipients.failed(),
                    recipients.suspended(),
                    recipients.excluded());
        }
    }

    public static PostingView of(PostingSummary posting) {
        return new PostingView(
                posting.id().toString(),
                posting.author(),
                posting.subject(),
                posting.messageId(),
                posting.receivedAt().toString(),
                posting.bytes(),
                posting.progress().text(),
                Recipients.of(posting.recipients()));
    }
}
