// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.time.Instant;
import java.util.List;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.SettingsJson;
import org.mailgroups.group.setting.ListId;
import org.mailgroups.json.Given;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;
import org.mailgroups.value.InvalidValueException;

/**
 * A group as a backup has it.
 *
 * @param memberCount for the person who reads the file; it follows from the members
 * @param createdAt ISO 8601 in UTC
 * @param listId the identifier in List-Id; it follows from the address where it is left out
 */
record BackupGroup(
        Address address,
        String name,
        Given<String> description,
        Given<List<Address>> administrators,
        Given<Long> memberCount,
        String createdAt,
        Given<SettingsJson> settings,
        Given<String> listId) {
    static BackupGroup of(Group group) {
        return new BackupGroup(
                group.address(),
                group.name(),
                Given.of(group.description()),
                Given.of(group.administrators()),
                Given.of(group.memberCount()),
                group.createdAt().toString(),
                Given.of(SettingsJson.of(group.settings())),
                Given.of(group.listId().text()));
    }

    /** Returns the group without its members. */
    NewGroup group() {
        if (memberCount.orElse(0L) < 0) {
            throw new InvalidValueException("memberCount", "must be at least 0");
        }
        GroupSettings restored = Field.named("settings", () -> settings.map(SettingsJson::change))
                .change(GroupSettings.DEFAULT, (before, change) -> change.apply(before));
        return new NewGroup(
                address,
                name,
                description.orElse(""),
                administrators.orElse(List.of()),
                List.of(),
                restored,
                listId.map(ListId::new).orElse(ListId.of(address)));
    }

    Instant created() {
        return BackupTime.parse("createdAt", createdAt);
    }
}
