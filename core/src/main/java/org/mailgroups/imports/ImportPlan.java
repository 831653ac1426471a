// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.imports.ImportKind.Resolution;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.work.Cancellation;

/**
 * Decides what is to be done with each row of a file, before anything is done.
 *
 * <p>First every row is read, and it is found out what it names. That goes to a plan on disk, while memory keeps the
 * keys alone, about 150 bytes each. Then everything that cannot be taken is found, many at a time: addresses that do
 * not exist, cycles, rows that contradict each other. Those rows are rejected, and the others are handed out in
 * batches. So the order of rows does not matter.
 *
 * <p>Of rows that name one thing, what they say together is applied once; the others count as unchanged. If they
 * contradict each other, all of them are rejected, because none has a better claim.
 *
 * <p>Used once, by one thread.
 */
final class ImportPlan<R, K> {
    /** How many rows are resolved with one question to the store. */
    private static final int RESOLVED_AT_ONCE = 1000;

    /** How many rows are applied in one transaction. */
    private static final int APPLIED_AT_ONCE = 5000;

    private static final int SHOWN_LINES = 5;

    private final UUID id;
    private final ImportKind<R, K> kind;
    private final Staging staging;
    private final Rejections rejections;
    private final Cancellation cancellation;
    private final PlanFile<R, K> plan;
    private final Set<K> named = new HashSet<>();
    private final Set<K> repeated = new HashSet<>();
    /** Of the rows that name one thing, the line of the one that is applied. */
    private final Map<K, Long> appliedLines = new HashMap<>();

    /** Of the rows that name one thing and complete each other, what they say together. */
    private final Map<K, PlannedRow<R, K>> appliedRows = new HashMap<>();

    private final Map<K, String> refusals = new HashMap<>();

    ImportPlan(UUID id, ImportKind<R, K> kind, Staging staging, Rejections rejections, Cancellation cancellation) {
        this.id = id;
        this.kind = kind;
        this.staging = staging;
        this.rejections = rejections;
        this.cancellation = cancellation;
        this.plan = new PlanFile<>(staging, id, kind);
    }

    /**
     * Decides, and rejects what cannot be taken.
     *
     * @throws java.util.concurrent.CancellationException if the import was cancelled
     */
    void decide() {
        resolve();
        refusals.putAll(kind.refusals(named, plan));
        if (!repeated.isEmpty()) {
            settleRepetitions();
        }
        if (!refusals.isEmpty()) {
            rejectRefused();
        }
        rejections.flush();
    }

    /** Returns what the file names, be it refused or not. */
    Set<K> named() {
        return named;
    }

    private void resolve() {
        try (plan;
                RowSource source = kind.rows(staging.open(id))) {
            RowBatch<Row> batch = new RowBatch<>(RESOLVED_AT_ONCE, Row::cells, this::resolve);
            for (Optional<Row> next = source.next(); next.isPresent(); next = source.next()) {
                Row row = next.get();
                if (row.defect().isPresent()) {
                    rejections.add(row, row.defect().get());
                } else {
                    batch.add(row);
                }
            }
            batch.flush();
        }
    }

    private void resolve(List<Row> rows) {
        cancellation.check();
        List<Row> readable = new ArrayList<>(rows.size());
        List<R> values = new ArrayList<>(rows.size());
        for (Row row : rows) {
            try {
                values.add(kind.read(row.cells()));
                readable.add(row);
            } catch (InvalidValueException e) {
                rejections.add(row, e.getMessage());
            }
        }
        List<Resolution<K>> resolutions = kind.resolve(values);
        for (int i = 0; i < values.size(); i++) {
            Row row = readable.get(i);
            if (resolutions.get(i) instanceof Resolution.Named<K> found) {
                plan.add(new PlannedRow<>(row.line(), found.key(), row.cells(), values.get(i)));
                if (!named.add(found.key())) {
                    repeated.add(found.key());
                }
            } else if (resolutions.get(i) instanceof Resolution.Refused<K> refused) {
                rejections.add(row, refused.reason(), kind.warnings(values.get(i)));
            }
        }
    }

    /** Refuses what rows contradict each other about. Of the other rows that name one thing, makes one. */
    private void settleRepetitions() {
        Map<K, Map<List<String>, Long>> firstLines = new HashMap<>();
        plan.forEachBatch(APPLIED_AT_ONCE, batch -> {
            for (PlannedRow<R, K> row : batch) {
                if (repeated.contains(row.key())) {
                    firstLines
                            .computeIfAbsent(row.key(), key -> new LinkedHashMap<>())
                            .putIfAbsent(kind.statement(row.row()), row.line());
                }
            }
        });
        Set<K> merged = new HashSet<>();
        firstLines.forEach((key, lines) -> {
            appliedLines.put(key, lines.values().iterator().next());
            if (lines.size() > 1 && isContradiction(lines.keySet())) {
                refusals.putIfAbsent(
                        key,
                        "rows contradict each other about " + kind.describe(key) + ": see lines "
                                + shown(lines.values().stream().sorted().toList()));
            } else if (lines.size() > 1) {
                merged.add(key);
            }
        });
        if (!merged.isEmpty()) {
            plan.forEachBatch(APPLIED_AT_ONCE, batch -> batch.stream()
                    .filter(row -> merged.contains(row.key()))
                    .forEach(row -> appliedRows.merge(row.key(), row, this::merged)));
        }
    }

    /** Returns whether two of the statements say something else in one place. */
    private static boolean isContradiction(Collection<List<String>> statements) {
        Map<Integer, String> said = new HashMap<>();
        for (List<String> statement : statements) {
            for (int i = 0; i < statement.size(); i++) {
                String text = statement.get(i);
                String before = text.isEmpty() ? null : said.putIfAbsent(i, text);
                if (before != null && !before.equals(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the first of two rows, with what the second one says besides. */
    private PlannedRow<R, K> merged(PlannedRow<R, K> first, PlannedRow<R, K> second) {
        List<String> cells = IntStream.range(0, first.cells().size())
                .mapToObj(i ->
                        CsvCell.orBefore(first.cells().get(i), second.cells().get(i)))
                .toList();
        return new PlannedRow<>(first.line(), first.key(), cells, kind.read(cells));
    }

    private static String shown(List<Long> lines) {
        return lines.stream().limit(SHOWN_LINES).map(String::valueOf).collect(Collectors.joining(", "));
    }

    private void rejectRefused() {
        plan.forEachBatch(APPLIED_AT_ONCE, batch -> {
            cancellation.check();
            for (PlannedRow<R, K> row : batch) {
                String reason = refusals.get(row.key());
                if (reason != null) {
                    rejections.add(row, reason, kind.warnings(row.row()));
                }
            }
        });
    }

    /** Hands out all rows that are not rejected, in their order. */
    void forEachBatch(Consumer<Batch<R, K>> action) {
        plan.forEachBatch(APPLIED_AT_ONCE, rows -> action.accept(accepted(rows)));
    }

    private Batch<R, K> accepted(List<PlannedRow<R, K>> rows) {
        List<PlannedRow<R, K>> accepted = new ArrayList<>(rows.size());
        int alike = 0;
        for (PlannedRow<R, K> row : rows) {
            if (!refusals.containsKey(row.key())) {
                Long appliedLine = appliedLines.get(row.key());
                if (appliedLine == null || appliedLine == row.line()) {
                    accepted.add(appliedRows.getOrDefault(row.key(), row));
                } else {
                    alike++;
                }
            }
        }
        return new Batch<>(accepted, alike);
    }

    /**
     * Rows for one transaction.
     *
     * @param alike how many more say the same as a row that is applied
     */
    record Batch<R, K>(List<PlannedRow<R, K>> rows, int alike) {
        Batch {
            rows = List.copyOf(rows);
        }
    }
}
