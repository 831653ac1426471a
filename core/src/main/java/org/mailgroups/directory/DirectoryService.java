// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import com.google.common.base.Suppliers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import javax.inject.Inject;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.directory.Comparisons.Comparison;
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
 * tracks it: when a book is opened it is compared with what was written down the last time, and what differs is written
 * down with a new version. Thereby a large book's changes are as exact as those of a small one. As long as nothing in
 * the whole store has changed since, there is nothing to compare, see {@link Comparisons}.
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
    private final Comparisons comparisons;

    @Inject
    public DirectoryService(
            DirectoryRepository directory,
            ContactRepository contacts,
            GroupRepository groups,
            Ancestors ancestors,
            GroupRights rights) {
        this(directory, contacts, groups, ancestors, rights, System::nanoTime);
    }

    DirectoryService(
            DirectoryRepository directory,
            ContactRepository contacts,
            GroupRepository groups,
            Ancestors ancestors,
            GroupRights rights,
            LongSupplier nanoTime) {
        this.directory = directory;
        this.contacts = contacts;
        this.groups = groups;
        this.ancestors = ancestors;
        this.rights = rights;
        this.comparisons = new Comparisons(nanoTime);
    }

    /** Returns the book of the principal's domain. It is empty for a postmaster's program that has no address. */
    public Book open(Principal principal) {
        Rights.require(principal, Act.USE_ADDRESS_BOOK);
        Optional<Address> user = principal.address();
        String domain = user.map(Address::domain).orElse("");
        BookState state = directory.state(domain);
        BookReading reading = new BookReading(directory, contacts, groups, domain);
        if (!state.isLarge() || user.isEmpty()) {
            return Book.whole(reading, state);
        }
        // The version is asked for before all that is compared, so that no change is taken for one that was seen.
        Comparison comparison = comparisons.begin(principal, directory.storeVersion());
        OptionalLong known = comparison.known();
        if (known.isPresent()) {
            return Book.ofOwn(reading, state, known.getAsLong(), Suppliers.memoize(() -> directory
                    .own(domain, user.get())
                    .map(OwnState::own)
                    .orElseGet(() -> own(principal, domain, user.get()).own())));
        }
        OwnState own = own(principal, domain, user.get());
        comparison.ended(own.own().version());
        return Book.ofOwn(reading, own.book(), own.own().version(), own::own);
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
