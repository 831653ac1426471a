// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.mailgroups.backup.BackupRestore;
import org.mailgroups.backup.Report;
import org.mailgroups.backup.Report.Count;

/**
 * The {@code additionalInformation} of a task that restores a backup. While the task runs, it says how far the task is.
 * In a dry run, the numbers say what would be done.
 *
 * @param rejections the first rejections
 * @param reason why the task failed; null, and absent, if it has not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoreSummary(
        String type,
        boolean dryRun,
        String mode,
        long added,
        long replaced,
        long unchanged,
        long skipped,
        long membersRestored,
        long membersRemoved,
        long profiles,
        long rejected,
        List<Report.Rejection> rejections,
        boolean rejectionsTruncated,
        String reason,
        Instant timestamp)
        implements AdditionalInformation, AdditionalInformationDTO {
    /** The type of the task and of its summary. */
    public static final String TYPE = "groups-restore";

    public RestoreSummary {
        rejections = List.copyOf(rejections);
    }

    static RestoreSummary of(Report report, BackupRestore.Order order, Instant timestamp) {
        List<Report.Rejection> rejections = report.rejections();
        return new RestoreSummary(
                TYPE,
                order.dryRun(),
                order.mode().word(),
                report.of(Count.ADDED),
                report.of(Count.REPLACED),
                report.of(Count.UNCHANGED),
                report.of(Count.SKIPPED),
                report.of(Count.MEMBERS_RESTORED),
                report.of(Count.MEMBERS_REMOVED),
                report.of(Count.PROFILES),
                report.rejected(),
                rejections,
                report.rejected() > rejections.size(),
                report.failure().orElse(null),
                timestamp);
    }

    @Override
    public String getType() {
        return type;
    }

    @Override
    public Instant getTimestamp() {
        return timestamp;
    }
}
