// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.group.Destinations;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportRequest;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.value.Id;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;

/**
 * Imports of shared contacts from files (seed lines B9, B10).
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.NotFoundException} for a contact group that does not exist, and {@link org.mailgroups.value.NotAllowedException} where who asks is not a
 * postmaster.
 */
public final class ContactImportService {
    private final ImportService imports;
    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final ProfileRepository profiles;
    private final Destinations destinations;

    @Inject
    public ContactImportService(
            ImportService imports,
            ContactRepository contacts,
            ContactMemberships memberships,
            ProfileRepository profiles,
            LocalAddresses localAddresses,
            GroupLookup groups) {
        this.imports = imports;
        this.contacts = contacts;
        this.memberships = memberships;
        this.profiles = profiles;
        this.destinations = new Destinations(localAddresses, groups);
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
    public ImportJob begin(Principal principal, UUID id, ContactFormat format, boolean dryRun, InputStream file) {
        ContactGroup contactGroup = find(principal, id);
        ImportRequest request = new ImportRequest(
                principal,
                ImportTarget.contactsOf(id),
                id.toString(),
                ImportMode.ADD,
                dryRun,
                "contacts-import",
                List.of("contactGroup", id, "format", format));
        return imports.begin(
                request,
                new ContactImporter(contactGroup, format, contacts, memberships, profiles, destinations),
                file);
    }

    /** The imports into a contact group, the newest first. */
    public Page<ImportRecord> list(Principal principal, UUID contactGroup, PageRequest page) {
        return imports.list(target(principal, contactGroup), page);
    }

    /** What an import rejected, as a CSV file, whatever the file was. */
    public Stream<String> rejections(Principal principal, UUID contactGroup, String taskId) {
        return imports.rejections(target(principal, contactGroup), ContactColumns.NAMES, taskId);
    }

    private ImportTarget target(Principal principal, UUID contactGroup) {
        return ImportTarget.contactsOf(find(principal, contactGroup).id());
    }

    private ContactGroup find(Principal principal, UUID contactGroup) {
        Rights.requirePostmaster(principal, "shared contacts");
        return contacts.findGroup(contactGroup).orElseThrow(() -> Id.unknown("contact group", contactGroup));
    }
}
