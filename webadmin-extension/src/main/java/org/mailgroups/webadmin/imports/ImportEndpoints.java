// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.io.InputStream;
import java.util.Locale;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.view.ImportView;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;

/**
 * The calls of every kind of import: to begin one, to list them, and to get back what one rejected.
 *
 * <pre>{@code
 * curl -H "Authorization: Bearer $(cat var/admin.jwt)" -H 'Content-Type: text/csv' --data-binary @members.csv \
 *   'http://127.0.0.1:8000/groups/team@example.org/members?action=import&dryRun=true'
 * }</pre>
 */
public final class ImportEndpoints {
    private static final String TASK = "task";
    private static final String DRY_RUN = "dryRun";
    private static final String MODE = "mode";

    private final ImportService imports;
    private final ImportTasks tasks;

    @Inject
    public ImportEndpoints(ImportService imports, ImportTasks tasks) {
        this.imports = imports;
        this.tasks = tasks;
    }

    /** Adds the import to the actions of a path. */
    public Actions with(Actions actions, ImportSubject subject) {
        return subject.replaceable()
                ? actions.with("import", call -> begin(call, subject), DRY_RUN, MODE)
                : actions.with("import", call -> begin(call, subject), DRY_RUN);
    }

    /** @param path of what the imports go into, below the base path; empty if there is only one */
    public void define(Endpoints endpoints, String path, ImportSubject subject) {
        endpoints.get(path + "/imports", call -> list(call, subject), QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.get(path + "/imports/:task/rejections.csv", call -> rejections(call, subject));
        endpoints.get(path + "/imports/:task/warnings.csv", call -> warnings(call, subject));
    }

    private Answer begin(Call call, ImportSubject subject) {
        // Members share their path with calls that heed If-Match. The task begins after this call, on another version.
        call.requireUnconditional();
        ImportMode mode = subject.replaceable() ? mode(call) : ImportMode.ADD;
        boolean dryRun = call.query().flag(DRY_RUN);
        InputStream file = subject.file().apply(call, imports.maxBytes());
        ImportKind<?, ?> kind = subject.kind().apply(call);
        ImportJob job = imports.begin(call.principal(), kind, mode, dryRun, file);
        ImportOrder order =
                ImportOrder.of(subject.type().asString(), job.order().id(), kind.subject(), call.isVcard());
        return Answer.task(tasks.start(job, order));
    }

    private static ImportMode mode(Call call) {
        return ImportMode.valueOf(call.query().oneOf(MODE, "add", "replace").toUpperCase(Locale.ROOT));
    }

    private Answer list(Call call, ImportSubject subject) {
        tasks.endCancelled();
        return Answer.ok(PageView.of(imports.list(subject.kind().apply(call), call.page()), ImportView::of));
    }

    private Answer rejections(Call call, ImportSubject subject) {
        return Answer.csv("rejections.csv", imports.rejections(subject.kind().apply(call), call.text(TASK)));
    }

    private Answer warnings(Call call, ImportSubject subject) {
        return Answer.csv("warnings.csv", imports.warnings(subject.kind().apply(call), call.text(TASK)));
    }
}
