// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mailgroups.backup.MappedGroup;
import org.mailgroups.backup.MappedGroups;
import org.mailgroups.value.Address;
import org.mailgroups.value.FakeLocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * A mail server's own groups in memory. If the source of one is an address, it is a mapping among the local addresses
 * too. Not thread-safe.
 */
public final class FakeMappedGroups implements MappedGroups {
    private final FakeLocalAddresses localAddresses;
    private final Map<String, MappedGroup> groups = new TreeMap<>();
    private boolean failing;

    public FakeMappedGroups(FakeLocalAddresses localAddresses) {
        this.localAddresses = localAddresses;
    }

    void clear() {
        groups.clear();
        failing = false;
    }

    public void add(String source, String... targets) {
        groups.put(source, new MappedGroup(source, List.of(targets), false));
        if (source.indexOf('*') < 0) {
            localAddresses.addMapping(source);
        }
    }

    /** Adds an alias with the source of a group. */
    public void mix(String source) {
        groups.computeIfPresent(source, (key, group) -> new MappedGroup(key, group.targets(), true));
    }

    /** Makes the next hand-over fail after it has removed the first target. */
    public void failInTheMiddle() {
        failing = true;
    }

    @Override
    public List<MappedGroup> list() {
        return List.copyOf(groups.values());
    }

    @Override
    public void handOver(Address address, MappedGroup group) {
        if (failing) {
            failing = false;
            List<String> left = new ArrayList<>(group.targets());
            left.remove(0);
            groups.put(group.source(), new MappedGroup(group.source(), left, false));
            throw new StoreUnavailableException("the mappings are away", null);
        }
        groups.remove(group.source());
        localAddresses.removeMapping(group.source());
    }
}
