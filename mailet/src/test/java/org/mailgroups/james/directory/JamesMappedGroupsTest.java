// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.Test;
import org.mailgroups.backup.MappedGroup;
import org.mailgroups.value.Address;

class JamesMappedGroupsTest {
    private static final MappingSource TEAM = MappingSource.fromUser("team", "example.org");

    private final List<Boolean> holdsWhileRemoving = new ArrayList<>();
    private final ObservedMappings mappings = new ObservedMappings();
    private final JamesLocalAddresses localAddresses =
            new JamesLocalAddresses(null, MemoryUsersRepository.withoutVirtualHosting(null), mappings, null);
    private final JamesMappedGroups mappedGroups = new JamesMappedGroups(localAddresses, mappings);

    @Test
    void listShouldHoldTargetsOfGroupMappingsOnly() {
        mappings.addMapping(TEAM, Mapping.group("carol@example.org"));
        mappings.addMapping(TEAM, Mapping.group("bob@example.org"));
        mappings.addMapping(MappingSource.fromUser("info", "example.org"), Mapping.alias("bob@example.org"));
        mappings.addMapping(MappingSource.fromUser("both", "example.org"), Mapping.alias("bob@example.org"));
        mappings.addMapping(MappingSource.fromUser("both", "example.org"), Mapping.group("bob@example.org"));
        mappings.addMapping(MappingSource.fromDomain(Domain.of("example.org")), Mapping.group("bob@example.org"));

        assertThat(mappedGroups.list())
                .containsExactlyInAnyOrder(
                        new MappedGroup("team@example.org", List.of("bob@example.org", "carol@example.org"), false),
                        new MappedGroup("both@example.org", List.of("bob@example.org"), true),
                        new MappedGroup("example.org", List.of("bob@example.org"), false));
    }

    @Test
    void handOverShouldRemoveMappingsThatCountNoMoreMeanwhile() throws Exception {
        mappings.addMapping(TEAM, Mapping.group("bob@example.org"));
        mappings.addMapping(TEAM, Mapping.group("carol@example.org"));
        Address address = Address.parse("team@example.org");
        assertThat(localAddresses.holderOf(address)).isPresent();

        mappedGroups.handOver(address, mappedGroups.list().get(0));

        assertThat(mappings.getStoredMappings(TEAM).isEmpty()).isTrue();
        assertThat(holdsWhileRemoving).containsExactly(false, false);
        mappings.addMapping(TEAM, Mapping.alias("bob@example.org"));
        assertThat(localAddresses.holderOf(address)).isPresent();
    }

    /** Asks, at each removal, whether the mappings still hold the address. */
    private final class ObservedMappings extends MemoryRecipientRewriteTable {
        @Override
        public void removeMapping(MappingSource source, Mapping mapping) {
            super.removeMapping(source, mapping);
            holdsWhileRemoving.add(
                    localAddresses.holderOf(Address.parse(source.asString())).isPresent());
        }
    }
}
