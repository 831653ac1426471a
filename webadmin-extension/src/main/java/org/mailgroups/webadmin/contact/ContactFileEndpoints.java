// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import ezvcard.VCardVersion;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.contact.file.ContactFiles;
import org.mailgroups.contact.file.ContactFormat;
import org.mailgroups.contact.file.ContactImports;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.value.Id;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.imports.ImportEndpoints;
import org.mailgroups.webadmin.imports.ImportInformation;
import org.mailgroups.webadmin.imports.ImportSubject;

/**
 * Files below {@code /contact-groups}: the template, the import and the export.
 *
 * <pre>{@code
 * curl -H "Authorization: Bearer $(cat var/admin.jwt)" -H 'Content-Type: text/vcard' --data-binary @contacts.vcf \
 *   'http://127.0.0.1:8000/contact-groups/f81d4fae-7dec-11d0-a765-00a0c91e6bf6/contacts?action=import&dryRun=true'
 * }</pre>
 */
public final class ContactFileEndpoints {
    private static final String ID = "id";
    private static final String VERSION = "version";
    private static final String VERSION_3 = "3.0";

    private final ContactFiles files;
    private final ContactImports contactImports;
    private final ImportEndpoints imports;

    @Inject
    public ContactFileEndpoints(ContactFiles files, ContactImports contactImports, ImportEndpoints imports) {
        this.files = files;
        this.contactImports = contactImports;
        this.imports = imports;
    }

    /** Adds the import to the actions on the contacts of a contact group. */
    public Actions with(Actions actions) {
        return imports.with(actions, intoContacts());
    }

    /**
     * Defines the calls that share no path with others. To be called before {@code /:id} is defined, because
     * {@code /template.csv} would be the id of a contact group there.
     */
    public void define(Endpoints endpoints) {
        endpoints.get("/template.csv", call -> Answer.csv("contacts.csv", files.template()));
        endpoints.get("/:id/export.csv", this::csv);
        endpoints.get("/:id/export.vcf", this::vcards, VERSION);
        imports.define(endpoints, "/:id", intoContacts());
    }

    private ImportSubject intoContacts() {
        return new ImportSubject(this::kind, Call::csvOrVcard, false, ImportInformation.Contacts.TYPE);
    }

    private ImportKind<?, ?> kind(Call call) {
        return contactImports.into(
                call.principal(), id(call), call.isVcard() ? ContactFormat.VCARD : ContactFormat.CSV);
    }

    private static UUID id(Call call) {
        return Id.parse("contact group", call.text(ID));
    }

    private Answer csv(Call call) {
        return Answer.csv(files.name(call.principal(), id(call)) + ".csv", files.csv(call.principal(), id(call)));
    }

    private Answer vcards(Call call) {
        VCardVersion version =
                VERSION_3.equals(call.query().oneOf(VERSION, "4.0", VERSION_3)) ? VCardVersion.V3_0 : VCardVersion.V4_0;
        return Answer.file(
                "text/vcard; charset=utf-8",
                files.name(call.principal(), id(call)) + ".vcf",
                files.vcards(call.principal(), id(call), version));
    }
}
