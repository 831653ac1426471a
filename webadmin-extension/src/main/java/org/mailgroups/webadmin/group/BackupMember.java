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

import java.util.Optional;
import java.util.UUID;
import org.mailgroups.group.Address;
import org.mailgroups.group.StoredMember;

/**
 * A member as a backup has it.
 *
 * @param contact the shared contact that the member follows, where there was one
 */
record BackupMember(StoredMember member, Optional<UUID> contact) {
    Address address() {
        return member.address();
    }
}
