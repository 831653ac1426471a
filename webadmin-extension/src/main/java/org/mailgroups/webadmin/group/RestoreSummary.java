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
package org.mailgroups.webadmin.group;

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
