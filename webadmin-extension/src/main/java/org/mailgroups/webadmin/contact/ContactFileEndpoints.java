// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import ezvcard.VCardVersion;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.contact.file.ContactFiles;
import org.mailgroups.contact.file.ContactFormat;
import org.mailgroups.contact.file.ContactImportService;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.value.Id;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Answer;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.PageView;
import org.mailgroups.webadmin.QueryParameters;
import org.mailgroups.webadmin.imports.ContactsImportInformation;
import org.mailgroups.webadmin.imports.ImportTasks;
import org.mailgroups.webadmin.imports.ImportView;

/**
 * The files below {@code /contact-groups}: template, import and export (seed lines B9, B10).
 *
 * <pre>{@code
 * curl -H "Authorization: Bearer $(cat var/admin.jwt)" -H 'Content-Type: text/vcard' --data-binary @contacts.vcf \
 *   'http://127.0.0.1:8000/contact-groups/f81d4fae-7dec-11d0-a765-00a0c91e6bf6/contacts?action=import&dryRun=true'
 * }</pre>
 */
public final class ContactFileEndpoints {
    private static final String ID = "id";
    private static final String TASK = "task";
    private static final String DRY_RUN = "dryRun";
    private static final String VERSION = "version";
    private static final String VERSION_3 = "3.0";

    private final ContactFiles files;
    private final ContactImportService imports;
    private final ImportTasks tasks;

    @Inject
    public ContactFileEndpoints(ContactFiles files, ContactImportService imports, ImportTasks tasks) {
        this.files = files;
        this.imports = imports;
        this.tasks = tasks;
    }

    /** Adds the import to what can be done with the contacts of a group. */
    public Actions with(Actions actions) {
        return actions.with("import", this::submit, DRY_RUN);
    }

    /** Defines what is not shared with other calls; to be called before {@code /:id} is defined, since {@code /template.csv} would be a contact group's id there. */
    public void define(Endpoints endpoints) {
        endpoints.get("/template.csv", call -> Answer.csv("contacts.csv", files.template()));
        endpoints.get("/:id/export.csv", this::csv);
        endpoints.get("/:id/export.vcf", this::vcards, VERSION);
        endpoints.get("/:id/imports", this::list, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.get("/:id/imports/:task/rejections.csv", this::rejections);
    }

    private static UUID id(Call call) {
        return Id.parse("contact group", call.text(ID));
    }

    private Answer submit(Call call) {
        boolean dryRun = call.query().flag(DRY_RUN);
        ContactFormat format = call.isVcard() ? ContactFormat.VCARD : ContactFormat.CSV;
        UUID contactGroup = id(call);
        ImportJob job =
                imports.begin(call.principal(), contactGroup, format, dryRun, call.csvOrVcard(imports.maxBytes()));
        return Answer.task(tasks.start(
                job, ContactsImportInformation.TYPE, state -> new ContactsImportInformation(contactGroup, state)));
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

    private Answer list(Call call) {
        tasks.endCancelled();
        return Answer.ok(
                PageView.of(imports.list(call.principal(), id(call), call.page()), ImportView::key, ImportView::of));
    }

    private Answer rejections(Call call) {
        return Answer.csv("rejections.csv", imports.rejections(call.principal(), id(call), call.text(TASK)));
    }
}
