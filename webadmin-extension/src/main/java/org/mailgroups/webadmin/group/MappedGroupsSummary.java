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
