// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.time.Instant;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.mailgroups.imports.ImportState;
import org.mailgroups.imports.history.ImportCounts;

/** What is known of an import while it runs and afterwards. Each kind is a class of its own, since James finds its JSON by the class. */
public sealed interface ImportInformation extends AdditionalInformation
        permits MembersImportInformation, ProfilesImportInformation, ContactsImportInformation {
    ImportState state();

    default ImportCounts counts() {
        return state().counts();
    }

    @Override
    default Instant timestamp() {
        return state().timestamp();
    }
}
