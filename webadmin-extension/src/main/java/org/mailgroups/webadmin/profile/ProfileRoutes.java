// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.profile;

import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.profile.ProfileImportService;
import org.mailgroups.profile.ProfileService;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Answer;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.PageView;
import org.mailgroups.webadmin.QueryParameters;
import org.mailgroups.webadmin.imports.ImportTasks;
import org.mailgroups.webadmin.imports.ImportView;
import org.mailgroups.webadmin.imports.ProfilesImportInformation;
import spark.Service;

/**
 * {@code /profiles}: what members and candidates are found by.
 *
 * <pre>{@code
 * curl -X PUT -H "Authorization: Bearer $(cat var/admin.jwt)" -H 'Content-Type: application/json' \
 *   -d '{"name":"Alice Smith","identifier":"12345678Z"}' http://127.0.0.1:8000/profiles/alice@example.org
 * }</pre>
 */
public final class ProfileRoutes implements Routes {
    public static final String BASE_PATH = "/profiles";

    private static final String USER = "user";
    private static final String TEXT = "q";
    private static final String TASK = "task";
    private static final String DRY_RUN = "dryRun";

    private final ProfileService profiles;
    private final ProfileImportService imports;
    private final ImportTasks tasks;

    @Inject
    public ProfileRoutes(ProfileService profiles, ProfileImportService imports, ImportTasks tasks) {
        this.profiles = profiles;
        this.imports = imports;
        this.tasks = tasks;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        Endpoints endpoints = Endpoints.under(BASE_PATH, service);
        // The first match wins: a literal path stands before the one with a parameter in its place.
        endpoints.get("", this::search, TEXT, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.get("/export.csv", this::export);
        endpoints.post("", new Actions().with("import", this::importFile, DRY_RUN));
        endpoints.get("/imports", this::listImports, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.get("/imports/:task/rejections.csv", this::rejections);
        endpoints.get("/:user", this::get);
        endpoints.put("/:user", this::save);
        endpoints.delete("/:user", this::delete);
    }

    private Answer search(Call call) {
        return Answer.ok(PageView.of(
                profiles.search(call.principal(), call.query().text(TEXT), call.page()),
                profile -> profile.user().key(),
                ProfileView::item));
    }

    private Answer export(Call call) {
        return Answer.csv("profiles.csv", profiles.export(call.principal()));
    }

    private Answer importFile(Call call) {
        boolean dryRun = call.query().flag(DRY_RUN);
        ImportJob job = imports.begin(call.principal(), dryRun, call.csv(imports.maxBytes()));
        return Answer.task(tasks.start(job, ProfilesImportInformation.TYPE, ProfilesImportInformation::new));
    }

    private Answer listImports(Call call) {
        tasks.endCancelled();
        return Answer.ok(PageView.of(imports.list(call.principal(), call.page()), ImportView::key, ImportView::of));
    }

    private Answer rejections(Call call) {
        return Answer.csv("rejections.csv", imports.rejections(call.principal(), call.text(TASK)));
    }

    private Answer get(Call call) {
        return Answer.ok(ProfileView.of(profiles.get(call.principal(), call.address(USER))));
    }

    private Answer save(Call call) {
        ProfileBody body = call.body(ProfileBody.MAX_BYTES, ProfileBody.class);
        profiles.save(call.principal(), body.profile(call.address(USER)));
        return Answer.noContent();
    }

    private Answer delete(Call call) {
        profiles.delete(call.principal(), call.address(USER));
        return Answer.noContent();
    }
}
