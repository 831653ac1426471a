// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mailgroups.imports.Applied;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.PlanFile;
import org.mailgroups.imports.PlannedRow;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.value.Address;

/** Words of a file. */
final class Words implements ImportKind<String, String> {
    final List<String> applied = new ArrayList<>();
    Runnable beforeApply = () -> {};

    private final ImportTarget target;

    Words(ImportTarget target) {
        this.target = target;
    }

    @Override
    public ImportTarget target() {
        return target;
    }

    @Override
    public String subject() {
        return "";
    }

    @Override
    public String action() {
        return "words-import";
    }

    @Override
    public Stream<Address> addresses(PlannedRow<String, String> row) {
        return Stream.empty();
    }

    @Override
    public List<Object> auditDetails() {
        return List.of();
    }

    @Override
    public List<String> columns() {
        return List.of("Word");
    }

    @Override
    public String read(List<String> cells) {
        return cells.get(0);
    }

    @Override
    public List<Resolution<String>> resolve(List<String> rows) {
        return rows.stream().<Resolution<String>>map(Resolution.Named::new).toList();
    }

    @Override
    public String writeKey(String key) {
        return key;
    }

    @Override
    public String readKey(String text) {
        return text;
    }

    @Override
    public String describe(String key) {
        return key;
    }

    @Override
    public List<String> statement(String row) {
        return List.of();
    }

    @Override
    public Map<String, String> refusals(Set<String> named, PlanFile<String, String> plan) {
        return Map.of();
    }

    @Override
    public Applied apply(List<PlannedRow<String, String>> rows, boolean dryRun) {
        beforeApply.run();
        rows.forEach(row -> applied.add(row.key()));
        return new Applied(rows.size(), 0, 0);
    }

    @Override
    public void requireTarget() {}
}
