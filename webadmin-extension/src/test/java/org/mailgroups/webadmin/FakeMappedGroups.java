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
package org.mailgroups.webadmin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mailgroups.group.Address;
import org.mailgroups.group.MappedGroup;
import org.mailgroups.group.MappedGroups;
import org.mailgroups.group.StoreUnavailableException;

/** A mail server's own groups in memory; those with a parseable source are mappings among the local addresses too. Not thread-safe. */
public final class FakeMappedGroups implements MappedGroups {
    private final FakeLocalAddresses localAddresses;
    private final Map<String, MappedGroup> groups = new TreeMap<>();
    private boolean failing;

    FakeMappedGroups(FakeLocalAddresses localAddresses) {
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

    /** Gives a group's source an alias too. */
    public void mix(String source) {
        groups.computeIfPresent(source, (key, group) -> new MappedGroup(key, group.targets(), true));
    }

    /** The next hand-over removes the first target and fails then. */
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
