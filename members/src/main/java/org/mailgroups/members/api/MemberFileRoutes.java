// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import static org.mailgroups.members.api.GroupRoutes.ADDRESS;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.ImportView;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.ImportStart;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.membership.MemberImports;
import org.mailgroups.membership.OwnImports;
import org.mailgroups.membership.UserFiles;
import org.mailgroups.value.Address;

/** Imports members from CSV files, shows how far that is, and exports members and users. */
final class MemberFileRoutes implements Routes {
    /**
     * The longest file: about 100,000 rows. It is in memory while it comes, so it is shorter than what webadmin takes.
     */
    static final int MAX_CSV_BYTES = 4 << 20;

    private static final String TASK = "task";
    private static final String DRY_RUN = "dryRun";
    private static final String MODE = "mode";
    private static final String NOT_IN = "notIn";
    private static final String ANY = "any";
    private static final String IMPORTS = GroupRoutes.GROUP + "/imports";

    private final MemberImports memberImports;
    private final ImportService imports;
    private final ImportStart start;
    private final OwnImports own;
    private final UserFiles files;
    private final Clock clock;

    @Inject
    MemberFileRoutes(
            MemberImports memberImports,
            ImportService imports,
            ImportStart start,
            OwnImports own,
            UserFiles files,
            Clock clock) {
        this.memberImports = memberImports;
        this.imports = imports;
        this.start = start;
        this.own = own;
        this.files = files;
        this.clock = clock;
    }

    /** A task that has begun. */
    record TaskIdView(String taskId) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(MemberRoutes.MEMBERS)
                        .action("import")
                        .does("import members from a CSV file that names them by address; a task does it")
                        .by(Caller.ADMINISTRATOR)
                        .query(DRY_RUN, MODE)
                        .first(this::kind)
                        .takesCsv(MAX_CSV_BYTES)
                        .creates(TaskIdView.class)
                        .with(this::begin),
                Route.get("/api/tasks/{" + TASK + "}")
                        .does("an import that I have begun: how far it is, and what it has rejected")
                        .answers(TaskView.class)
                        .with(call ->
                                Answer.ok(TaskView.of(own.get(call.principal(), call.text(TASK)), clock.instant()))),
                Route.get(IMPORTS)
                        .does("the imports into the group, the newest first")
                        .by(Caller.ADMINISTRATOR)
                        .pagedQuery()
                        .answersPageOf(ImportView.class)
                        .with(call -> Answer.ok(PageView.of(imports.list(kind(call), call.page()), ImportView::of))),
                Route.get(IMPORTS + "/{" + TASK + "}/rejections.csv")
                        .does("the rows that an import of mine rejected, each with the reason")
                        .by(Caller.ADMINISTRATOR)
                        .answersFile(Route.CSV)
                        .with(this::rejections),
                Route.get(GroupRoutes.GROUP + "/export.csv")
                        .does("the members of the group, by address")
                        .by(Caller.MEMBER)
                        .answersFile(Route.CSV)
                        .with(this::export),
                Route.get(GroupRoutes.GROUPS + "/templates/users-mailbox-example.csv")
                        .does("the empty template of an import")
                        .answersFile(Route.CSV)
                        .with(call -> Answer.csv("users-mailbox-example.csv", files.example())),
                Route.get(GroupRoutes.GROUP + "/templates/users-mailbox-available.csv")
                        .does("the template with the users who are not in this group; notIn=any: in no group")
                        .by(Caller.ADMINISTRATOR)
                        .query(NOT_IN)
                        .answersFile(Route.CSV)
                        .with(this::available));
    }

    private ImportKind<?, ?> kind(MembersCall call) {
        return memberImports.into(call.principal(), call.address(ADDRESS));
    }

    private Answer begin(MembersCall call) {
        ImportMode mode =
                ImportMode.valueOf(call.query().oneOf(MODE, "add", "replace").toUpperCase(Locale.ROOT));
        ImportStart.Tasks tasks = start.tasks();
        ImportJob job =
                imports.begin(call.principal(), kind(call), mode, call.query().flag(DRY_RUN), call.file());
        String task = tasks.start(job);
        return Answer.created("/api/tasks/" + task, new TaskIdView(task));
    }

    private Answer rejections(MembersCall call) {
        return Answer.csv("rejections.csv", own.rejections(call.principal(), kind(call), call.text(TASK)));
    }

    private Answer export(MembersCall call) {
        Address group = call.address(ADDRESS);
        return Answer.csv(group + ".csv", files.members(call.principal(), group));
    }

    private Answer available(MembersCall call) {
        boolean isInNoGroup = ANY.equals(call.query().oneOf(NOT_IN, "group", ANY));
        return Answer.csv(
                "users-mailbox-available.csv", files.available(call.principal(), call.address(ADDRESS), isInNoGroup));
    }
}
