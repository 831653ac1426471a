// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.util.HashSet;
import java.util.Set;
import org.mailgroups.call.RefusedCallException;

/** The places in memory for bodies that are not short: few, and one for each user. Thread-safe. */
final class LongBodies {
    /** How many there are. */
    static final int MOST = 4;

    private final Set<String> users = new HashSet<>();

    /**
     * Takes a place, which must be left again.
     *
     * @throws RefusedCallException if there is none, or the user has one already
     */
    synchronized void take(String user) {
        if (users.size() == MOST || !users.add(user)) {
            throw RefusedCallException.busy("other long calls are being read; make this one again soon");
        }
    }

    synchronized void leave(String user) {
        users.remove(user);
    }
}
