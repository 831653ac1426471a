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

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.UUID;
import org.mailgroups.group.ImportCounts;
import org.mailgroups.group.ImportMode;
import org.mailgroups.group.ImportRecord;

/**
 * An import of the history as JSON.
 *
 * @param finishedAt null, and absent, as long as it has not ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportView(
        String taskId,
        String by,
        String submittedAt,
        String finishedAt,
        String status,
        boolean dryRun,
        String mode,
        long rows,
        long added,
        long updated,
        long unchanged,
        long removed,
        long rejected) {
    public static ImportView of(ImportRecord record) {
        ImportCounts counts = record.counts();
        return new ImportView(
                record.taskId().map(UUID::toString).orElse(null),
                record.principal().name(),
                record.submittedAt().toString(),
                record.finishedAt().map(Object::toString).orElse(null),
                record.status().name().toLowerCase(Locale.ROOT),
                record.dryRun(),
                mode(record.mode()),
                counts.rows(),
                counts.added(),
                counts.updated(),
                counts.unchanged(),
                counts.removed(),
                counts.rejected());
    }

    /** What the next page of a list of imports comes after. */
    public static String key(ImportRecord record) {
        return record.id().toString();
    }

    static String mode(ImportMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
