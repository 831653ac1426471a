// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * The way by which a recipient was reached: a group, and the groups above it. All members of one group share one
 * object.
 *
 * @param parent the way to {@code group}; null if the message was written to {@code group} itself
 * @param depth the number of groups on the way; 1 for a group that the message was written to
 */
public record Via(GroupEntry group, Via parent, int depth) {
    /** Returns the way that begins at a group the message was written to. */
    static Via root(GroupEntry group) {
        return new Via(group, null, 1);
    }

    Via then(GroupEntry nested) {
        return new Via(nested, this, depth + 1);
    }

    /** Returns whether the way goes through one of the groups. */
    boolean passes(Set<Long> groups) {
        for (Via way = this; way != null; way = way.parent) {
            if (groups.contains(way.group.id())) {
                return true;
            }
        }
        return false;
    }

    /** Returns the group that the message was written to. The recipient gets the copy as its member. */
    public GroupEntry root() {
        Via way = this;
        while (way.parent != null) {
            way = way.parent;
        }
        return way.group;
    }

    /** Returns the addresses of the groups. The message was written to the first of them. */
    public List<Address> path() {
        List<Address> path = new ArrayList<>(depth);
        for (Via way = this; way != null; way = way.parent) {
            path.add(way.group.address());
        }
        Collections.reverse(path);
        return path;
    }
}
