// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportRequest;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/** Imports of profiles from files. Thread-safe. */
public final class ProfileImportService {
    private final ImportService imports;
    private final ProfileRepository profiles;
    private final LocalAddresses localAddresses;

    @Inject
    public ProfileImportService(ImportService imports, ProfileRepository profiles, LocalAddresses localAddresses) {
        this.imports = imports;
        this.profiles = profiles;
        this.localAddresses = localAddresses;
    }

    /** The longest file that is taken, in bytes. */
    public long maxBytes() {
        return imports.maxBytes();
    }

    /**
     * Makes an import ready to run.
     *
     * @throws org.mailgroups.value.InvalidValueException if the file cannot be taken as it is; nothing will be applied
     */
    public ImportJob begin(Principal principal, boolean dryRun, InputStream file) {
        Rights.requirePostmaster(principal, "profiles");
        ImportRequest request = new ImportRequest(
                principal, ImportTarget.profiles(), "", ImportMode.ADD, dryRun, "profiles-import", List.of());
        return imports.begin(request, new ProfileImporter(profiles, localAddresses), file);
    }

    /** The imports of profiles, the newest first. */
    public Page<ImportRecord> list(Principal principal, PageRequest page) {
        Rights.requirePostmaster(principal, "profiles");
        return imports.list(ImportTarget.profiles(), page);
    }

    /** What an import rejected, as a CSV file. */
    public Stream<String> rejections(Principal principal, String taskId) {
        Rights.requirePostmaster(principal, "profiles");
        return imports.rejections(ImportTarget.profiles(), ProfileImporter.COLUMNS, taskId);
    }
}
