// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.mailgroups.backup.Report;
import org.mailgroups.backup.Report.Count;

/**
 * The {@code additionalInformation} of a task that takes James' own groups over. While the task runs, it says how far
 * the task is.
 *
 * @param groups the number of James' groups that the task has looked at
 * @param added the number of groups that were added, or would be
 * @param unchanged the number of groups that were there already, and only had mappings left over
 * @param rejections the first rejections
 * @param reason why the task failed; null, and absent, if it has not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MappedGroupsSummary(
        String type,
        boolean dryRun,
        long groups,
        long added,
        long unchanged,
        long rejected,
        List<Report.Rejection> rejections,
        boolean rejectionsTruncated,
        String reason,
        Instant timestamp)
        implements AdditionalInformation, AdditionalInformationDTO {
    /** The type of the task and of its summary. */
    public static final String TYPE = "groups-import-from-rrt";

    public MappedGroupsSummary {
        rejections = List.copyOf(rejections);
    }

    static MappedGroupsSummary of(Report report, boolean dryRun, Instant timestamp) {
        List<Report.Rejection> rejections = report.rejections();
        long added = report.of(Count.ADDED);
        long unchanged = report.of(Count.UNCHANGED);
        return new MappedGroupsSummary(
                TYPE,
                dryRun,
                added + unchanged + report.rejected(),
                added,
                unchanged,
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
