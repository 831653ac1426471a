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
package org.mailgroups.webadmin.imports;

import java.time.Instant;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.mailgroups.group.ImportCounts;

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
