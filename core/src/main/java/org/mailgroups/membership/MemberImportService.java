// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportRequest;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/**
 * Imports of members from files.
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.NotFoundException} for a group that does not exist.
 */
public final class MemberImportService {
    private final ImportService imports;
    private final GroupRepository groups;
    private final ProfileRepository profiles;
    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final AddressRules rules;
    private final Ancestors ancestors;

    @Inject
    public MemberImportService(
            ImportService imports,
            GroupRepository groups,
            ProfileRepository profiles,
            ContactRepository contacts,
            ContactMemberships memberships,
            AddressRules rules,
            Ancestors ancestors) {
        this.imports = imports;
        this.groups = groups;
        this.profiles = profiles;
        this.contacts = contacts;
        this.memberships = memberships;
        this.rules = rules;
        this.ancestors = ancestors;
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
    public ImportJob begin(Principal principal, Address address, ImportMode mode, boolean dryRun, InputStream file) {
        Rights.requirePostmaster(principal, "members");
        Group group = find(address);
        ImportRequest request = new ImportRequest(
                principal,
                ImportTarget.membersOf(group),
                group.address().toString(),
                mode,
                dryRun,
                "members-import",
                List.of("group", group.address(), "mode", mode));
        return imports.begin(
                request,
                new MemberImporter(group.address(), groups, profiles, contacts, memberships, rules, ancestors),
                file);
    }

    /** The imports into a group, the newest first. */
    public Page<ImportRecord> list(Principal principal, Address group, PageRequest page) {
        Rights.requirePostmaster(principal, "members");
        return imports.list(ImportTarget.membersOf(find(group)), page);
    }

    /** What an import rejected, as a CSV file. */
    public Stream<String> rejections(Principal principal, Address group, String taskId) {
        Rights.requirePostmaster(principal, "members");
        return imports.rejections(ImportTarget.membersOf(find(group)), MemberImporter.COLUMNS, taskId);
    }

    private Group find(Address address) {
        return groups.get(address);
    }
}
