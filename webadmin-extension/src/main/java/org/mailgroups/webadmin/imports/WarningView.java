// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.mailgroups.imports.history.ImportWarning;

/** A row that was taken, but not all that it says, as JSON. */
record WarningView(
        @JsonProperty("line") long line, @JsonProperty("name") String name, @JsonProperty("reason") String reason) {
    static List<WarningView> of(List<ImportWarning> warnings) {
        return warnings.stream()
                .map(warning -> new WarningView(warning.line(), warning.name(), warning.reason()))
                .toList();
    }

    ImportWarning toDomain() {
        return new ImportWarning(line, name, reason);
    }
}
