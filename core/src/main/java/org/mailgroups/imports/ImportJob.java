// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.imports.history.ImportGivenUpException;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.value.Address;
import org.mailgroups.value.MailGroupsException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.work.Cancellation;
import org.mailgroups.work.Failure;
import org.mailgroups.work.OwnThread;

/**
 * An import from its turn to its end in the history.
 *
 * <p>It decides first and acts after: an {@link ImportPlan} says which rows are applied, and then they are, batch by
 * batch. Only what differs from the state is changed. So the same file again changes nothing, and an end in the middle
 * does not matter to what the same file makes of it later.
 *
 * <p>The state may change between the decision and the act, so that a row of a batch cannot be applied any more. Then
 * the batch is halved until that row stands alone: it is rejected, and the others are applied.
 *
 * <p>It gives signs of life meanwhile, see {@link ImportPulse}. If it was given up although it is alive, its next write
 * is undone.
 */
public final class ImportJob {
    /**
     * How often an import looks whether the one before it has ended. That one runs on another node, or was cancelled
     * just now.
     */
    private static final Duration TURN = Duration.ofMillis(500);

    private final NewImport order;
    private final ImportKind<?, ?> kind;
    private final Staging staging;
    private final ImportHistory history;
    private final Progress progress;
    private final ImportPulse pulse;
    private final AuditTrail audit;
    private final Clock clock;

    private Cancellation cancellation = new Cancellation();

    ImportJob(
            NewImport order,
            ImportKind<?, ?> kind,
            Staging staging,
            ImportHistory history,
            ImportPulse pulse,
            AuditTrail audit,
            Clock clock) {
        this.order = order;
        this.kind = kind;
        this.staging = staging;
        this.history = history;
        this.progress = new Progress(order.rows());
        this.pulse = pulse;
        this.audit = audit;
        this.clock = clock;
    }

    /** Returns what was asked for. */
    public NewImport order() {
        return order;
    }

    /** Returns what the rows go into, in words. */
    public String subject() {
        return kind.subject();
    }

    /** Returns the kind of this import. */
    ImportKind<?, ?> kind() {
        return kind;
    }

    /** Returns how far it is. May be asked by any thread, at any time. */
    public ImportState state() {
        return new ImportState(
                order.dryRun(),
                order.mode(),
                progress.counts(),
                progress.rejections(),
                progress.warnings(),
                progress.failure(),
                clock.instant());
    }

    /**
     * Runs to the end. To be called on a thread that nobody interrupts, see {@link OwnThread}.
     *
     * @param cancellation obeyed between two batches
     * @return whether everything was done that was asked for; a row that was rejected is no reason for false
     * @throws CancellationException if it was cancelled; it has ended by then
     */
    public boolean run(Cancellation cancellation) {
        this.cancellation = cancellation;
        try {
            while (!history.tryStart(order.id())) {
                cancellation.checkFor(TURN);
            }
            cancellation.check();
            boolean applied = history.whileRunning(order.id(), () -> decideAndAct(kind));
            end(applied ? ImportStatus.COMPLETED : ImportStatus.FAILED);
            return applied;
        } catch (CancellationException e) {
            end(ImportStatus.CANCELLED);
            throw e;
        } catch (RuntimeException | Error e) {
            endAfter(e);
            throw e;
        }
    }

    private void end(ImportStatus status) {
        try {
            history.finish(
                    order.id(), status, progress.counts(), progress.failure().orElse(""));
            staging.remove(order.id());
        } finally {
            // If it could not be written down that it has ended, its silence tells.
            pulse.forget(order.id());
        }
    }

    /** Ends it as failed, unless it has ended. */
    public void endAfter(Throwable reason) {
        progress.failed(reason instanceof ImportGivenUpException ? reason.getMessage() : Failure.reasonOf(reason));
        try {
            end(ImportStatus.FAILED);
        } catch (RuntimeException | Error e) {
            reason.addSuppressed(e);
        }
    }

    /** Returns whether everything that could be applied was applied. */
    private <R, K> boolean decideAndAct(ImportKind<R, K> rows) {
        Rejections rejections = new Rejections(order.id(), rows.columns().size(), history, progress);
        Warnings warnings = new Warnings(order.id(), history, progress);
        boolean applied;
        try {
            applied = decideAndAct(rows, rejections, warnings);
        } catch (ImportGivenUpException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // What was found is told, although it has not come to its end.
            try {
                rejections.flush();
                warnings.flush();
            } catch (RuntimeException | Error besides) {
                e.addSuppressed(besides);
            }
            throw e;
        }
        rejections.flush();
        warnings.flush();
        return applied;
    }

    private <R, K> boolean decideAndAct(ImportKind<R, K> rows, Rejections rejections, Warnings warnings) {
        ImportPlan<R, K> plan = new ImportPlan<>(order.id(), rows, staging, rejections, cancellation);
        plan.decide();
        boolean replaces = order.mode() == ImportMode.REPLACE;
        if (replaces && isAnyRejectedOrNoneNamed(plan)) {
            progress.failed("a row was rejected, and so nothing was applied:"
                    + " nobody should be removed for a mistake in the file");
            return false;
        }
        plan.forEachBatch(batch -> {
            cancellation.check();
            progress.applied(new Applied(0, 0, batch.alike()));
            if (!batch.rows().isEmpty()) {
                apply(rows, batch.rows(), rejections, warnings);
            }
            showLife();
        });
        if (replaces) {
            // A row that was rejected only now would be missing. Then nobody else goes either.
            if (isAnyRejectedOrNoneNamed(plan)) {
                progress.failed("a row could not be applied any more, and so nobody was removed");
                return false;
            }
            ((ReplaceableKind<R, K>) rows).removeOthers(plan.named(), order.dryRun(), (others, count) -> {
                progress.removed(count);
                record("-removed", others, "removed", count);
                showLife();
            });
        }
        return true;
    }

    private boolean isAnyRejectedOrNoneNamed(ImportPlan<?, ?> plan) {
        return progress.counts().rejected() > 0 || plan.named().isEmpty();
    }

    private <R, K> void apply(
            ImportKind<R, K> kind, List<PlannedRow<R, K>> rows, Rejections rejections, Warnings warnings) {
        try {
            Applied applied = appliedNow(kind, rows);
            progress.applied(applied);
            warnings.addAll(kind, rows);
            if (applied.added() + applied.updated() > 0) {
                List<Address> addresses = rows.stream().flatMap(kind::addresses).toList();
                record("-applied", addresses, "added", applied.added(), "updated", applied.updated());
            }
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (MailGroupsException e) {
            if (e instanceof NotFoundException) {
                kind.requireTarget();
            }
            if (rows.size() == 1) {
                rejections.add(
                        rows.get(0), e.getMessage(), kind.warnings(rows.get(0).row()));
                return;
            }
            cancellation.check();
            int half = rows.size() / 2;
            apply(kind, rows.subList(0, half), rejections, warnings);
            apply(kind, rows.subList(half, rows.size()), rejections, warnings);
        }
    }

    private <R, K> Applied appliedNow(ImportKind<R, K> kind, List<PlannedRow<R, K>> rows) {
        try {
            return kind.apply(rows, order.dryRun());
        } finally {
            List<Address> ahead = kind.takeChangedAhead();
            if (!ahead.isEmpty()) {
                record("-exchanged", ahead, "exchanged", ahead.size());
            }
        }
    }

    /** Names in the audit trail the addresses of a batch. Some may have been as they are now. */
    private void record(String outcome, List<Address> addresses, Object... counts) {
        if (!order.dryRun()) {
            List<Object> details = new ArrayList<>(kind.auditDetails());
            details.addAll(List.of("import", order.id()));
            details.addAll(List.of(counts));
            audit.recordEach(order.principal(), kind.action() + outcome, "addresses", addresses, details.toArray());
        }
    }

    /** Between two batches: tells the history how far it is, and stops if that is wished. */
    private void showLife() {
        history.progress(order.id(), progress.counts());
        cancellation.check();
    }
}
