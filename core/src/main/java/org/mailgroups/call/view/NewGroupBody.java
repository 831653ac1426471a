// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import java.util.List;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupDraft;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.SettingsJson;
import org.mailgroups.json.Given;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;

/** A group to be created. */
public record NewGroupBody(
        String name,
        Given<String> description,
        Given<List<Address>> administrators,
        Given<List<MemberBody>> members,
        Given<SettingsJson> settings) {
    /** Room for {@value #MAX_MEMBERS} members with long names. */
    public static final int MAX_BYTES = 8 << 20;

    private static final int MAX_MEMBERS = 10_000;

    public GroupDraft draft(Address address) {
        return new GroupDraft(
                address,
                name,
                description.orElse(""),
                administrators.map(Group::requireSome).orElse(List.of()),
                MemberBody.members(members.orElse(List.of()), MAX_MEMBERS),
                Field.named("settings", () -> settings.map(SettingsJson::change))
                        .change(GroupSettings.DEFAULT, (before, change) -> change.apply(before)));
    }
}
