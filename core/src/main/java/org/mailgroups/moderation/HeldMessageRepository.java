// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port to where it is written down which messages wait for a decision and what was decided; the messages themselves lie elsewhere (see {@link HeldMessageContent}).
 *
 * <p>Every method is one transaction, and of several nodes that try the same at once, one succeeds. Thread-safe. Every method throws {@link StoreUnavailableException} where the store cannot answer.
 */
public interface HeldMessageRepository {
    /** What came of adding a message. */
    enum Addition {
        ADDED,
        /** It waits already: the same message has come again, after a crash. */
        PRESENT,
        /** It was decided about already, and nothing has changed: this must be another message by the same name. */
        DECIDED,
        /** As many messages wait for this group as may. */
        FULL
    }

    /**
     * Adds a message that waits from now on.
     *
     * @param maxPerGroup how many may wait for one group
     */
    Addition add(NewHeldMessage message, int maxPerGroup);

    /**
     * Whether as many messages wait for a group as may.
     *
     * @param maxPerGroup how many may
     */
    boolean isFull(long groupId, int maxPerGroup);

    /**
     * The messages that wait for a decision, in the order in which they came; the page's key is {@link HeldMessage#position}.
     *
     * @throws NotFoundException if there is no such group
     * @throws InvalidValueException if the page's key is none
     */
    Page<HeldMessage> list(Address group, PageRequest page);

    /**
     * A message of a group, decided or not; decided ones are known for a while.
     *
     * @throws NotFoundException if there is no such group
     */
    Optional<HeldMessage> find(Address group, String id);

    /** What came of a decision: the message, and whether it was this decision that counts. */
    record Outcome(HeldMessage message, boolean changed) {}

    /**
     * Decides about a message, if nobody has before. Whoever has decided carries it out, and says so with {@link #finish}.
     *
     * @throws NotFoundException if there is no such message
     */
    Outcome decide(String id, Verdict verdict);

    /** The decision was carried out. */
    void finish(String id);

    /** Messages whose decision somebody began to carry out before a time, and has not finished. */
    List<HeldMessage> unfinished(Instant begunBefore, int limit);

    /**
     * Takes it over to carry out a decision that nobody has finished.
     *
     * @return whether it was not taken over by somebody else
     */
    boolean takeOver(String id, Instant begunBefore, Instant now);

    /** Messages that wait since a time, or for a group that was disbanded. */
    List<HeldMessage> overdue(Instant receivedBefore, int limit);

    /** Groups whose administrators have not been told of a message that waits. */
    List<Address> unannounced(int limit);

    /**
     * What a group's administrators are told now.
     *
     * @param first some of those they have not been told of, in the order in which they came
     * @param more how many further ones they have not been told of
     * @param waiting how many wait in all
     */
    record Announcement(List<HeldMessage> first, int more, int waiting) {
        public Announcement {
            first = List.copyOf(first);
        }
    }

    /**
     * Notes that a group's administrators are told now of the messages they have not been told of.
     *
     * @param lastBefore when they must have been told before last
     * @param limit how many messages are told of one by one
     * @return empty if there is nothing to tell, or they have been told lately
     */
    Optional<Announcement> announce(Address group, Instant now, Instant lastBefore, int limit);

    /** They could not be told: as if {@link #announce} had not been called at that time. */
    void takeBackAnnouncement(Address group, Instant announcedAt);

    /**
     * Forgets decisions that were made, and carried out, before a time.
     *
     * @return how many
     */
    int forget(Instant decidedBefore);
}
