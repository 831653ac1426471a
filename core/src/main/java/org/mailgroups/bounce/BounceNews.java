// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.mailgroups.value.Address;

/**
 * What a group's administrators are to be told: members who were suspended or resumed.
 *
 * @param changes the first of them, by address
 * @param more how many others there are
 * @param toldAt when it was noted that they are told
 */
public record BounceNews(Address group, List<Change> changes, int more, Instant toldAt) {
    /**
     * A member who was suspended, or gets copies again.
     *
     * @param bounces what is known of the failures; null if the member was resumed, which forgets them
     */
    public record Change(Address member, boolean suspended, Bounces bounces) {
        public Change {
            Objects.requireNonNull(member, "member");
        }
    }

    public BounceNews {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(toldAt, "toldAt");
        changes = List.copyOf(changes);
    }
}
