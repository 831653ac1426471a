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

import java.util.UUID;

/**
 * What an import goes into. Imports into one target run one after the other.
 *
 * @param key names it in the store; it outlives a change of a group's address
 */
public record ImportTarget(String key) {
    private static final ImportTarget PROFILES = new ImportTarget("profiles");

    /** The members of a group. */
    public static ImportTarget membersOf(Group group) {
        return membersOf(group.id());
    }

    /** The members of a group by its identity in the store. */
    public static ImportTarget membersOf(long groupId) {
        return new ImportTarget("group:" + groupId);
    }

    /** The contacts of a contact group. */
    public static ImportTarget contactsOf(UUID contactGroup) {
        return new ImportTarget("contacts:" + contactGroup);
    }

    /** The profiles of users. */
    public static ImportTarget profiles() {
        return PROFILES;
    }
}
