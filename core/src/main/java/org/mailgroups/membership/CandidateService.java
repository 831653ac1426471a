// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import javax.inject.Inject;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.Destinations;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Text;

/**
 * Finds candidates: those that could be added to a group as members. They are users (found by address, or by the
 * name in their profile), groups (by address or name), and shared contacts of the group's domain that can get mail.
 * Only a postmaster finds users of other domains than the group's.
 * No candidate are direct members, the group itself, and the groups that contain it. An address is there once. If a
 * contact has the address of a user or group, the candidate is the user or group.
 *
 * <p>Each of these lists comes by address, and is read only as far as the page goes. If most of what it has is no
 * candidate, the page ends early, and may be empty. So a call has an end, whatever was stored.
 *
 * <p>Thread-safe.
 */
public final class CandidateService {
    /** The fewest that are read at once. It is not too small, since some are members already. */
    private static final int MIN_READ = 100;

    /** How often one call reads each list. Each time it reads twice as many, up to {@link PageRequest#MAX_LIMIT}. */
    private static final int MAX_READS = 20;

    /** Longer than any name with both spellings of an address. */
    private static final int MAX_FORMS = 2000;

    private final GroupRepository groups;
    private final ProfileRepository profiles;
    private final ContactRepository contacts;
    private final SortedUsers users;
    private final LocalAddresses localAddresses;
    private final AddressRules rules;
    private final Ancestors ancestors;
    private final GroupRights rights;

    @Inject
    public CandidateService(
            GroupRepository groups,
            ProfileRepository profiles,
            ContactRepository contacts,
            SortedUsers users,
            LocalAddresses localAddresses,
            AddressRules rules,
            Ancestors ancestors,
            GroupRights rights) {
        this.groups = groups;
        this.profiles = profiles;
        this.contacts = contacts;
        this.users = users;
        this.localAddresses = localAddresses;
        this.rules = rules;
        this.ancestors = ancestors;
        this.rights = rights;
    }

    /**
     * Somebody or something that could be added to a group.
     *
     * @param name empty if none is known
     * @param contact the id of the shared contact, if the candidate is one
     */
    public record Candidate(Address address, String name, MemberKind kind, Optional<UUID> contact) {
        static Candidate user(Address address, String name) {
            return new Candidate(address, name, MemberKind.USER, Optional.empty());
        }

        static Candidate group(Group group) {
            return new Candidate(group.address(), group.name(), MemberKind.GROUP, Optional.empty());
        }

        static Candidate contact(Address address, Contact contact) {
            return new Candidate(address, contact.details().name(), MemberKind.CONTACT, Optional.of(contact.id()));
        }
    }

    public Page<Candidate> list(Principal principal, Address address, String text, PageRequest request) {
        rights.require(principal, Act.CHANGE_MEMBERS, address);
        Group group = groups.get(address);
        SearchQuery query = Text.query(text);
        if (query.findsNothing()) {
            return Page.empty();
        }
        Nearest nearest = new Nearest(group.address(), request);
        Set<Address> excluded = excluded(group);
        addGroups(excluded, text, nearest);
        addContacts(group.address().domain(), excluded, text, nearest);
        Optional<String> domain = usersOf(principal, group.address());
        addUsersByAddress(query, domain, request, nearest);
        if (!query.findsAll()) {
            addUsersByProfile(text, query, domain, nearest);
        }
        return nearest.page().mapAll(this::withNames);
    }

    /** Returns the domain whose users a principal may find for a group; empty if it is any. */
    static Optional<String> usersOf(Principal principal, Address group) {
        return principal instanceof Principal.Postmaster ? Optional.empty() : Optional.of(group.domain());
    }

    /** Returns the groups that would make a cycle: the group itself and those that contain it. */
    private Set<Address> excluded(Group group) {
        Set<Address> addresses = ancestors.addressesAbove(group.address());
        addresses.add(group.address());
        return addresses;
    }

    private void addContacts(String domain, Set<Address> excluded, String text, Nearest nearest) {
        // Only shared contacts, also for a postmaster: members will find contacts this way.
        ContactFilter shared = new ContactFilter(Optional.of(domain), Optional.empty(), true, text);
        readByAddress(
                nearest,
                page -> contacts.searchByAddress(shared, page),
                found -> ofContacts(
                        found.stream()
                                .filter(contact ->
                                        nearest.mayTake(address(contact).key()))
                                .filter(contact ->
                                        Destinations.defect(address(contact)).isEmpty())
                                .toList(),
                        excluded));
    }

    private static Address address(Contact contact) {
        return contact.details().preferred().orElseThrow();
    }

    /** Returns the candidates that contacts are. A user, a group or nobody may have an address of this server. */
    private List<Candidate> ofContacts(List<Contact> found, Set<Address> excluded) {
        Map<String, Boolean> domains = new HashMap<>();
        List<Address> local = found.stream()
                .map(CandidateService::address)
                .filter(address -> domains.computeIfAbsent(address.domain(), localAddresses::isLocalDomain))
                .toList();
        Set<Address> usersAmong = local.isEmpty() ? Set.of() : localAddresses.usersAmong(local);
        Map<Address, Group> groupsAt = groups.findAll(local);
        Set<Address> refused =
                local.isEmpty() ? Set.of() : rules.refusals(local).keySet();
        List<Candidate> candidates = new ArrayList<>();
        for (Contact contact : found) {
            Address address = address(contact);
            if (usersAmong.contains(address)) {
                candidates.add(Candidate.user(address, ""));
            } else if (groupsAt.containsKey(address)) {
                Optional.of(groupsAt.get(address))
                        .filter(group -> !excluded.contains(address))
                        .ifPresent(group -> candidates.add(Candidate.group(group)));
            } else if (!refused.contains(address)) {
                candidates.add(Candidate.contact(address, contact));
            }
        }
        return candidates;
    }

    private void addGroups(Set<Address> excluded, String text, Nearest nearest) {
        readByAddress(nearest, page -> groups.list(GroupFilter.all().containing(text), page), found -> found.stream()
                .filter(candidate -> !excluded.contains(candidate.address()))
                .map(Candidate::group)
                .toList());
    }

    /**
     * Adds users by the name in their profile. The search finds identifiers too; they do not count here, since nobody
     * should guess one digit by digit.
     */
    private void addUsersByProfile(String text, SearchQuery query, Optional<String> domain, Nearest nearest) {
        readByAddress(nearest, page -> profiles.search(text, page), found -> {
            List<Profile> named = found.stream()
                    .filter(profile ->
                            domain.isEmpty() || profile.user().domain().equals(domain.get()))
                    .filter(profile -> query.finds(SearchForm.ofAll(
                            MAX_FORMS,
                            profile.name(),
                            profile.user().readableKey(),
                            profile.user().key())))
                    .toList();
            Set<Address> usersAmong =
                    localAddresses.usersAmong(named.stream().map(Profile::user).toList());
            return named.stream()
                    .filter(profile -> usersAmong.contains(profile.user()))
                    .map(profile -> Candidate.user(profile.user(), profile.name()))
                    .toList();
        });
    }

    private void addUsersByAddress(SearchQuery query, Optional<String> domain, PageRequest request, Nearest nearest) {
        readByAddress(nearest, users.search(query, domain, request)::read, found -> found.stream()
                .map(user -> Candidate.user(user, ""))
                .toList());
    }

    /** Reads a list that comes by address, until it ends, is beyond the page, or was read often enough. */
    private static <T> void readByAddress(
            Nearest nearest, Function<PageRequest, Page<T>> list, Function<List<T>, List<Candidate>> candidates) {
        Optional<String> after = Optional.of(nearest.after());
        int size = nearest.readSize();
        for (int reads = 0;
                reads < MAX_READS && after.filter(nearest::mayTakeAfter).isPresent();
                reads++) {
            Page<T> page = list.apply(new PageRequest(after.get(), size));
            nearest.offer(candidates.apply(page.items()));
            after = page.next();
            size = Math.min(2 * size, PageRequest.MAX_LIMIT);
        }
        after.filter(nearest::mayTakeAfter).ifPresent(nearest::endAt);
    }

    private List<Candidate> withNames(List<Candidate> candidates) {
        List<Address> users = candidates.stream()
                .filter(candidate -> candidate.kind() == MemberKind.USER)
                .map(Candidate::address)
                .toList();
        Map<Address, Profile> known = users.isEmpty() ? Map.of() : profiles.findAll(users);
        return candidates.stream()
                .map(candidate -> {
                    Profile profile = candidate.kind() == MemberKind.USER ? known.get(candidate.address()) : null;
                    return profile == null ? candidate : Candidate.user(candidate.address(), profile.name());
                })
                .toList();
    }

    /** The first candidates after a key: as many as a page needs, and one more. Members of the group are left out. */
    private final class Nearest {
        private final Address group;
        private final PageRequest request;
        private final int wanted;
        private final NavigableMap<String, Candidate> byKey = new TreeMap<>();
        /** The key up to which all lists were read, if one was not read to its end; else empty. */
        private String end = "";

        Nearest(Address group, PageRequest request) {
            this.group = group;
            this.request = request;
            this.wanted = request.limit() + 1;
        }

        String after() {
            return request.after();
        }

        int readSize() {
            return Math.max(MIN_READ, Math.min(wanted, PageRequest.MAX_LIMIT));
        }

        boolean mayTake(String key) {
            return key.compareTo(after()) > 0 && (end.isEmpty() || key.compareTo(end) <= 0) && isNear(key);
        }

        /** Tells whether a list in order of keys that has come to {@code key} can still bring a candidate. */
        boolean mayTakeAfter(String key) {
            return (end.isEmpty() || key.compareTo(end) < 0) && isNear(key);
        }

        private boolean isNear(String key) {
            return byKey.size() < wanted || key.compareTo(byKey.lastKey()) < 0;
        }

        /** Lets the page end at a key, since a list was not read any further. */
        void endAt(String key) {
            end = key;
            byKey.tailMap(key, false).clear();
        }

        /** Takes the candidates that belong here. Of several with one address it takes the one that gets the mail. */
        void offer(List<Candidate> candidates) {
            List<Candidate> near = candidates.stream()
                    .filter(candidate -> mayTake(candidate.address().key())
                            || byKey.containsKey(candidate.address().key()))
                    .toList();
            if (near.isEmpty()) {
                return;
            }
            Set<Address> members = groups.membersAmong(
                    group, near.stream().map(Candidate::address).toList());
            for (Candidate candidate : near) {
                if (!members.contains(candidate.address())) {
                    put(candidate);
                }
            }
        }

        private void put(Candidate candidate) {
            byKey.merge(
                    candidate.address().key(),
                    candidate,
                    (before, now) -> before.kind().compareTo(now.kind()) <= 0 ? before : now);
            if (byKey.size() > wanted) {
                byKey.pollLastEntry();
            }
        }

        Page<Candidate> page() {
            Page<Candidate> page = Page.of(request.limit(), List.copyOf(byKey.values()), candidate -> candidate
                    .address()
                    .key());
            return page.more() || end.isEmpty() ? page : new Page<>(page.items(), Optional.of(end));
        }
    }
}
