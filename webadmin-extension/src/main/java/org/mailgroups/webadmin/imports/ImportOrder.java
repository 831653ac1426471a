// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.apache.james.server.task.json.dto.TaskDTO;

/**
 * What James passes to the node that runs an import. The rest is in the history, and the file in the store.
 *
 * @param kind the type of the task, which says what its rows are
 * @param subject what they go into, in words; empty if there is only one
 * @param vcards whether the file is one of vCards
 * @param byUser whether a user has begun it, and no postmaster; absent from orders of older versions, and then false
 */
record ImportOrder(
        String type,
        String kind,
        String id,
        String subject,
        boolean vcards,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean byUser)
        implements TaskDTO {
    /** The type of orders; that of the task says more. */
    static final String TYPE = "mail-groups-import";

    static ImportOrder of(String kind, UUID id, String subject, boolean vcards) {
        return new ImportOrder(TYPE, kind, id.toString(), subject, vcards, false);
    }

    /** Returns the order of an import of members that a user has begun. */
    static ImportOrder ofUser(UUID id, String group) {
        return new ImportOrder(TYPE, ImportInformation.Members.TYPE.asString(), id.toString(), group, false, true);
    }

    UUID importId() {
        return UUID.fromString(id);
    }

    @Override
    public String getType() {
        return type;
    }
}
