// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailgroups.group.Group;
import org.mailgroups.group.SettingsJson;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;

/**
 * A group as JSON.
 *
 * @param createdAt ISO 8601 in UTC
 * @param clash {@code user} or {@code mapping} if James now has a user or a mapping with the address, which gets the
 *     mail; else null, and absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GroupView(
        String address,
        String name,
        String description,
        List<String> administrators,
        long memberCount,
        String createdAt,
        SettingsJson settings,
        String clash) {
    public static GroupView of(Group group, Optional<AddressHolder> clash) {
        return new GroupView(
                group.address().toString(),
                group.name(),
                group.description(),
                group.administrators().stream().map(Address::toString).toList(),
                group.memberCount(),
                group.createdAt().toString(),
                SettingsJson.of(group.settings()),
                clash.map(holder -> holder.name().toLowerCase(Locale.ROOT)).orElse(null));
    }

    public static GroupView of(Group group) {
        return of(group, Optional.empty());
    }
}
