// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * What became of postings, as their authors ask for it. Its methods throw what those of {@link PostingReading} throw.
 * Thread-safe.
 */
public interface PostingOutcomes {
    /**
     * Returns the newest posting of an author that a group admitted.
     *
     * @param author as the posting has it, compared without case
     */
    Optional<PostingSummary> last(long group, String author);

    /**
     * Returns recipients of a posting, those of one chunk after the other.
     *
     * @param states the states that are wanted
     * @param query what an address has
     * @throws org.mailgroups.value.NotFoundException if there is no such posting
     */
    Page<PostingRecipient> recipients(UUID id, Set<RecipientState> states, SearchQuery query, PageRequest page);
}
