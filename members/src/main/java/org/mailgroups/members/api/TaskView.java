// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.mailgroups.call.view.ImportView;
import org.mailgroups.call.view.RejectionView;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.membership.OwnImports.OwnImport;

/**
 * An import as JSON, in the words of James' {@code /tasks}.
 *
 * @param submitDate ISO 8601 in UTC, as the dates after it; these are null, and absent, if it has ended otherwise or
 *     not at all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TaskView(
        String taskId,
        String type,
        String status,
        String submitDate,
        String completedDate,
        String failedDate,
        String canceledDate,
        ImportInformation additionalInformation) {
    private static final String TYPE = "group-members-import";
    private static final String COMPLETED = "completed";
    private static final String FAILED = "failed";
    private static final String CANCELED = "canceled";

    /**
     * What has become of the rows so far.
     *
     * @param rejectionsTruncated whether more are rejected than are here
     * @param reason why the import failed; null, and absent, if it has not
     * @param timestamp when this was so
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ImportInformation(
            String type,
            String group,
            boolean dryRun,
            String mode,
            long rows,
            long added,
            long updated,
            long unchanged,
            long removed,
            long rejected,
            List<RejectionView> rejections,
            boolean rejectionsTruncated,
            String reason,
            String timestamp) {}

    static TaskView of(OwnImport own, Instant now) {
        ImportRecord record = own.record();
        ImportCounts counts = record.counts();
        String status = status(record.status());
        String end = record.finishedAt().map(Instant::toString).orElse(null);
        return new TaskView(
                record.taskId().map(UUID::toString).orElse(null),
                TYPE,
                status,
                record.submittedAt().toString(),
                status.equals(COMPLETED) ? end : null,
                status.equals(FAILED) ? end : null,
                status.equals(CANCELED) ? end : null,
                new ImportInformation(
                        TYPE,
                        own.group().toString(),
                        record.dryRun(),
                        ImportView.mode(record.mode()),
                        counts.rows(),
                        counts.added(),
                        counts.updated(),
                        counts.unchanged(),
                        counts.removed(),
                        counts.rejected(),
                        RejectionView.of(own.rejections()),
                        counts.rejected() > own.rejections().size(),
                        record.reason().orElse(null),
                        record.finishedAt().orElse(now).toString()));
    }

    private static String status(ImportStatus status) {
        return switch (status) {
            case WAITING -> "waiting";
            case RUNNING -> "inProgress";
            case COMPLETED -> COMPLETED;
            case FAILED, INTERRUPTED -> FAILED;
            case CANCELLED -> CANCELED;
        };
    }
}
