// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import java.util.Comparator;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.mailgroups.backup.MappedGroup;
import org.mailgroups.backup.MappedGroups;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

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
