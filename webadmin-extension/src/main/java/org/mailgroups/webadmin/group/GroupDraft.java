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

import java.util.List;
import java.util.Optional;
import org.mailgroups.group.Address;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.NewMember;

/**
 * A group as a caller wants it, before any rule has been asked.
 *
 * @param named the administrators; null where the caller has left them out
 */
record GroupDraft(
        Address address,
        String name,
        String description,
        List<Address> named,
        List<NewMember> members,
        GroupSettings settings) {
    GroupDraft {
        named = named == null ? null : List.copyOf(named);
        members = List.copyOf(members);
    }

    /** The administrators that the caller has named. */
    Optional<List<Address>> administrators() {
        return Optional.ofNullable(named);
    }
}
