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
package org.mailgroups.store;

import java.util.List;
import java.util.Optional;
import org.mailgroups.distribution.GroupEntry;
import org.mailgroups.distribution.GroupLookup;
import org.mailgroups.group.Address;

/** The look-up from memory: all addresses of groups, and the members of those that were used lately. */
final class CachedGroupLookup implements GroupLookup {
    private final IndexRefresher refresher;
    private final GroupIndex index;
    private final MemberCache members;

    CachedGroupLookup(IndexRefresher refresher, GroupIndex index, MemberCache members) {
        this.refresher = refresher;
        this.index = index;
        this.members = members;
    }

    @Override
    public Optional<GroupEntry> find(Address address) {
        refresher.checkFresh();
        return index.find(address);
    }

    /** A number of this process alone. */
    @Override
    public long version() {
        refresher.checkFresh();
        return index.modifications();
    }

    @Override
    public List<Address> members(GroupEntry group) {
        refresher.checkFresh();
        return members.get(group);
    }
}
