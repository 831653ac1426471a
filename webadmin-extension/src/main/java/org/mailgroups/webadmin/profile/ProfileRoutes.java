// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.profile;

import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.profile.ProfileImports;
import org.mailgroups.profile.ProfileService;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.imports.ImportEndpoints;
import org.mailgroups.webadmin.imports.ImportInformation;
import org.mailgroups.webadmin.imports.ImportSubject;
import spark.Service;

/**
 * Routes below {@code /profiles}: the names and identifiers by which members and candidates are found.
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

    private final ProfileService profiles;
    private final ImportEndpoints imports;
    private final ProfileImports profileImports;

    @Inject
    public ProfileRoutes(ProfileService profiles, ImportEndpoints imports, ProfileImports profileImports) {
        this.profiles = profiles;
        this.imports = imports;
        this.profileImports = profileImports;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        Endpoints endpoints = Endpoints.under(BASE_PATH, service);
        ImportSubject intoProfiles = new ImportSubject(
                call -> profileImports.all(call.principal()), Call::csv, false, ImportInformation.Profiles.TYPE);
        // The first match wins, so a literal path must stand before a path with a parameter at the same place.
        endpoints.get("", this::search, TEXT, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.get("/export.csv", this::export);
        endpoints.post("", imports.with(new Actions(), intoProfiles));
        imports.define(endpoints, "", intoProfiles);
        endpoints.get("/:user", this::get);
        endpoints.put("/:user", this::save);
        endpoints.delete("/:user", this::delete);
    }

    private Answer search(Call call) {
        return Answer.ok(PageView.of(
                profiles.search(call.principal(), call.query().text(TEXT), call.page()), ProfileView::item));
    }

    private Answer export(Call call) {
        return Answer.csv("profiles.csv", profiles.export(call.principal()));
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
