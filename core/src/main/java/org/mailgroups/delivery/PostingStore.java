// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.mailgroups.value.Address;

/**
 * Postings, and what was decided about messages. It takes part in no other writer's transaction, lock or version.
 *
 * <p>Every method throws {@link org.mailgroups.value.StoreUnavailableException} if the store does not answer; then
 * nothing has changed. Thread-safe.
 */
public interface PostingStore {
    /** For how long a decision without a posting is known. One with a posting is known as long as the posting. */
    Duration DECISIONS_KEPT = Duration.ofDays(30);

    /** For how long a node takes chunks for itself. If it dies, another one takes them over then. */
    Duration LEASE = Duration.ofSeconds(30);

    /** Returns whether other nodes take chunks from the same store. */
    boolean isShared();

    /**
     * Returns what groups have decided about a message, and acted on or not. A message that comes again (a crash in
     * between, a mail that was split) gets the same.
     *
     * @param key the same each time that the message comes
     */
    List<GroupOutcome> decisions(String key);

    /**
     * Writes decisions down, without a posting. A group that has decided about this message before keeps its decision.
     */
    void decide(String key, Collection<GroupOutcome> outcomes);

    /**
     * Writes a posting with its decisions. It is written in parts, is invisible until the last one, and valid by one
     * commit. Its body is to be kept before. An id is used once.
     *
     * @param chunks by number, from 0
     * @param taken the number of chunks, the first ones, that this node takes at once, for {@link #LEASE}; none of
     *     those who are left out
     * @return those chunks
     * @throws org.mailgroups.value.WrongStateException if a group that takes the message by these outcomes has decided
     *     otherwise before, or has a posting of it; then nothing has changed
     */
    List<DueChunk> add(Posting posting, List<PostingChunk> chunks, Collection<GroupOutcome> outcomes, int taken);

    /** Returns a copy of a posting, unless nobody waits for the posting any more. */
    Optional<PostingCopy> copy(UUID posting, int number);

    /**
     * Adds a form of a copy to a posting that is valid already. Its body is to be kept before.
     *
     * @return what is there now: this copy, or the one that somebody else has added under its number
     * @throws org.mailgroups.value.WrongStateException if nobody waits for the posting any more
     */
    PostingCopy addCopy(UUID posting, PostingCopy copy);

    /** Writes that the decision of a group was acted on. */
    void acted(String key, long group);

    /** Hands over all recipients of the postings made from a message, in parts; none who was left out. */
    void recipients(String key, Consumer<List<Address>> part);

    /**
     * Takes chunks that are due, for this node alone, until their last result or until the lease is over. Postings
     * take turns: each gives some of its chunks.
     *
     * @param most the most chunks
     * @param mostOfOne the most chunks of one posting
     */
    List<DueChunk> take(Instant now, int most, int mostOfOne, Duration lease);

    /** Keeps chunks that this node has taken for itself for another lease, by posting and number. */
    void renew(Collection<DueChunk> chunks, Duration lease);

    /** Gives chunks back that this node has taken and not begun. */
    void giveBack(Collection<DueChunk> chunks);

    /**
     * Writes what became of recipients. A recipient who was not waiting any more keeps the outcome that is there. A
     * posting without waiting recipients is settled then. To write the same again changes nothing. Many results are
     * written in parts: after a failure the first of them may be written.
     *
     * @return the postings that are settled by that; nobody needs their bodies any more
     */
    Set<UUID> record(Collection<ChunkResult> results);

    /** Returns the postings among some that have no waiting recipients, or are unknown; none that is being written. */
    Set<UUID> settled(Collection<UUID> postings);

    /** Removes parts of postings that were never valid, and decisions and settled postings that are too old or many. */
    void sweep(Instant now, Retention retention);
}
