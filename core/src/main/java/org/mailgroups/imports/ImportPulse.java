// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
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
 * does no harm: what its import writes after it was given up is undone, see {@link ImportHistory#whileRunning}. An
 * import that waits for any node has no sign. It goes by the age of its file, {@link FileShare#KEPT}.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class ImportPulse {
    /** How long an import may be silent: several times as long as there is between two signs. */
    public static final Duration SILENCE = Duration.ofSeconds(30);

    /** The same for a node of the version before, which gives a sign only after each batch. */
    public static final Duration SILENCE_OF_OLD_NODES = Duration.ofMinutes(10);

    /** How often {@link #beat} is to be called. */
    public static final int SECONDS_BETWEEN_SIGNS = 5;

    private final ImportHistory history;
    private final Staging staging;
    private final Clock clock;
    private final Watch<Sign> watch;
    private final Set<UUID> ours = ConcurrentHashMap.newKeySet();

    @Inject
    public ImportPulse(ImportHistory history, Staging staging, Clock clock) {
        this(history, staging, clock, System::nanoTime);
    }

    public ImportPulse(ImportHistory history, Staging staging, Clock clock, LongSupplier nanoTime) {
        this.history = history;
        this.staging = staging;
        this.clock = clock;
        this.watch = new Watch<>(nanoTime, Duration.ofSeconds(SECONDS_BETWEEN_SIGNS));
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
        Instant oldest = clock.instant().minus(FileShare.KEPT);
        Map<Boolean, List<Sign>> others = history.signs().stream()
                .filter(sign -> !ours.contains(sign.id()))
                .collect(Collectors.partitioningBy(ImportPulse::waitsForAnyNode));
        watch.silent(others.get(false), sign -> sign.pulses() ? SILENCE : SILENCE_OF_OLD_NODES)
                .forEach(this::giveUp);
        others.get(true).stream()
                .filter(sign -> sign.aliveAt().isBefore(oldest))
                .forEach(this::giveUp);
    }

    private static boolean waitsForAnyNode(Sign sign) {
        return sign.travels() && sign.status() == ImportStatus.WAITING;
    }

    /** Its file in the store goes, too. A file on the disk of a dead node goes when that node starts again. */
    private void giveUp(Sign sign) {
        if (history.interrupt(sign)) {
            staging.remove(sign.id());
        }
    }
}
