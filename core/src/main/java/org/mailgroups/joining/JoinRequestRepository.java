// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * The port to requests to join. Thread-safe. Each method is one transaction, and throws {@link
 * org.mailgroups.value.StoreUnavailableException} if the store cannot answer.
 */
public interface JoinRequestRepository {
    /** The most requests that wait for one group. */
    int MAX_OF_ONE_GROUP = 1_000;

    /** What becomes of a request that is added. */
    enum Addition {
        ADDED,
        /** The person's request waits already. It stays as it is. */
        PRESENT,
        /** {@link #MAX_OF_ONE_GROUP} wait. */
        FULL
    }

    /**
     * Adds a request, unless one of the person waits for the group.
     *
     * @param group the id of a group
     * @throws org.mailgroups.value.NotFoundException if there is no such group any more
     */
    Addition add(long group, Address person, String text);

    /**
     * Returns the requests that wait for a group, in the order in which they came. The page's key is the id.
     *
     * @throws org.mailgroups.value.NotFoundException if there is no such group
     */
    Page<JoinRequest> list(Address group, PageRequest page);

    /** Returns a request, with or without a decision. One with a decision is forgotten after a while. */
    Optional<JoinRequest> find(long id);

    /** Returns whether a request of the person waits for the group with an id. */
    boolean isWaiting(long group, Address person);

    /**
     * What has become of a decision.
     *
     * @param request with the decision that counts
     * @param isNew whether it was made now
     */
    record Outcome(JoinRequest request, boolean isNew) {}

    /**
     * Decides, unless somebody has decided before. With an approval the person is a member.
     *
     * @throws org.mailgroups.value.NotFoundException if there is no such request, or no such group any more
     */
    Outcome decide(long id, RequestDecision decision);

    /** Returns requests that wait since before a time, at most {@code limit}. */
    List<JoinRequest> overdue(Instant before, int limit);

    /** Returns groups with requests of which the administrators have not been told, at most {@code limit}. */
    List<Address> unannounced(int limit);

    /**
     * What administrators are told.
     *
     * @param first the first of the requests of which they have not been told
     * @param more how many others there are of which they have not been told
     */
    record Announcement(List<JoinRequest> first, int more) {
        public Announcement {
            first = List.copyOf(first);
        }
    }

    /**
     * Takes it upon the caller to tell the administrators of a group. It is empty if there is nothing to tell, or if
     * they were told something after {@code lastBefore}: then the requests wait for the next time.
     */
    Optional<Announcement> announce(Address group, Instant now, Instant lastBefore, int limit);

    /** Gives back what {@link #announce} has taken at a time: the administrators could not be told. */
    void takeBackAnnouncement(Address group, Instant announcedAt);

    /** Forgets decisions from before a time, and returns how many there were. */
    int forget(Instant decidedBefore);
}
