// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.util.UUID;
import org.apache.james.server.task.json.dto.TaskDTO;

/**
 * What James passes to the node that runs an import. The rest is in the history, and the file in the store.
 *
 * @param kind the type of the task, which says what its rows are
 * @param subject what they go into, in words; empty if there is only one
 * @param vcards whether the file is one of vCards
 */
record ImportOrder(String type, String kind, String id, String subject, boolean vcards) implements TaskDTO {
    /** The type of orders; that of the task says more. */
    static final String TYPE = "mail-groups-import";

    static ImportOrder of(String kind, UUID id, String subject, boolean vcards) {
        return new ImportOrder(TYPE, kind, id.toString(), subject, vcards);
    }

    UUID importId() {
        return UUID.fromString(id);
    }

    @Override
    public String getType() {
        return type;
    }
}
