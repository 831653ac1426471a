// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.value.WrongStateException;

/**
 * The port to the list of held messages and of decisions about them. The octets of the messages are elsewhere (see
 * {@link HeldMessageContent}).
 *
 * <p>Every method is one transaction. If several nodes try the same at once, one succeeds. Thread-safe. Every method
 * throws {@link StoreUnavailableException} if the store cannot answer.
 */
public interface HeldMessageRepository {
    /** The outcome of {@link #add}. */
    enum Addition {
        ADDED,
        /** The message waits already: it has come again, after a crash. */
        PRESENT,
        /** It was decided about already, and nothing has changed. This must be another message with the same id. */
        DECIDED,
        /** As much waits, for the group or for all groups, as may. */
        FULL
    }

    /** Adds a message that waits from now on, unless a bound is reached. */
    Addition add(NewHeldMessage message, HeldMessageBounds bounds);

    /** Tells whether so much waits, for a group or for all groups, that nothing more may be added for the group. */
    boolean isFull(long groupId, HeldMessageBounds bounds);

    /**
     * Returns the messages that wait for a decision, oldest first. The page's key is {@link HeldMessage#position}.
     *
     * @throws NotFoundException if there is no such group
     * @throws InvalidValueException if the page's key is not a position
     */
    Page<HeldMessage> list(Address group, PageRequest page);

    /**
     * Returns a message of a group, with or without a decision. One with a decision is forgotten after a while.
     *
     * @throws NotFoundException if there is no such group
     */
    Optional<HeldMessage> find(Address group, String id);

    /** Returns the message at a {@linkplain HeldMessage#position position}, as {@link #find(Address, String)} does. */
    Optional<HeldMessage> find(long position);

    /**
     * The outcome of {@link #decide}.
     *
     * @param message with the decision that counts
     * @param changed whether this is the decision that was just made
     */
    record Outcome(HeldMessage message, boolean changed) {}

    /**
     * Decides about a message, if nobody has before. The caller whose decision counts carries it out, then calls
     * {@link #finish}.
     *
     * @throws NotFoundException if there is no such message
     */
    Outcome decide(String id, Verdict verdict);

    /**
     * Decides about messages in the same way, all or none. The caller carries out the decisions that count, and calls
     * {@link #finish} for each.
     *
     * @return the messages about which nobody has decided in this way before, with the decision
     * @throws NotFoundException naming the first of {@code ids} that does not exist
     * @throws WrongStateException naming the first of {@code ids} about which there is another decision
     */
    List<HeldMessage> decideAll(List<String> ids, Verdict verdict);

    /** Notes that the decision was carried out. */
    void finish(String id);

    /** Returns messages with a decision that somebody began to carry out before a time, and has not finished. */
    List<HeldMessage> unfinished(Instant begunBefore, int limit);

    /**
     * Takes over a decision that nobody has finished, to carry it out.
     *
     * @return false if somebody else has taken it over
     */
    boolean takeOver(String id, Instant begunBefore, Instant now);

    /**
     * Looks messages up. One that was forgotten is not known.
     *
     * @return for those that are known, whether there is a decision that was carried out
     */
    Map<String, Boolean> carriedOut(Collection<String> ids);

    /** Returns messages that have waited since before a time, or that wait for a group that was disbanded. */
    List<HeldMessage> overdue(Instant receivedBefore, int limit);

    /**
     * Returns groups with messages that wait, of which their administrators have not been told. A group is among them
     * when a burst has come to its end, or has lasted for long enough.
     *
     * @param lastBefore the last of the messages came before this time
     * @param firstBefore or the first of them came before this time
     */
    List<Address> unannounced(Instant lastBefore, Instant firstBefore, int limit);

    /**
     * The news for a group's administrators.
     *
     * @param first the first messages that they have not been told of, oldest first
     * @param more the number of further messages that they have not been told of
     * @param waiting the number of all messages that wait
     */
    record Announcement(List<HeldMessage> first, int more, int waiting) {
        public Announcement {
            first = List.copyOf(first);
        }
    }

    /**
     * Notes that a group's administrators are told now of the messages that they have not been told of.
     *
     * @param lastBefore nothing is told if they were last told at this time or later
     * @param limit the most messages that are told of one by one
     * @return empty if there is nothing to tell, or if they were told lately
     */
    Optional<Announcement> announce(Address group, Instant now, Instant lastBefore, int limit);

    /** Takes {@link #announce} back, since the administrators could not be told. */
    void takeBackAnnouncement(Address group, Instant announcedAt);

    /**
     * Forgets decisions that were made before a time and carried out.
     *
     * @return the number of them
     */
    int forget(Instant decidedBefore);
}
