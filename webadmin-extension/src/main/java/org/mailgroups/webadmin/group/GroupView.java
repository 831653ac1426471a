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

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailgroups.group.Address;
import org.mailgroups.group.AddressHolder;
import org.mailgroups.group.Group;

/**
 * A group as JSON.
 *
 * @param createdAt ISO 8601 in UTC
 * @param clash {@code user} or {@code mapping} where one of James' has come to have the address and gets the mail; else null, and absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GroupView(
        String address,
        String name,
        String description,
        List<String> administrators,
        long memberCount,
        String createdAt,
        SettingsView settings,
        String clash) {
    static GroupView of(Group group, Optional<AddressHolder> clash) {
        return new GroupView(
                group.address().toString(),
                group.name(),
                group.description(),
                group.administrators().stream().map(Address::toString).toList(),
                group.memberCount(),
                group.createdAt().toString(),
                SettingsView.of(group.settings()),
                clash.map(holder -> holder.name().toLowerCase(Locale.ROOT)).orElse(null));
    }

    static GroupView of(Group group) {
        return of(group, Optional.empty());
    }
}
