// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * The way by which a recipient was reached: a group, and the groups above it. All members of one group share one object.
 *
 * @param parent the way to {@code group}; null where the message was written to {@code group} itself
 * @param depth how many groups the way has, 1 for a group that the message was written to
 */
public record Via(GroupEntry group, Via parent, int depth) {
    /** The way that begins at a group the message was written to. */
    static Via root(GroupEntry group) {
        return new Via(group, null, 1);
    }

    Via then(GroupEntry nested) {
        return new Via(nested, this, depth + 1);
    }

    /** The group that the message was written to: as its member the recipient gets the copy. */
    public GroupEntry root() {
        Via way = this;
        while (way.parent != null) {
            way = way.parent;
        }
        return way.group;
    }

    /** The addresses of the groups, the one that was written to first. */
    public List<Address> path() {
        List<Address> path = new ArrayList<>(depth);
        for (Via way = this; way != null; way = way.parent) {
            path.add(way.group.address());
        }
        Collections.reverse(path);
        return path;
    }
}
