// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.mailgroups.distribution.Decision;
import org.mailgroups.group.GroupEntry;

/** The decisions of all groups that a message reaches, in the order of its recipients. Immutable. */
record GroupDecisions(Map<GroupEntry, Decision> decisions) {
    GroupDecisions {
        decisions = new LinkedHashMap<>(decisions);
    }

    /** Returns these decisions, and others after them. */
    GroupDecisions and(GroupDecisions others) {
        GroupDecisions all = new GroupDecisions(decisions);
        others.decisions.forEach(all.decisions::putIfAbsent);
        return all;
    }

    /** Returns the groups among some that are not decided about. */
    List<GroupEntry> open(Collection<GroupEntry> groups) {
        return groups.stream().filter(group -> !decisions.containsKey(group)).toList();
    }

    /** Returns the groups that take the message. */
    List<GroupEntry> admitted() {
        return decisions.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Decision.Accept)
                .map(Entry::getKey)
                .toList();
    }

    /** Returns the groups that refuse or hold the message, with their decision. */
    List<Entry<GroupEntry, Decision>> turnedAway() {
        return decisions.entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof Decision.Accept))
                .toList();
    }
}
