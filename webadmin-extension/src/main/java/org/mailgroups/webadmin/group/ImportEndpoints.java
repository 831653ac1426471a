// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import java.util.Locale;
import javax.inject.Inject;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.membership.MemberImportService;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Answer;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.PageView;
import org.mailgroups.webadmin.QueryParameters;
import org.mailgroups.webadmin.imports.ImportTasks;
import org.mailgroups.webadmin.imports.ImportView;
import org.mailgroups.webadmin.imports.MembersImportInformation;

/**
 * Imports of members, below {@code /groups}.
 *
 * <pre>{@code
 * curl -H "Authorization: Bearer $(cat var/admin.jwt)" -H 'Content-Type: text/csv' --data-binary @members.csv \
 *   'http://127.0.0.1:8000/groups/team@example.org/members?action=import&dryRun=true'
 * }</pre>
 */
public final class ImportEndpoints {
    private static final String ADDRESS = "address";
    private static final String TASK = "task";
    private static final String DRY_RUN = "dryRun";
    private static final String MODE = "mode";

    private final MemberImportService imports;
    private final ImportTasks tasks;

    @Inject
    public ImportEndpoints(MemberImportService imports, ImportTasks tasks) {
        this.imports = imports;
        this.tasks = tasks;
    }

    /** Adds the import to what can be done with members. */
    public Actions with(Actions actions) {
        return actions.with("import", this::submit, DRY_RUN, MODE);
    }

    public void define(Endpoints endpoints) {
        endpoints.get("/:address/imports", this::list, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.get("/:address/imports/:task/rejections.csv", this::rejections);
    }

    private Answer submit(Call call) {
        // It shares its path with calls that heed If-Match; the task begins after this call, on whatever version there
        // is then.
        call.requireUnconditional();
        ImportMode mode =
                ImportMode.valueOf(call.query().oneOf(MODE, "add", "replace").toUpperCase(Locale.ROOT));
        boolean dryRun = call.query().flag(DRY_RUN);
        ImportJob job =
                imports.begin(call.principal(), call.address(ADDRESS), mode, dryRun, call.csv(imports.maxBytes()));
        return Answer.task(tasks.start(
                job,
                MembersImportInformation.TYPE,
                state -> new MembersImportInformation(job.request().subject(), state)));
    }

    private Answer list(Call call) {
        tasks.endCancelled();
        return Answer.ok(PageView.of(
                imports.list(call.principal(), call.address(ADDRESS), call.page()), ImportView::key, ImportView::of));
    }

    private Answer rejections(Call call) {
        return Answer.csv(
                "rejections.csv", imports.rejections(call.principal(), call.address(ADDRESS), call.text(TASK)));
    }
}
