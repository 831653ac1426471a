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
package org.mailgroups.webadmin.contact;

import java.io.InputStream;
import java.util.UUID;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.distribution.Destinations;
import org.mailgroups.distribution.GroupLookup;
import org.mailgroups.group.ImportRecord;
import org.mailgroups.group.ImportTarget;
import org.mailgroups.group.LocalAddresses;
import org.mailgroups.group.Page;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Principal;
import org.mailgroups.group.ProfileRepository;
import org.mailgroups.webadmin.AuditTrail;
import org.mailgroups.webadmin.Id;
import org.mailgroups.webadmin.imports.ImportOrder;
import org.mailgroups.webadmin.imports.ImportService;

/**
 * Imports of shared contacts from files (seed lines B9, B10).
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.group.NotFoundException} for a contact group that does not exist, and {@link org.mailgroups.group.NotAllowedException} where who asks is not a
 * postmaster.
 */
public final class ContactImportService {
    private final ImportService imports;
    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final ProfileRepository profiles;
    private final Destinations destinations;
    private final AuditTrail audit;

    @Inject
    public ContactImportService(
            ImportService imports,
            ContactRepository contacts,
            ContactMemberships memberships,
            ProfileRepository profiles,
            LocalAddresses localAddresses,
            GroupLookup groups,
            AuditTrail audit) {
        this.imports = imports;
        this.contacts = contacts;
        this.memberships = memberships;
        this.profiles = profiles;
        this.destinations = new Destinations(localAddresses, groups);
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
    String submit(Principal principal, UUID id, ContactFormat format, boolean dryRun, InputStream file) {
        ContactGroup contactGroup = find(principal, id);
        String task = imports.submit(
                ImportOrder.ofContacts(principal, id, dryRun),
                new ContactImporter(contactGroup, format, contacts, memberships, profiles, destinations),
                file);
        audit.record(
                principal, "contacts-import", "contactGroup", id, "format", format, "dryRun", dryRun, "task", task);
        return task;
    }

    /** The imports into a contact group, the newest first. */
    Page<ImportRecord> list(Principal principal, UUID contactGroup, PageRequest page) {
        return imports.list(target(principal, contactGroup), page);
    }

    /** What an import rejected, as a CSV file, whatever the file was. */
    Stream<String> rejections(Principal principal, UUID contactGroup, String taskId) {
        return imports.rejections(target(principal, contactGroup), ContactColumns.NAMES, taskId);
    }

    private ImportTarget target(Principal principal, UUID contactGroup) {
        return ImportTarget.contactsOf(find(principal, contactGroup).id());
    }

    private ContactGroup find(Principal principal, UUID contactGroup) {
        Postmasters.require(principal);
        return contacts.findGroup(contactGroup).orElseThrow(() -> Id.unknown("contact group", contactGroup));
    }
}
