// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mailgroups.imports.Importer.Resolution;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.Rejection;
import org.mailgroups.value.MailGroupsException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.StoreUnavailableException;

/**
 * One pass of a checked file through an {@link Importer}.
 *
 * <p>The idea: decide first, act after. First every row is read and it is found out whom it names; that goes to a plan on disk, while memory keeps the keys alone (about 150 bytes each). Then whoever cannot
 * be taken is found, many at a time: addresses that do not exist, cycles, rows that contradict each other. Only then is anything applied, batch by batch, and only what
 * differs from the state; so the same file again changes nothing, and neither the order of rows nor an end in the middle matters to what another run makes of it.
 *
 * <p>Rows that name one thing twice and say the same are applied once, the others count as unchanged; if they contradict each other, all of them are rejected, since none has a better claim.
 *
 * <p>The state may change between the decision and the act, so that a row of a batch cannot be applied any more. Then the batch is halved until that row stands alone: it is rejected, and the others are applied.
 *
 * <p>Used once, by one thread.
 */
final class ImportRun<K> {
    /** How many rows are resolved with one question to the store. */
    private static final int RESOLVED_AT_ONCE = 1000;

    /** How many rows are applied in one transaction. */
    private static final int APPLIED_AT_ONCE = 5000;

    private static final int SHOWN_LINES = 5;

    private final UUID id;
    private final Importer<K> importer;
    private final Staging staging;
    private final ImportHistory history;
    private final Progress progress;
    private final Cancellation cancellation;
    private final Rejections rejections;
    private final Set<K> named = new HashSet<>();
    private final Set<K> repeated = new HashSet<>();
    /** Of the rows that name one thing, the line of the one that is applied. */
    private final Map<K, Long> appliedLines = new HashMap<>();

    ImportRun(
            UUID id,
            Importer<K> importer,
            Staging staging,
            ImportHistory history,
            Progress progress,
            Cancellation cancellation) {
        this.id = id;
        this.importer = importer;
        this.staging = staging;
        this.history = history;
        this.progress = progress;
        this.cancellation = cancellation;
        this.rejections = new Rejections(id, history, progress);
    }

    /**
     * Runs.
     *
     * @return whether what could be applied was applied: a replacement is refused as a whole if any row is rejected
     * @throws java.util.concurrent.CancellationException if it was cancelled; what was applied before stays
     */
    boolean run(ImportMode mode, boolean dryRun) {
        PlanFile<K> plan = resolve();
        Map<K, String> refusals = new HashMap<>(importer.refusals(named, plan));
        contradictions(plan).forEach(refusals::putIfAbsent);
        reject(plan, refusals);
        rejections.flush();
        if (mode == ImportMode.REPLACE && isAnyRejectedOrNoneNamed()) {
            progress.failed(
                    "a row was rejected, and so nothing was applied: nobody should be removed for a mistake in the file");
            return false;
        }
        plan.forEachBatch(APPLIED_AT_ONCE, batch -> applyAccepted(batch, refusals, dryRun));
        rejections.flush();
        if (mode == ImportMode.REPLACE) {
            // What was rejected only now would be missing; then nobody else goes either.
            if (isAnyRejectedOrNoneNamed()) {
                progress.failed("a row could not be applied any more, and so nobody was removed");
                return false;
            }
            importer.removeOthers(named, dryRun, removed -> {
                progress.removed(removed);
                breathe();
            });
        }
        return true;
    }

    private boolean isAnyRejectedOrNoneNamed() {
        return progress.counts().rejected() > 0 || named.isEmpty();
    }

    private PlanFile<K> resolve() {
        PlanFile<K> plan = new PlanFile<>(staging, id, importer);
        try (plan;
                RowSource source = importer.rows(staging.open(id))) {
            RowBatch<Row> batch = new RowBatch<>(RESOLVED_AT_ONCE, Row::cells, rows -> resolve(rows, plan));
            for (Optional<Row> next = source.next(); next.isPresent(); next = source.next()) {
                Row row = next.get();
                if (row.defect().isPresent()) {
                    reject(row, row.defect().get());
                } else {
                    batch.add(row);
                }
            }
            batch.flush();
        }
        return plan;
    }

    private void resolve(List<Row> rows, PlanFile<K> plan) {
        cancellation.check();
        importer.resolve(rows, (row, resolution) -> {
            if (resolution instanceof Resolution.Named<K> found) {
                plan.add(new PlannedRow<>(row.line(), found.key(), row.cells()));
                if (!named.add(found.key())) {
                    repeated.add(found.key());
                }
            } else if (resolution instanceof Resolution.Refused<K> refused) {
                reject(row, refused.reason());
            }
        });
    }

    private void reject(Row row, String reason) {
        reject(row.line(), row.defect().isPresent() ? row.cells() : ofColumns(row.cells()), reason + row.remark());
    }

    private void reject(PlannedRow<K> row, String reason) {
        reject(row.line(), ofColumns(row.cells()), reason);
    }

    /** What cannot be kept exactly, such as a NUL, must not be taken for right when it comes back. */
    private void reject(long line, List<String> cells, String reason) {
        Rejection rejection = new Rejection(line, cells, reason);
        rejections.add(
                rejection.cells().equals(cells)
                        ? rejection
                        : new Rejection(
                                line,
                                Row.marked(rejection.cells(), importer.columns().size()),
                                reason));
    }

    private List<String> ofColumns(List<String> cells) {
        return cells.subList(0, Math.min(cells.size(), importer.columns().size()));
    }

    /** What is to be said of what rows contradict each other about. For the others that are named more than once, finds the row to be applied. */
    private Map<K, String> contradictions(PlanFile<K> plan) {
        if (repeated.isEmpty()) {
            return Map.of();
        }
        Map<K, Map<String, Long>> firstLines = new HashMap<>();
        plan.forEachBatch(APPLIED_AT_ONCE, batch -> {
            for (PlannedRow<K> row : batch) {
                if (repeated.contains(row.key())) {
                    appliedLines.putIfAbsent(row.key(), row.line());
                    String meaning = importer.meaning(row.cells());
                    if (!meaning.isEmpty()) {
                        firstLines
                                .computeIfAbsent(row.key(), key -> new HashMap<>())
                                .putIfAbsent(meaning, row.line());
                    }
                }
            }
        });
        Map<K, String> contradictions = new HashMap<>();
        firstLines.forEach((key, lines) -> {
            if (lines.size() > 1) {
                contradictions.put(
                        key,
                        "rows contradict each other about " + importer.describe(key) + ": see lines "
                                + shown(lines.values().stream().sorted().toList()));
            } else {
                appliedLines.put(key, lines.values().iterator().next());
            }
        });
        return contradictions;
    }

    private static String shown(List<Long> lines) {
        return lines.stream().limit(SHOWN_LINES).map(String::valueOf).collect(Collectors.joining(", "));
    }

    private void reject(PlanFile<K> plan, Map<K, String> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        plan.forEachBatch(APPLIED_AT_ONCE, batch -> {
            cancellation.check();
            for (PlannedRow<K> row : batch) {
                String reason = refusals.get(row.key());
                if (reason != null) {
                    reject(row, reason);
                }
            }
        });
    }

    private void applyAccepted(List<PlannedRow<K>> batch, Map<K, String> refusals, boolean dryRun) {
        cancellation.check();
        List<PlannedRow<K>> accepted = new ArrayList<>(batch.size());
        int alike = 0;
        for (PlannedRow<K> row : batch) {
            if (refusals.containsKey(row.key())) {
                continue;
            }
            Long appliedLine = appliedLines.get(row.key());
            if (appliedLine == null || appliedLine == row.line()) {
                accepted.add(row);
            } else {
                alike++;
            }
        }
        progress.applied(new Applied(0, 0, alike));
        if (!accepted.isEmpty()) {
            apply(accepted, dryRun);
        }
        breathe();
    }

    private void apply(List<PlannedRow<K>> rows, boolean dryRun) {
        try {
            progress.applied(importer.apply(rows, dryRun));
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (MailGroupsException e) {
            if (e instanceof NotFoundException) {
                importer.requireTarget();
            }
            if (rows.size() == 1) {
                reject(rows.get(0), e.getMessage());
                return;
            }
            cancellation.check();
            int half = rows.size() / 2;
            apply(rows.subList(0, half), dryRun);
            apply(rows.subList(half, rows.size()), dryRun);
        }
    }

    /** Between two batches: shows that it lives, and looks whether it still should. */
    private void breathe() {
        history.progress(id, progress.counts());
        cancellation.check();
    }
}
