// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.directory.DirectoryRepository.OwnState;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.membership.Ancestors;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;

/**
 * Opens address books for programs that keep a copy.
 *
 * <p>A book belongs to a domain, and all users of the domain have the same one: its shared contacts and listed groups.
 * Only if it is {@linkplain BookState#isLarge() large}, a user has the groups, and of the contacts those in the user's
 * own groups, as far as the user may see who is in them. Everything else is found by searching.
 *
 * <p>Which contacts those are follows from memberships and settings of groups, which change in many ways. So nobody
 * tracks it: each time a book is opened it is compared with what was written down the last time, and what differs is
 * written down with a new version. Thereby a large book's changes are as exact as those of a small one.
 *
 * <p>Thread-safe.
 */
public final class DirectoryService {
    /** The most contacts of own groups. */
    static final int MAX_OWN = BookState.MAX_CONTACTS;

    private final DirectoryRepository directory;
    private final ContactRepository contacts;
    private final GroupRepository groups;
    private final Ancestors ancestors;
    private final GroupRights rights;

    @Inject
    public DirectoryService(
            DirectoryRepository directory,
            ContactRepository contacts,
            GroupRepository groups,
            Ancestors ancestors,
            GroupRights rights) {
        this.directory = directory;
        this.contacts = contacts;
        this.groups = groups;
        this.ancestors = ancestors;
        this.rights = rights;
    }

    /** Returns the book of the principal's domain. It is empty for a postmaster's program that has no address. */
    public Book open(Principal principal) {
        Rights.require(principal, Act.USE_ADDRESS_BOOK);
        Optional<Address> user = principal.address();
        String domain = user.map(Address::domain).orElse("");
        BookState state = directory.state(domain);
        BookReading reading = new BookReading(directory, contacts, groups, domain);
        if (!state.isLarge() || user.isEmpty()) {
            return new Book(reading, state, Optional.empty());
        }
        OwnState own = own(principal, domain, user.get());
        return new Book(reading, own.book(), Optional.of(own.own()));
    }

    private OwnState own(Principal principal, String domain, Address user) {
        Set<UUID> wanted = contactsOfOwnGroups(principal);
        return directory
                .own(domain, user)
                .filter(known -> known.own().present().equals(wanted))
                .orElseGet(() -> directory.follow(domain, user, wanted));
    }

    private Set<UUID> contactsOfOwnGroups(Principal principal) {
        List<Long> seen = principal.addresses().stream()
                .flatMap(address -> ancestors.of(address).stream())
                .map(Ancestors.Membership::group)
                .filter(group -> rights.mayListMembers(principal, group.address()))
                .map(Group::id)
                .distinct()
                .toList();
        return directory.contactsIn(seen, MAX_OWN);
    }
}
