// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Postings as people see them, and what a postmaster may do with them.
 *
 * <p>Every method throws {@link org.mailgroups.value.StoreUnavailableException} if the store does not answer, and those
 * with a page {@link org.mailgroups.value.InvalidValueException} if the page does not go on from one of theirs. A page
 * may have fewer items than were asked for, even none, and not be the last. Thread-safe.
 */
public interface PostingReading extends PostingOutcomes {
    /** Stands in the place of an address whose owner is to be forgotten. No mail goes there (RFC 6761 6.4). */
    Address FORGOTTEN = Address.parse("forgotten@forgotten.invalid");

    /** Returns the postings that a group admitted, newest first. */
    Page<PostingSummary> list(long group, PostingFilter filter, PageRequest page);

    /** Returns the postings of all groups that are as far as one of some, newest first. */
    Page<PostingSummary> list(Set<PostingProgress> progress, PageRequest page);

    Optional<PostingSummary> find(UUID id);

    /**
     * Returns the postings of an author, newest first.
     *
     * @param author as the postings have it, compared without case
     */
    Page<PostingSummary> listOf(String author, PageRequest page);

    /**
     * Puts one address in the place of another: as author, as recipient, and no reply names it any more. A recipient
     * keeps it while the posting waits, and for an hour after that. To call it again does the rest.
     */
    void replace(Address from, Address to);

    /**
     * Returns since when the oldest chunk is due that nobody has taken; empty if none is due since a time.
     *
     * @param before that time. It costs as much as there are such chunks, and little if there are none
     */
    Optional<Instant> oldestDue(Instant before);

    /**
     * Makes everybody who waits for a posting due now.
     *
     * @return whether anybody waits; false if it is done
     * @throws org.mailgroups.value.NotFoundException if there is no such posting
     * @throws org.mailgroups.value.WrongStateException if it has failed, or was cancelled
     */
    boolean retry(UUID id, Instant now);

    /**
     * Ends a posting: those who wait get no copy. A copy that is on its way just now may arrive. If it was cancelled
     * before, nothing happens. Its bodies are not needed any more.
     *
     * @param by who ends it, as the reply of those who wait says
     * @return whether it was not cancelled before
     * @throws org.mailgroups.value.NotFoundException if there is no such posting
     * @throws org.mailgroups.value.WrongStateException if it is done, or has failed
     */
    boolean cancel(UUID id, String by, Instant now);
}
