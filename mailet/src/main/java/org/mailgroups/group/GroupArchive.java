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
import java.util.Collection;
import java.util.Map;

/**
 * The port to groups as they are kept, for copying them elsewhere and back: with the times and names that {@link GroupRepository} draws itself or completes.
 *
 * <p>Thread-safe; each method is one transaction and keeps the promises of {@link GroupRepository}. Every method throws {@link StoreUnavailableException} where
 * the store cannot answer.
 */
public interface GroupArchive {
    /**
     * Direct members by address; the page's key is {@link Address#key()}.
     *
     * @throws NotFoundException if there is no such group
     */
    Page<StoredMember> members(Address group, PageRequest page);

    /**
     * Those of the given addresses that are direct members.
     *
     * @throws NotFoundException if there is no such group
     */
    Map<Address, StoredMember> membersAmong(Address group, Collection<Address> addresses);

    /**
     * Creates a group, or gives the one at this address another name, description, administrators, settings and time of creation; its members stay.
     *
     * @param group its members are not looked at
     * @return whether anything is new
     */
    boolean restore(NewGroup group, Instant createdAt);

    /**
     * Adds members with the times given; one that is there takes name and time.
     *
     * @return how many were new or have changed
     * @throws NotFoundException if there is no such group
     * @throws CyclicMembershipException if one of them is a group that contains this one
     */
    int restoreMembers(Address group, Collection<StoredMember> members);
}
