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
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.Destinations;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.Principal;
import org.mailgroups.value.Rights;
import org.mailgroups.value.Text;

/**
 * Finds candidates: those that could be added to a group as members. They are users (found by address, or by the
 * name in their profile), groups (by address or name), and shared contacts of the group's domain that can get mail.
 * No candidate are direct members, the group itself, and the groups that contain it. An address is there once. If a
 * contact has the address of a user or group, the candidate is the user or group.
 *
 * <p>Users come in no order. So a page is made in one walk over all users that keeps only the first ones. Memory is
 * bounded by the page, time by the number of users. Profiles, groups and contacts come by address, and are read only as
 * far as the page goes.
 *
 * <p>Thread-safe.
 */
public final class CandidateService {
    /** The number of users that are looked up at once. */
    private static final int BATCH = 1000;

    /**
     * The fewest profiles, groups or contacts that are read at once. It is not too small, since some are members
     * already.
     */
    private static final int MIN_READ = 100;

    /** Longer than any name with both spellings of an address. */
    private static final int MAX_FORMS = 2000;

    private final GroupRepository groups;
    private final ProfileRepository profiles;
    private final ContactRepository contacts;
    private final LocalAddresses localAddresses;
    private final AddressRules rules;
    private final Ancestors ancestors;

    @Inject
    public CandidateService(
            GroupRepository groups,
            ProfileRepository profiles,
            ContactRepository contacts,
            LocalAddresses localAddresses,
            AddressRules rules,
            Ancestors ancestors) {
        this.groups = groups;
        this.profiles = profiles;
        this.contacts = contacts;
        this.localAddresses = localAddresses;
        this.rules = rules;
        this.ancestors = ancestors;
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
        Rights.requirePostmaster(principal, "members");
        Group group = groups.get(address);
        SearchQuery query = Text.query(text);
        if (query.findsNothing()) {
            return Page.empty();
        }
        Nearest nearest = new Nearest(group.address(), request);
        Set<Address> excluded = excluded(group);
        addGroups(excluded, text, nearest);
        addContacts(group.address().domain(), excluded, text, nearest);
        addUsersByAddress(query, nearest);
        if (!query.findsAll()) {
            addUsersByProfile(text, query, nearest);
        }
        return Page.of(request.limit(), nearest.found(), candidate -> candidate
                        .address()
                        .key())
                .mapAll(this::withNames);
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
        Map<String, Boolean> localDomains = new HashMap<>();
        readByAddress(nearest, page -> contacts.searchByAddress(shared, page), found -> found.stream()
                .filter(contact -> nearest.mayTake(address(contact).key()))
                .filter(contact -> Destinations.defect(address(contact)).isEmpty())
                .flatMap(contact -> {
                    String itsDomain = address(contact).domain();
                    return localDomains.computeIfAbsent(itsDomain, localAddresses::isLocalDomain)
                            ? local(contact, excluded).stream()
                            : Stream.of(Candidate.contact(address(contact), contact));
                })
                .toList());
    }

    private static Address address(Contact contact) {
        return contact.details().preferred().orElseThrow();
    }

    /** Returns the candidate that a contact with a local address is, if it may be added. */
    private Optional<Candidate> local(Contact contact, Set<Address> excluded) {
        Address address = address(contact);
        if (localAddresses.isUser(address)) {
            return Optional.of(Candidate.user(address, ""));
        }
        Optional<Group> group = groups.find(address);
        if (group.isPresent()) {
            return group.filter(found -> !excluded.contains(found.address())).map(Candidate::group);
        }
        return rules.refusals(Set.of(address)).isEmpty()
                ? Optional.of(Candidate.contact(address, contact))
                : Optional.empty();
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
    private void addUsersByProfile(String text, SearchQuery query, Nearest nearest) {
        readByAddress(nearest, page -> profiles.search(text, page), found -> found.stream()
                .filter(profile -> query.finds(forms(profile.name(), profile.user())))
                .filter(profile -> localAddresses.isUser(profile.user()))
                .map(profile -> Candidate.user(profile.user(), profile.name()))
                .toList());
    }

    /** Reads a list that comes by address, until it ends or is beyond the page. */
    private static <T> void readByAddress(
            Nearest nearest, Function<PageRequest, Page<T>> list, Function<List<T>, List<Candidate>> candidates) {
        Optional<String> after = Optional.of(nearest.after());
        while (after.filter(nearest::mayTakeAfter).isPresent()) {
            Page<T> page = list.apply(new PageRequest(after.get(), nearest.readSize()));
            nearest.offer(candidates.apply(page.items()));
            after = page.next();
        }
    }

    private static String forms(String name, Address address) {
        return SearchForm.ofAll(MAX_FORMS, name, address.readableKey(), address.key());
    }

    private void addUsersByAddress(SearchQuery query, Nearest nearest) {
        List<Candidate> batch = new ArrayList<>();
        try (Stream<Address> users = localAddresses.users()) {
            users.filter(user -> query.findsAll() || query.finds(forms("", user)))
                    .filter(user -> nearest.mayTake(user.key()))
                    .forEach(user -> {
                        batch.add(Candidate.user(user, ""));
                        if (batch.size() == BATCH) {
                            nearest.offer(batch);
                            batch.clear();
                        }
                    });
        }
        nearest.offer(batch);
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
        private final String after;
        private final int wanted;
        private final NavigableMap<String, Candidate> byKey = new TreeMap<>();

        Nearest(Address group, PageRequest request) {
            this.group = group;
            this.after = request.after();
            this.wanted = request.limit() + 1;
        }

        String after() {
            return after;
        }

        int readSize() {
            return Math.max(MIN_READ, Math.min(wanted, PageRequest.MAX_LIMIT));
        }

        boolean mayTake(String key) {
            return key.compareTo(after) > 0 && (byKey.size() < wanted || key.compareTo(byKey.lastKey()) < 0);
        }

        /** Tells whether a list in order of keys that has come to {@code key} can still bring a candidate. */
        boolean mayTakeAfter(String key) {
            return byKey.size() < wanted || key.compareTo(byKey.lastKey()) < 0;
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

        List<Candidate> found() {
            return List.copyOf(byKey.values());
        }
    }
}
