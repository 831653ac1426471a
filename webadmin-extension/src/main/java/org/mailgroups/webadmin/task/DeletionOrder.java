// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.task;

import java.util.List;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.mailgroups.deletion.Deletion;
import org.mailgroups.right.Principal;

/** What James passes to the node that runs a deletion. Only a postmaster could submit it. */
record DeletionOrder(String type, String principal, String kind, String target, List<String> ids) implements TaskDTO {
    DeletionOrder {
        ids = List.copyOf(ids);
    }

    static DeletionOrder of(Deletion deletion) {
        return new DeletionOrder(
                DeletionSummary.TYPE,
                deletion.principal().name(),
                deletion.kind().word(),
                deletion.target(),
                deletion.ids());
    }

    Deletion deletion() {
        return new Deletion(Principal.postmaster(principal), Deletion.Kind.of(kind), target, ids);
    }

    @Override
    public String getType() {
        return type;
    }
}
