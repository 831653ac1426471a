// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.mailgroups.deletion.Deletion;
import org.mailgroups.deletion.DeletionProgress;
import org.mailgroups.value.Address;

/**
 * The {@code additionalInformation} of a deletion, while it runs and afterwards.
 *
 * @param of what is deleted
 * @param target whose, or which one; empty for contacts
 * @param memberships the groups in which something deleted was a member: the first ones
 * @param reason why it failed; null, and absent, if it has not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeletionSummary(
        String type, String of, String target, long deleted, List<String> memberships, String reason, Instant timestamp)
        implements AdditionalInformation, AdditionalInformationDTO {
    /** The type of the task and of its summary. */
    public static final String TYPE = "deletion";

    public DeletionSummary {
        memberships = List.copyOf(memberships);
    }

    static DeletionSummary of(Deletion deletion, DeletionProgress progress, Instant timestamp) {
        return new DeletionSummary(
                TYPE,
                deletion.kind().word(),
                deletion.target(),
                progress.deleted(),
                progress.memberships().stream().map(Address::toString).toList(),
                progress.failure().orElse(null),
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
