// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.posting;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.PostingRecipient;
import org.mailgroups.value.Address;

/**
 * A recipient of a posting as JSON.
 *
 * @param state {@code waiting}, {@code delivered}, {@code handedOver}, {@code failed}, {@code suspended} or
 *     {@code excluded}
 * @param copy the address of the group as whose member the recipient gets the copy, or would get it, or
 *     {@value #PLAIN}
 * @param server the name of the server that answered; empty, and absent, if none did
 * @param reply what it answered, or why nothing was sent; empty, and absent, if there was no attempt
 * @param lastAt of the last attempt, or else of the message's arrival
 * @param nextAt of the next attempt; null, and absent, if there is none
 */
record PostingRecipientView(
        String address,
        String state,
        String copy,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String server,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String reply,
        int attempts,
        String lastAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) String nextAt) {
    /** The message as its author sent it. No address looks like this. */
    static final String PLAIN = "plain";

    static PostingRecipientView of(PostingRecipient recipient) {
        Attempt last = recipient.last();
        return new PostingRecipientView(
                recipient.address().toString(),
                last.state().text(),
                recipient.group().map(Address::toString).orElse(PLAIN),
                last.server(),
                last.reply(),
                last.attempts(),
                last.at().toString(),
                last.next().map(Instant::toString).orElse(null));
    }
}
