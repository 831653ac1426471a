// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Optional;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * Which postings of a group are wanted.
 *
 * @param query what subject and author have
 * @param recipient one of the recipients; null for any
 * @param messageId the content of the Message-ID field, with its angle brackets or without; empty for any
 */
public record PostingFilter(SearchQuery query, Address recipient, String messageId) {
    /** All postings. */
    public static final PostingFilter ALL = new PostingFilter(SearchQuery.of(""), null, "");

    public PostingFilter {
        messageId = Text.cleanedLine(messageId, Posting.MAX_MESSAGE_ID);
    }

    /** Returns the recipient that is wanted. */
    public Optional<Address> member() {
        return Optional.ofNullable(recipient);
    }
}
