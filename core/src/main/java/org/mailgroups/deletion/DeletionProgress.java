// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.deletion;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.mailgroups.value.Address;

/** How far a deletion is. Written by one thread, read by any. Thread-safe. */
public final class DeletionProgress {
    /** How many groups are named at most. */
    public static final int MAX_MEMBERSHIPS = 1000;

    private final TreeMap<String, Address> memberships = new TreeMap<>();
    private long deleted;
    private String failure = "";

    synchronized void deleted(long more) {
        deleted += more;
    }

    synchronized void lost(Collection<Address> groups) {
        groups.stream()
                .limit(MAX_MEMBERSHIPS - memberships.size())
                .forEach(group -> memberships.put(group.key(), group));
    }

    /** Tells why the deletion fails, in words for the person who asked for it. */
    public synchronized void failed(String reason) {
        failure = reason;
    }

    public synchronized long deleted() {
        return deleted;
    }

    /** Returns the groups in which something deleted was a member, by address: the first ones. */
    public synchronized List<Address> memberships() {
        return List.copyOf(memberships.values());
    }

    public synchronized Optional<String> failure() {
        return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
    }
}
