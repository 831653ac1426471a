// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import javax.inject.Inject;
import org.mailgroups.backup.BackupFile;
import org.mailgroups.call.Answer;
import org.mailgroups.group.file.GroupFiles;
import org.mailgroups.membership.UserFiles;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;

/**
 * Files below {@code /groups}. {@link GroupRoutes} defines them before its own paths. Otherwise the last segment of
 * {@code /groups/export.csv} would be read as the address of a group.
 */
public final class FileEndpoints {
    private static final String ADDRESS = "address";
    private static final String NOT_IN = "notIn";
    private static final String ANY = "any";

    private final UserFiles users;
    private final GroupFiles groups;
    private final BackupFile backup;

    @Inject
    public FileEndpoints(UserFiles users, GroupFiles groups, BackupFile backup) {
        this.users = users;
        this.groups = groups;
        this.backup = backup;
    }

    public void define(Endpoints endpoints) {
        endpoints.get("/export.csv", call -> Answer.csv("groups.csv", groups.groups(call.principal())));
        endpoints.get(
                "/backup.json",
                call -> Answer.file("application/json", "groups-backup.json", backup.pieces(call.principal())));
        endpoints.get(
                "/templates/users-mailbox-example.csv",
                call -> Answer.csv("users-mailbox-example.csv", users.example()));
        endpoints.get("/:address/templates/users-mailbox-available.csv", this::available, NOT_IN);
        endpoints.get("/:address/export.csv", this::members);
    }

    private Answer available(Call call) {
        boolean inNoGroup = ANY.equals(call.query().oneOf(NOT_IN, "group", ANY));
        return Answer.csv(
                "users-mailbox-available.csv", users.available(call.principal(), call.address(ADDRESS), inNoGroup));
    }

    private Answer members(Call call) {
        Address group = call.address(ADDRESS);
        return Answer.csv(group + ".csv", users.members(call.principal(), group));
    }
}
