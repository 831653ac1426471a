// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.GroupOutcome.Kind;
import org.mailgroups.distribution.Decision;
import org.mailgroups.group.GroupEntry;

/** The decisions of all groups that a message reaches, in the order of its recipients. Immutable. */
record GroupDecisions(Map<GroupEntry, Decision> decisions) {
    GroupDecisions {
        decisions = new LinkedHashMap<>(decisions);
    }

    /** Returns the decisions of groups that all take a message. */
    static GroupDecisions accepting(Collection<GroupEntry> groups) {
        Map<GroupEntry, Decision> decisions = new LinkedHashMap<>();
        groups.forEach(group -> decisions.put(group, new Decision.Accept()));
        return new GroupDecisions(decisions);
    }

    /** Returns these decisions, and others after them. */
    GroupDecisions and(GroupDecisions others) {
        GroupDecisions all = new GroupDecisions(decisions);
        others.decisions.forEach(all.decisions::putIfAbsent);
        return all;
    }

    /** Returns these decisions with a refusal in the place of those of some groups. */
    GroupDecisions refusing(Collection<GroupEntry> groups, Decision.Refuse refusal) {
        GroupDecisions all = new GroupDecisions(decisions);
        groups.forEach(group -> all.decisions.replace(group, refusal));
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

    /** Returns the decisions as they are written down. */
    List<GroupOutcome> outcomes() {
        return decisions.entrySet().stream()
                .map(entry -> outcome(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static GroupOutcome outcome(GroupEntry group, Decision decision) {
        if (decision instanceof Decision.Refuse refusal) {
            return new GroupOutcome(
                    group.id(), group.address(), Kind.REFUSED, refusal.cause().name(), refusal.reason(), false);
        }
        return decision instanceof Decision.Hold hold
                ? new GroupOutcome(group.id(), group.address(), Kind.HELD, "", hold.reason(), false)
                : new GroupOutcome(group.id(), group.address(), Kind.TAKEN, "", "", true);
    }
}
