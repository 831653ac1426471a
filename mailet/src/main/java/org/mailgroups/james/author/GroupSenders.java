// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/**
 * Answers in the name of which groups a user may write, as {@code sendAs} says. A group has its own address, as it is
 * now: no sub-address, no alias, and not the one from which it has moved. An address that has become a user's is that
 * user's. Thread-safe.
 */
public final class GroupSenders {
    private final GroupDirectory directory;
    private final GroupRights rights;

    @Inject
    public GroupSenders(GroupDirectory directory, GroupRights rights) {
        this.directory = directory;
        this.rights = rights;
    }

    /**
     * Returns the group that has an address. If there is none, that costs no query.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    public Optional<GroupEntry> groupOf(Address address) {
        return directory.groupAt(address).filter(group -> group.address().equals(address));
    }

    /**
     * Returns whether a user may write in the name of a group.
     *
     * @param identities the user's address and aliases
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    boolean may(Username user, Set<Address> identities, GroupEntry group) {
        return MailAddresses.toAddress(user)
                .filter(address -> rights.maySendAs(new Principal.User(address, identities), group))
                .isPresent();
    }
}
