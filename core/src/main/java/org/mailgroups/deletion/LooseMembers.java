// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.deletion;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.mailgroups.value.Address;

/**
 * The port to members that belong to no group: those of a large group that was disbanded, and those of a group that is
 * not restored yet. They lie under an id. Nobody sees them, and no mail goes to them.
 *
 * <p>So a group is there wholly or not at all, although its members come and go in batches. Thread-safe. Each method is
 * one transaction. Every method throws {@link org.mailgroups.value.StoreUnavailableException} if the store cannot
 * answer.
 */
public interface LooseMembers {
    /**
     * Disbands a group, however large it is. Its members are loose from now on, and given up.
     *
     * @throws org.mailgroups.value.NotFoundException if there is no such group
     * @throws org.mailgroups.value.StaleVersionException if the group has another version
     */
    Disbanded disband(Address group, OptionalLong expectedVersion);

    /**
     * A group that was disbanded.
     *
     * @param id under which its members lie
     */
    record Disbanded(long id, long members) {}

    /**
     * Removes some of the members that were given up under an id, which gives a sign of life. The id goes with the last
     * of them.
     *
     * @return how many were removed; less than one means that none were left
     */
    int removeSome(long id);

    /**
     * Loose members.
     *
     * @param aliveAt the last sign of life of the restore that they wait for; 1970 or before if they were given up,
     *     another one after each removal
     */
    record Sign(long id, Instant aliveAt) {
        public boolean isGivenUp() {
            return !aliveAt.isAfter(Instant.EPOCH);
        }
    }

    /** Returns all that there are. */
    List<Sign> signs();

    /** Gives members up, unless their restore has given a sign of life since the given one. */
    void giveUp(Sign last);

    /** Gives members up. */
    void giveUp(long id);
}
