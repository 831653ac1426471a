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

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.mailgroups.distribution.GroupEntry;

/**
 * What became of some groups.
 *
 * @param version the version of the store at which this is so
 * @param ids the groups in question
 * @param present those of them that exist; the others are gone
 */
record StoreChange(long version, Set<Long> ids, List<GroupEntry> present) {
    StoreChange {
        ids = Set.copyOf(ids);
        present = List.copyOf(present);
    }

    static StoreChange of(long version, Collection<Long> ids, List<GroupEntry> present) {
        return new StoreChange(version, Set.copyOf(ids), present);
    }
}
