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

import java.io.InputStream;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.group.Address;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.ImportMode;
import org.mailgroups.group.ImportRecord;
import org.mailgroups.group.ImportTarget;
import org.mailgroups.group.Page;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Principal;
import org.mailgroups.group.ProfileRepository;
import org.mailgroups.webadmin.AuditTrail;
import org.mailgroups.webadmin.imports.ImportOrder;
import org.mailgroups.webadmin.imports.ImportService;

/**
 * Imports of members from files.
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.group.NotFoundException} for a group that does not exist.
 */
public final class MemberImportService {
    private final ImportService imports;
    private final GroupRepository groups;
    private final ProfileRepository profiles;
    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final AddressRules rules;
    private final Ancestors ancestors;
    private final AuditTrail audit;

    @Inject
    public MemberImportService(
            ImportService imports,
            GroupRepository groups,
            ProfileRepository profiles,
            ContactRepository contacts,
            ContactMemberships memberships,
            AddressRules rules,
            Ancestors ancestors,
            AuditTrail audit) {
        this.imports = imports;
        this.groups = groups;
        this.profiles = profiles;
        this.contacts = contacts;
        this.memberships = memberships;
        this.rules = rules;
        this.ancestors = ancestors;
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
    String submit(Principal principal, Address address, ImportMode mode, boolean dryRun, InputStream file) {
        Group group = find(address);
        String task = imports.submit(
                ImportOrder.ofMembers(principal, group, mode, dryRun),
                new MemberImporter(group.address(), groups, profiles, contacts, memberships, rules, ancestors),
                file);
        audit.record(
                principal, "members-import", "group", group.address(), "mode", mode, "dryRun", dryRun, "task", task);
        return task;
    }

    /** The imports into a group, the newest first. */
    Page<ImportRecord> list(Address group, PageRequest page) {
        return imports.list(ImportTarget.membersOf(find(group)), page);
    }

    /** What an import rejected, as a CSV file. */
    Stream<String> rejections(Address group, String taskId) {
        return imports.rejections(ImportTarget.membersOf(find(group)), MemberImporter.COLUMNS, taskId);
    }

    private Group find(Address address) {
        return groups.find(address).orElseThrow(() -> GroupService.unknown(address));
    }
}
