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

import javax.inject.Inject;
import org.mailgroups.group.Address;
import org.mailgroups.webadmin.Answer;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;

/** The files below {@code /groups}. {@link GroupRoutes} defines them before its own paths, since {@code /groups/export.csv} would be a group's there. */
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

    void define(Endpoints endpoints) {
        endpoints.get("/export.csv", call -> Answer.csv("groups.csv", groups.groups()));
        endpoints.get("/backup.json", call -> Answer.file("application/json", "groups-backup.json", backup.pieces()));
        endpoints.get(
                "/templates/users-mailbox-example.csv",
                call -> Answer.csv("users-mailbox-example.csv", users.example()));
        endpoints.get("/:address/templates/users-mailbox-available.csv", this::available, NOT_IN);
        endpoints.get("/:address/export.csv", this::members);
    }

    private Answer available(Call call) {
        boolean inNoGroup = ANY.equals(call.query().oneOf(NOT_IN, "group", ANY));
        return Answer.csv("users-mailbox-available.csv", users.available(call.address(ADDRESS), inNoGroup));
    }

    private Answer members(Call call) {
        Address group = call.address(ADDRESS);
        return Answer.csv(group + ".csv", users.members(call.principal(), group));
    }
}
