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

import java.util.Locale;
import javax.inject.Inject;
import org.mailgroups.group.ImportMode;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Answer;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.PageView;
import org.mailgroups.webadmin.QueryParameters;
import org.mailgroups.webadmin.imports.ImportView;

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

    @Inject
    public ImportEndpoints(MemberImportService imports) {
        this.imports = imports;
    }

    /** Adds the import to what can be done with members. */
    Actions with(Actions actions) {
        return actions.with("import", this::submit, DRY_RUN, MODE);
    }

    void define(Endpoints endpoints) {
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
        return Answer.task(
                imports.submit(call.principal(), call.address(ADDRESS), mode, dryRun, call.csv(imports.maxBytes())));
    }

    private Answer list(Call call) {
        return Answer.ok(
                PageView.of(imports.list(call.address(ADDRESS), call.page()), ImportView::key, ImportView::of));
    }

    private Answer rejections(Call call) {
        return Answer.csv("rejections.csv", imports.rejections(call.address(ADDRESS), call.text(TASK)));
    }
}
