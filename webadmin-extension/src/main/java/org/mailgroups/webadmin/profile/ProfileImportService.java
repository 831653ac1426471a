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
package org.mailgroups.webadmin.profile;

import java.io.InputStream;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.group.ImportRecord;
import org.mailgroups.group.ImportTarget;
import org.mailgroups.group.LocalAddresses;
import org.mailgroups.group.Page;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Principal;
import org.mailgroups.group.ProfileRepository;
import org.mailgroups.webadmin.AuditTrail;
import org.mailgroups.webadmin.imports.ImportOrder;
import org.mailgroups.webadmin.imports.ImportService;

/** Imports of profiles from files. Thread-safe. */
public final class ProfileImportService {
    private final ImportService imports;
    private final ProfileRepository profiles;
    private final LocalAddresses localAddresses;
    private final AuditTrail audit;

    @Inject
    public ProfileImportService(
            ImportService imports, ProfileRepository profiles, LocalAddresses localAddresses, AuditTrail audit) {
        this.imports = imports;
        this.profiles = profiles;
        this.localAddresses = localAddresses;
        this.audit = audit;
    }

    /** The longest file that is taken, in bytes. */
    long maxBytes() {
        return imports.maxBytes();
    }

    /**
     * Begins an import.
     *
     * @return the id of its task
     * @throws org.mailgroups.group.InvalidValueException if the file cannot be taken as it is; nothing will be applied
     */
    String submit(Principal principal, boolean dryRun, InputStream file) {
        String task = imports.submit(
                ImportOrder.ofProfiles(principal, dryRun), new ProfileImporter(profiles, localAddresses), file);
        audit.record(principal, "profiles-import", "dryRun", dryRun, "task", task);
        return task;
    }

    /** The imports of profiles, the newest first. */
    Page<ImportRecord> list(PageRequest page) {
        return imports.list(ImportTarget.profiles(), page);
    }

    /** What an import rejected, as a CSV file. */
    Stream<String> rejections(String taskId) {
        return imports.rejections(ImportTarget.profiles(), ProfileImporter.COLUMNS, taskId);
    }
}
