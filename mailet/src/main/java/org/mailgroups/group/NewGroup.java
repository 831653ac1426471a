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
package org.mailgroups.group;

import java.util.List;

/**
 * A group to be created, with its first members.
 *
 * @param administrators at least one; an administrator is not a member by that
 * @param members may be empty; of an address named twice the first naming counts
 */
public record NewGroup(
        Address address,
        String name,
        String description,
        List<Address> administrators,
        List<NewMember> members,
        GroupSettings settings) {
    public NewGroup {
        address = Group.validAddress(address);
        name = Group.validName(name);
        description = Group.validDescription(description);
        administrators = Group.validAdministrators(administrators);
        members = NewMember.distinct(members);
    }

    /** A group with the settings that groups have unless something else is said. */
    public NewGroup(
            Address address, String name, String description, List<Address> administrators, List<NewMember> members) {
        this(address, name, description, administrators, members, GroupSettings.DEFAULT);
    }
}
