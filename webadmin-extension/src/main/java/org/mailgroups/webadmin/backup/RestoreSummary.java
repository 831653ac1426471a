// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

import java.time.Instant;
import java.util.List;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;

/**
 * What has been put back so far, or would be; the {@code additionalInformation} of the task.
 *
 * @param added groups that were not there
 * @param replaced groups that were there and have changed
 * @param unchanged groups that were there and are as they were in the backup
 * @param skipped groups that were there and were left alone
 * @param membersRestored members put in or changed
 * @param membersRemoved members of replaced groups that are not in the backup
 * @param profiles profiles put in or changed
 * @param rejections the first of them
 */
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
        List<RejectedGroup> rejections,
        boolean rejectionsTruncated,
        Instant timestamp)
        implements AdditionalInformation, AdditionalInformationDTO {
    /** The type of the task and of its summary. */
    public static final String TYPE = "groups-restore";

    public RestoreSummary {
        rejections = List.copyOf(rejections);
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
