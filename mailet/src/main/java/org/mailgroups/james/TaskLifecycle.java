// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.List;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.mailgroups.deletion.LooseSweep;
import org.mailgroups.imports.FileShare;
import org.mailgroups.imports.ImportPulse;
import org.mailgroups.work.Rounds;

/** Looks after long work from the start of James to its end: signs of life, and what is left of nodes that died. */
public final class TaskLifecycle {
    private static final int SECONDS_BETWEEN_LOOKS_AT_FILES = 3600;

    private final List<Rounds> rounds;

    @Inject
    TaskLifecycle(ImportPulse pulse, LooseSweep sweep, FileShare files) {
        this.rounds = List.of(
                new Rounds("imports-pulse", ImportPulse.SECONDS_BETWEEN_SIGNS, pulse::beat),
                new Rounds("members-sweep", LooseSweep.SECONDS_BETWEEN_SWEEPS, sweep::sweep),
                new Rounds("files-sweep", SECONDS_BETWEEN_LOOKS_AT_FILES, files::removeOld));
    }

    @PreDestroy
    public void close() {
        rounds.forEach(Rounds::close);
    }
}
