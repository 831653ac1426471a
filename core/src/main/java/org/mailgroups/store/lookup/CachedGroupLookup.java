// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.lookup;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailgroups.choice.Choices;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.value.Address;

/** The look-up from memory: all addresses of groups, and the members of those that were used lately. */
public final class CachedGroupLookup implements GroupLookup {
    private final IndexRefresher refresher;
    private final GroupIndex index;
    private final MemberCache members;

    public CachedGroupLookup(IndexRefresher refresher, GroupIndex index, MemberCache members) {
        this.refresher = refresher;
        this.index = index;
        this.members = members;
    }

    @Override
    public Optional<GroupEntry> find(Address address) {
        refresher.checkFresh();
        return index.find(address);
    }

    @Override
    public Optional<GroupEntry> find(long id) {
        refresher.checkFresh();
        return index.find(id);
    }

    /** Returns a number that has a meaning in this process alone. */
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

    @Override
    public Set<Address> excluded(GroupEntry group) {
        refresher.checkFresh();
        return members.excluded(group);
    }

    @Override
    public Choices choices(GroupEntry group) {
        refresher.checkFresh();
        return members.choices(group);
    }

    @Override
    public Set<Address> suspended(GroupEntry group) {
        refresher.checkFresh();
        return members.suspended(group);
    }
}
