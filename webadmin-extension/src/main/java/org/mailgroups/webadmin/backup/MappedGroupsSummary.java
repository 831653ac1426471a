// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

import java.time.Instant;
import java.util.List;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;

/**
 * What has become of James' own groups so far; the {@code additionalInformation} of the task.
 *
 * @param groups how many were looked at
 * @param added how many are groups now, or would be
 * @param unchanged how many were groups already, of which mappings were left over
 * @param rejections the first of them
 */
public record MappedGroupsSummary(
        String type,
        boolean dryRun,
        long groups,
        long added,
        long unchanged,
        long rejected,
        List<RejectedGroup> rejections,
        boolean rejectionsTruncated,
        Instant timestamp)
        implements AdditionalInformation, AdditionalInformationDTO {
    /** The type of the task and of its summary. */
    public static final String TYPE = "groups-import-from-rrt";

    public MappedGroupsSummary {
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
