// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.login;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What few users may do at once, and one user only a few times at once. Thread-safe. */
public final class Turns {
    private final int most;
    private final Map<String, Integer> running = new HashMap<>();
    private int all;

    /** @param most how many there are for all users */
    public Turns(int most) {
        this.most = most;
    }

    /**
     * Takes a turn, which must be {@linkplain #leave left} again.
     *
     * @param mostOfUser how many the user may have at once
     * @param patience how long to wait for it
     * @return whether there was one
     */
    public synchronized boolean take(String user, int mostOfUser, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!take(user, mostOfUser)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            // A millisecond more, since zero would mean for ever.
            wait(Duration.ofNanos(left).toMillis() + 1);
        }
        return true;
    }

    /** Takes a turn, as above, without waiting for it. */
    public synchronized boolean take(String user, int mostOfUser) {
        if (all >= most || running.getOrDefault(user, 0) >= mostOfUser) {
            return false;
        }
        all++;
        running.merge(user, 1, Integer::sum);
        return true;
    }

    /** Leaves a turn, for the next one. */
    public synchronized void leave(String user) {
        all--;
        running.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }
}
