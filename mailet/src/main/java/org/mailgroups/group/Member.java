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
 * A direct member of a group as it stands in the store.
 *
 * @param knownAs the name from the membership, else from the user's profile, else empty
 */
public record Member(Address address, String knownAs, Instant addedAt) {
    /** The member's name, where one is known. */
    public Optional<String> name() {
        return knownAs.isEmpty() ? Optional.empty() : Optional.of(knownAs);
    }
}
