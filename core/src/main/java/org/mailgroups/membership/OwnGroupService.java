// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.membership.Ancestors.Membership;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Text;

/**
 * Shows a user the groups that the user has to do with, and what the user is to a group. All addresses of the user
 * count.
 *
 * <p>Thread-safe.
 */
public final class OwnGroupService {
    /** Longer than any name with both spellings of an address. */
    private static final int MAX_FORMS = 2000;

    private final GroupRepository groups;
    private final Ancestors ancestors;
    private final GroupRights rights;

    @Inject
    public OwnGroupService(GroupRepository groups, Ancestors ancestors, GroupRights rights) {
        this.groups = groups;
        this.ancestors = ancestors;
        this.rights = rights;
    }

    /**
     * A way by which one is a member.
     *
     * @param address the address of one's own that is in the group
     * @param through the nested group that is the member; empty if the address itself is
     */
    public record Way(Address address, Optional<Address> through) {}

    /**
     * A group, and what one is to it.
     *
     * @param ways one for each address of one's own that is in it
     */
    public record OwnGroup(Group group, boolean isAdministrator, List<Way> ways) {
        public OwnGroup {
            ways = List.copyOf(ways);
        }
    }

    /**
     * What everybody may know of a group, and what one is to it.
     *
     * @param mayListMembers whether one may see who is in it
     */
    public record Card(OwnGroup own, boolean mayListMembers) {}

    /**
     * Returns the groups with a text in name or address of which the principal is a member or an administrator, by the
     * group's address.
     *
     * @param text empty for any
     */
    public Page<OwnGroup> list(Principal principal, String text, PageRequest page) {
        Rights.require(principal, Act.USE_ADDRESS_BOOK);
        SearchQuery query = Text.query(text);
        NavigableMap<String, OwnGroup> found = own(principal);
        return Page.of(
                page.limit(),
                found.tailMap(page.after(), false).values().stream()
                        .filter(own -> query.findsAll() || query.finds(form(own.group())))
                        .limit(page.limit() + 1L)
                        .toList(),
                own -> own.group().address().key());
    }

    /** Returns all groups of which the principal is a member or an administrator, by key. */
    private NavigableMap<String, OwnGroup> own(Principal principal) {
        TreeMap<String, OwnGroup> found = new TreeMap<>();
        for (Address address : principal.addresses()) {
            ancestors.of(address).forEach(membership -> add(found, principal, address, membership));
            Page.all(some -> groups.list(GroupFilter.all().administeredBy(address), some))
                    .flatMap(List::stream)
                    .forEach(group -> found.putIfAbsent(group.address().key(), new OwnGroup(group, true, List.of())));
        }
        return found;
    }

    private static String form(Group group) {
        return SearchForm.ofAll(
                MAX_FORMS,
                group.name(),
                group.address().readableKey(),
                group.address().key());
    }

    /**
     * Returns the listed groups and one's own with a text in name or address, by address, and what the principal is to
     * each. For a postmaster these are all groups, however many, and memberships are not looked up.
     *
     * @param text empty for any
     */
    public Page<OwnGroup> listAll(Principal principal, String text, PageRequest page) {
        Rights.require(principal, Act.USE_ADDRESS_BOOK);
        GroupFilter filter = GroupFilter.all().containing(text);
        if (principal instanceof Principal.Postmaster) {
            return groups.list(filter, page)
                    .map(group -> new OwnGroup(group, isAdministrator(principal, group), List.of()));
        }
        Page<Group> listed = groups.list(filter.listed(), page);
        NavigableMap<String, OwnGroup> own = own(principal);
        TreeMap<String, OwnGroup> found = new TreeMap<>();
        for (Group group : listed.items()) {
            found.put(group.address().key(), own.getOrDefault(group.address().key(), stranger(group)));
        }
        SearchQuery query = Text.query(text);
        // Further than the page of those that are listed, some would be missing.
        own.tailMap(page.after(), false).forEach((key, group) -> {
            if (listed.next().filter(end -> key.compareTo(end) > 0).isEmpty()
                    && (query.findsAll() || query.finds(form(group.group())))) {
                found.putIfAbsent(key, group);
            }
        });
        Page<OwnGroup> first = Page.of(
                page.limit(),
                found.values().stream().limit(page.limit() + 1L).toList(),
                group -> group.group().address().key());
        return first.more() ? first : new Page<>(first.items(), listed.next());
    }

    private static OwnGroup stranger(Group group) {
        return new OwnGroup(group, false, List.of());
    }

    private static void add(Map<String, OwnGroup> found, Principal principal, Address address, Membership membership) {
        Group group = membership.group();
        List<Way> ways = List.of(way(address, membership));
        found.merge(
                group.address().key(), new OwnGroup(group, isAdministrator(principal, group), ways), (before, more) -> {
                    List<Way> both = new ArrayList<>(before.ways());
                    both.addAll(more.ways());
                    return new OwnGroup(group, before.isAdministrator(), both);
                });
    }

    private static Way way(Address address, Membership membership) {
        return new Way(address, membership.direct() ? Optional.empty() : Optional.of(membership.through()));
    }

    private static boolean isAdministrator(Principal principal, Group group) {
        return group.administrators().stream().anyMatch(principal.addresses()::contains);
    }

    /**
     * Returns what everybody may know of a group.
     *
     * @throws NotFoundException if the address is that of no group; or of one that is not listed, and the principal is
     *     no postmaster, and neither a member nor an administrator of it
     */
    public Card card(Principal principal, Address address) {
        rights.require(principal, Act.USE_ADDRESS_BOOK, address);
        Group group = groups.get(address);
        List<Way> ways = principal.addresses().stream()
                .sorted()
                .flatMap(own -> waysTo(group, own))
                .toList();
        boolean isAdministrator = isAdministrator(principal, group);
        if (!group.settings().listed()
                && !isAdministrator
                && ways.isEmpty()
                && !(principal instanceof Principal.Postmaster)) {
            throw new NotFoundException("there is no group " + address);
        }
        return new Card(new OwnGroup(group, isAdministrator, ways), rights.mayListMembers(principal, address));
    }

    private Stream<Way> waysTo(Group group, Address own) {
        return ancestors.of(own).stream()
                .filter(membership -> membership.group().id() == group.id())
                .map(membership -> way(own, membership));
    }
}
