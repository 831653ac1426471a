// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.Membership;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.store.GroupStore;
import org.mailgroups.value.LocalAddresses;

/** Imports of members into a store, on a mail server that rewrites nothing. */
public final class StoreMemberImports {
    private StoreMemberImports() {}

    public static MemberImports of(GroupStore store, LocalAddresses users) {
        GroupDirectory directory = new GroupDirectory(store.lookup(), users);
        GroupRights rights = new GroupRights(store.lookup(), new Membership(directory, store.lookup()));
        return new MemberImports(
                store.groups(),
                store.profiles(),
                store.contacts(),
                store.contactMemberships(),
                new AddressRules(users, store.lookup()),
                new Ancestors(store.groups()),
                new Nesting(directory, AddressRewriting.NONE, rights),
                rights);
    }
}
