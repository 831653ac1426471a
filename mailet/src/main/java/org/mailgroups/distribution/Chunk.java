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
package org.mailgroups.distribution;

import java.util.List;
import java.util.Optional;
import org.mailgroups.group.Address;

/**
 * Recipients of one domain that get the same copy in one go.
 *
 * @param copyOf the group as whose members they get it; null for the plain message
 * @param local whether this server delivers their domain
 */
public record Chunk(GroupEntry copyOf, boolean local, List<Address> recipients) {
    public Chunk {
        recipients = List.copyOf(recipients);
    }

    /** The group as whose members they get it; empty for the plain message. */
    public Optional<GroupEntry> group() {
        return Optional.ofNullable(copyOf);
    }
}
