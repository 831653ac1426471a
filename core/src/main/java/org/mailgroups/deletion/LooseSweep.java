// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.deletion;

import java.time.Duration;
import java.util.function.LongSupplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.deletion.LooseMembers.Sign;
import org.mailgroups.work.Watch;

/** Removes loose members for which nobody comes any more, since their node has died. Thread-safe. */
@Singleton
public final class LooseSweep {
    /** Much longer than a restore needs between two batches, and a deletion between two of its own. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    /** How often {@link #sweep} is to be called. */
    public static final int SECONDS_BETWEEN_SWEEPS = 60;

    private final LooseMembers loose;
    private final Watch<Sign> watch;

    @Inject
    public LooseSweep(LooseMembers loose) {
        this(loose, System::nanoTime);
    }

    public LooseSweep(LooseMembers loose, LongSupplier nanoTime) {
        this.loose = loose;
        this.watch = new Watch<>(nanoTime, Duration.ofSeconds(SECONDS_BETWEEN_SWEEPS));
    }

    /** Looks at what is there. Gives up what is silent, and removes what has been given up for long enough. */
    public void sweep() {
        for (Sign silent : watch.silent(loose.signs(), sign -> PATIENCE)) {
            if (silent.isGivenUp()) {
                removeAll(silent.id());
            } else {
                loose.giveUp(silent);
            }
        }
    }

    private void removeAll(long id) {
        while (loose.removeSome(id) > 0) {
            // The next ones.
        }
    }
}
