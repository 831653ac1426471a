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
package org.mailgroups.james;

import java.util.Comparator;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.mailgroups.group.Address;
import org.mailgroups.group.MappedGroup;
import org.mailgroups.group.MappedGroups;
import org.mailgroups.group.StoreUnavailableException;

/** The group mappings of James' recipient rewrite table as {@link MappedGroups}. Thread-safe. */
public final class JamesMappedGroups implements MappedGroups {
    private final JamesLocalAddresses localAddresses;
    private final RecipientRewriteTable mappings;

    @Inject
    public JamesMappedGroups(JamesLocalAddresses localAddresses, RecipientRewriteTable mappings) {
        this.localAddresses = localAddresses;
        this.mappings = mappings;
    }

    @Override
    public List<MappedGroup> list() {
        try {
            return mappings.getAllMappings().entrySet().stream()
                    .filter(entry -> entry.getValue().contains(Mapping.Type.Group))
                    .map(entry -> group(entry.getKey(), entry.getValue()))
                    .sorted(Comparator.comparing(MappedGroup::source))
                    .toList();
        } catch (RecipientRewriteTableException e) {
            throw unavailable(e);
        }
    }

    private static MappedGroup group(MappingSource source, Mappings all) {
        List<String> targets = all.asStream()
                .filter(JamesMappedGroups::isOfGroup)
                .map(Mapping::getMappingValue)
                .sorted()
                .toList();
        return new MappedGroup(source.asString(), targets, targets.size() < all.size());
    }

    private static boolean isOfGroup(Mapping mapping) {
        return mapping.getType() == Mapping.Type.Group;
    }

    @Override
    public void handOver(Address address, MappedGroup group) {
        MappingSource source = MappingSource.parse(group.source());
        localAddresses.whileMappingsAreIgnored(address, () -> {
            try {
                for (String target : group.targets()) {
                    mappings.removeMapping(source, Mapping.group(target));
                }
            } catch (RecipientRewriteTableException e) {
                throw unavailable(e);
            }
        });
    }

    private static StoreUnavailableException unavailable(RecipientRewriteTableException e) {
        return new StoreUnavailableException("James' recipient rewrite table does not answer", e);
    }
}
