// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import java.util.List;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.SettingsJson;
import org.mailgroups.json.Given;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;

/** What is to change in a group; the rest stays. */
record GroupChangeBody(
        Given<Address> address,
        Given<String> name,
        Given<String> description,
        Given<List<Address>> administrators,
        Given<SettingsJson> settings) {
    /** Room for a thousand allowed senders, a hundred administrators and a description with each character escaped. */
    static final int MAX_BYTES = 512 << 10;

    GroupChange change() {
        GroupChange change = address.change(GroupChange.nothing(), GroupChange::withAddress);
        change = name.change(change, GroupChange::withName);
        change = description.change(change, GroupChange::withDescription);
        change = administrators.change(change, GroupChange::withAdministrators);
        return Field.named("settings", () -> settings.map(SettingsJson::change))
                .change(change, GroupChange::withSettings);
    }
}
