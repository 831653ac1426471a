/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.group.Address;
import org.mailgroups.group.ImportHistory;
import org.mailgroups.group.ImportMode;
import org.mailgroups.group.Rejection;
import org.mailgroups.webadmin.csv.CsvReader;
import org.mailgroups.webadmin.csv.CsvRecord;
import org.mailgroups.webadmin.imports.Importer.Resolution;
import org.mailgroups.webadmin.imports.Importer.Row;

/**
 * One pass of a checked file through an {@link Importer}.
 *
 * <p>The idea: decide first, act after. First every row is read and it is found out whom it names; that goes to a plan on disk, while memory keeps the addresses alone (about 150 bytes each). Then whoever cannot
 * be taken is found, many at a time: addresses that do not exist, cycles, rows that contradict each other. Only then is anything applied, batch by batch, and only what
 * differs from the state; so the same file again changes nothing, and neither the order of rows nor an end in the middle matters to what another run makes of it.
 *
 * <p>Rows that name one address twice and say the same are applied once, the others count as unchanged; if they contradict each other, all of them are rejected, since none has a better claim.
 *
 * <p>Used once, by one thread.
 */
final class ImportRun {
    /** How many rows are resolved with one question to the store. */
    private static final int RESOLVED_AT_ONCE = 1000;

    /** How many rows are applied in one transaction. */
    private static final int APPLIED_AT_ONCE = 5000;

    private final UUID id;
    private final Importer importer;
    private final Staging staging;
    private final ImportHistory history;
    private final Progress progress;
    private final Cancellation cancellation;
    private final Rejections rejections;
    private final Set<Address> named = new HashSet<>();
    private final Set<Address> repeated = new HashSet<>();

    ImportRun(
            UUID id,
            Importer importer,
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
        PlanFile plan = resolve();
        Map<Address, String> refusals = new HashMap<>(importer.refusals(named, plan));
        contradictions(plan).forEach(refusals::putIfAbsent);
        reject(plan, refusals);
        rejections.flush();
        if (mode == ImportMode.REPLACE && (progress.counts().rejected() > 0 || named.isEmpty())) {
            return false;
        }
        plan.forEachBatch(APPLIED_AT_ONCE, batch -> apply(batch, refusals, dryRun));
        if (mode == ImportMode.REPLACE) {
            importer.removeOthers(named, dryRun, removed -> {
                progress.removed(removed);
                breathe();
            });
        }
        return true;
    }

    private PlanFile resolve() {
        PlanFile plan = new PlanFile(staging, id);
        try (plan;
                CsvReader reader = new CsvReader(staging.open(id))) {
            Header header = Header.read(reader, importer.columns());
            List<Row> rows = new ArrayList<>(RESOLVED_AT_ONCE);
            for (Optional<CsvRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                CsvRecord row = next.get();
                Optional<String> defect = header.defect(row);
                if (defect.isPresent()) {
                    rejections.add(new Rejection(row.line(), header.values(row), withSpan(row, defect.get())));
                } else {
                    rows.add(new Row(row.line(), row.lastLine(), header.values(row)));
                }
                if (rows.size() == RESOLVED_AT_ONCE) {
                    resolve(rows, plan);
                    rows.clear();
                }
            }
            resolve(rows, plan);
        }
        return plan;
    }

    private void resolve(List<Row> rows, PlanFile plan) {
        cancellation.check();
        importer.resolve(rows, (row, resolution) -> {
            if (resolution instanceof Resolution.Named found) {
                plan.add(new PlannedRow(row.line(), found.address(), row.cells()));
                if (!named.add(found.address())) {
                    repeated.add(found.address());
                }
            } else if (resolution instanceof Resolution.Refused refused) {
                rejections.add(new Rejection(row.line(), row.cells(), withSpan(row, refused.reason())));
            }
        });
    }

    private static String withSpan(CsvRecord row, String reason) {
        return withSpan(new Row(row.line(), row.lastLine(), row.cells()), reason);
    }

    /** Nobody should have to guess that a quote has made several lines one row. */
    private static String withSpan(Row row, String reason) {
        return row.lastLine() == row.line()
                ? reason
                : reason + " (a quote makes one row of the lines " + row.line() + " to " + row.lastLine() + ")";
    }

    /** What is to be said of the addresses that rows contradict each other about. */
    private Map<Address, String> contradictions(PlanFile plan) {
        if (repeated.isEmpty()) {
            return Map.of();
        }
        Map<Address, Map<String, Long>> firstLines = new HashMap<>();
        plan.forEachBatch(APPLIED_AT_ONCE, batch -> {
            for (PlannedRow row : batch) {
                String meaning = importer.meaning(row.cells());
                if (repeated.contains(row.address()) && !meaning.isEmpty()) {
                    firstLines
                            .computeIfAbsent(row.address(), address -> new HashMap<>())
                            .putIfAbsent(meaning, row.line());
                }
            }
        });
        Map<Address, String> contradictions = new HashMap<>();
        firstLines.forEach((address, lines) -> {
            if (lines.size() > 1) {
                Set<Long> sorted =
                        new LinkedHashSet<>(lines.values().stream().sorted().toList());
                contradictions.put(
                        address,
                        "rows contradict each other about " + address + ": see lines "
                                + String.join(
                                        ", ",
                                        sorted.stream()
                                                .limit(5)
                                                .map(String::valueOf)
                                                .toList()));
            }
        });
        return contradictions;
    }

    private void reject(PlanFile plan, Map<Address, String> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        plan.forEachBatch(APPLIED_AT_ONCE, batch -> {
            cancellation.check();
            for (PlannedRow row : batch) {
                String reason = refusals.get(row.address());
                if (reason != null) {
                    rejections.add(row.rejected(reason));
                }
            }
        });
    }

    private void apply(List<PlannedRow> batch, Map<Address, String> refusals, boolean dryRun) {
        cancellation.check();
        List<PlannedRow> accepted = refusals.isEmpty()
                ? batch
                : batch.stream()
                        .filter(row -> !refusals.containsKey(row.address()))
                        .toList();
        if (!accepted.isEmpty()) {
            progress.applied(importer.apply(accepted, dryRun));
            breathe();
        }
    }

    /** Between two batches: shows that it lives, and looks whether it still should. */
    private void breathe() {
        history.progress(id, progress.counts());
        cancellation.check();
    }
}
