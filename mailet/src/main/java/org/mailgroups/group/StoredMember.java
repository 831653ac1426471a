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

import java.time.Instant;
import java.util.Optional;

/**
 * A direct member as it was put in, to be kept elsewhere and put back.
 *
 * @param ownName the name this group knows the member by; empty for none, whatever the user's profile says
 */
public record StoredMember(Address address, String ownName, Instant addedAt) {
    public StoredMember {
        ownName = Text.line("name", ownName, NewMember.MAX_NAME_LENGTH);
    }

    /** The name this group knows the member by. */
    public Optional<String> name() {
        return ownName.isEmpty() ? Optional.empty() : Optional.of(ownName);
    }
}
