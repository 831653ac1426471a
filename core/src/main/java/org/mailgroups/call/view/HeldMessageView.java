// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageContent.HeaderField;
import org.mailgroups.moderation.HeldMessageService;
import org.mailgroups.moderation.NewHeldMessage;

/**
 * A held message as JSON.
 *
 * @param sender the address in MAIL FROM; empty for the null sender
 * @param receivedAt ISO 8601 in UTC
 * @param size in bytes
 * @param excerpt the first lines of the text; null, and absent, in a list
 * @param headers in the order in which they stand in the message; null, and absent, in a list and for a link
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeldMessageView(
        String id,
        String sender,
        String subject,
        String receivedAt,
        long size,
        String reason,
        String excerpt,
        List<HeaderField> headers) {
    public static HeldMessageView of(HeldMessage message) {
        return of(message, null, null);
    }

    /** Returns a message with the first lines of its text, and without its header. */
    public static HeldMessageView withExcerpt(HeldMessage message) {
        return of(message, message.facts().excerpt(), null);
    }

    public static HeldMessageView of(HeldMessageService.Shown shown) {
        return of(shown.message(), shown.message().facts().excerpt(), shown.header());
    }

    private static HeldMessageView of(HeldMessage message, String excerpt, List<HeaderField> headers) {
        NewHeldMessage facts = message.facts();
        return new HeldMessageView(
                facts.id(),
                facts.sender(),
                facts.subject(),
                facts.receivedAt().toString(),
                facts.sizeBytes(),
                facts.reason(),
                excerpt,
                headers);
    }
}
