// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportHistory.Sign;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.work.Watch;

/**
 * Gives signs of life of this node's imports, and gives up those of a node that gives none.
 *
 * <p>An import is silent if its sign has not changed for {@link #SILENCE}, see {@link Watch}. A node that was only slow
 * does no harm: what its import writes after it was given up is undone, see {@link ImportHistory#whileRunning}.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class ImportPulse {
    /** How long an import may be silent: several times as long as there is between two signs. */
    public static final Duration SILENCE = Duration.ofSeconds(30);

    /** How often {@link #beat} is to be called. */
    public static final int SECONDS_BETWEEN_SIGNS = 5;

    private final ImportHistory history;
    private final Watch<Sign> watch;
    private final Set<UUID> ours = ConcurrentHashMap.newKeySet();

    @Inject
    public ImportPulse(ImportHistory history) {
        this(history, System::nanoTime);
    }

    public ImportPulse(ImportHistory history, LongSupplier nanoTime) {
        this.history = history;
        this.watch = new Watch<>(nanoTime);
    }

    /** Gives signs of life of an import from now on. */
    void give(UUID id) {
        ours.add(id);
    }

    /** Gives no more signs of an import. */
    void forget(UUID id) {
        ours.remove(id);
    }

    /** Gives a sign of each import of this node, and gives up the others that have been silent for too long. */
    public void beat() {
        if (!ours.isEmpty()) {
            history.showLife(Set.copyOf(ours));
        }
        Collection<Sign> signs = history.signs();
        watch.silent(signs.stream().filter(sign -> !ours.contains(sign.id())).toList(), ImportPulse::silence)
                .forEach(history::interrupt);
    }

    /** Returns for how long an import may be silent. One that waits for any node lasts as long as its file. */
    private static Duration silence(Sign sign) {
        boolean waitsForAnyNode = sign.travels() && sign.status() == ImportStatus.WAITING;
        return waitsForAnyNode ? FileShare.KEPT : SILENCE;
    }
}
