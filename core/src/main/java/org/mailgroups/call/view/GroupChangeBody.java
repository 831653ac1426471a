// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import java.util.List;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.SettingsJson;
import org.mailgroups.json.Given;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;

/** A change of a group. A field that is left out stays as it is. */
public record GroupChangeBody(
        Given<Address> address,
        Given<String> name,
        Given<String> description,
        Given<List<Address>> administrators,
        Given<SettingsJson> settings) {
    /** Room for 1000 allowed senders, 100 administrators and a description with every character escaped. */
    public static final int MAX_BYTES = 512 << 10;

    public GroupChange change() {
        GroupChange change = address.change(GroupChange.nothing(), GroupChange::withAddress);
        change = name.change(change, GroupChange::withName);
        change = description.change(change, GroupChange::withDescription);
        change = administrators.change(change, GroupChange::withAdministrators);
        return Field.named("settings", () -> settings.map(SettingsJson::change))
                .change(change, GroupChange::withSettings);
    }
}
