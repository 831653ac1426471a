// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * The port to failures of members, and to those who are suspended for them. Each method is one transaction, and throws
 * {@link org.mailgroups.value.StoreUnavailableException} if the store cannot answer; then nothing has changed.
 * Thread-safe.
 */
public interface BounceLedger {
    /** The most failures that are kept of one group. Beyond that none is counted until older ones go. */
    int MAX_OF_ONE_GROUP = 200_000;

    /** The most members of a group who are suspended. All of them are read with the group's members. */
    int MAX_SUSPENDED_OF_ONE_GROUP = 100_000;

    /** How long a suspension is known to which nothing happens. Then the member gets copies again. */
    Duration SUSPENDED_AT_MOST = Duration.ofDays(365);

    /**
     * Counts failures, for a member of a group at most one for each day on which a posting came. Whoever reaches the
     * limit is suspended. A failure does not count if it is older than the window, if its posting came before the
     * member was resumed, or if the group is gone.
     *
     * <p>One that is not proven counts only as the first one of a member. By itself it suspends nobody, and it ends no
     * probe.
     */
    Counted count(Collection<Failure> failures, BounceLimits limits);

    /**
     * Returns members of a group with failures that count, by address. The page's key is {@link Address#key()}.
     *
     * @throws org.mailgroups.value.NotFoundException if there is no such group
     */
    Page<Bounces> list(Address group, PageRequest page);

    /** Returns the members of a group with failures that count, those who are suspended too. */
    Set<Address> failing(long group);

    /** Returns those of some addresses who are suspended in a group. */
    Set<Address> suspendedAmong(long group, Collection<Address> addresses);

    /**
     * Forgets the failures of a member, who gets copies again.
     *
     * @return whether there were any
     * @throws org.mailgroups.value.NotFoundException if there is no such group
     */
    boolean forget(Address group, Address member);

    /** Lets a posting be a probe, see {@link Probes#begin}. */
    Set<Address> beginProbes(long group, UUID posting, Collection<Address> suspended, Duration probeAfter);

    /** Returns probes that began before a time and have no result, the oldest first. */
    List<Probe> openProbes(Instant before, int most);

    /**
     * Writes what came of a probe. Whoever it has reached gets copies again.
     *
     * @return the suspension that ends with that; empty if it goes on, or the probe has a result already
     */
    Optional<Suspension> settle(Probe probe, Probe.Result result, Duration probeAfter);

    /**
     * Returns the ids of groups whose administrators are to be told of something that happened before a time, and were
     * told of nothing today (UTC).
     */
    List<Long> groupsWithNews(Instant before, int most);

    /**
     * Returns the news of a group, and notes that the administrators were told of them now; empty if there are none, or
     * they were told of others today (UTC).
     *
     * @param shown the most changes in it
     */
    Optional<BounceNews> tell(long group, int shown);

    /** Takes back that administrators were told at a time. */
    void takeBack(long group, Instant toldAt);

    /** Removes what is older than the window, but for failures of those who are suspended. */
    void sweep(Duration window);
}
