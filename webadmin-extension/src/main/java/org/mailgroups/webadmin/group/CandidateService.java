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
package org.mailgroups.webadmin.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.group.Address;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.LocalAddresses;
import org.mailgroups.group.Page;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Profile;
import org.mailgroups.group.ProfileRepository;

/**
 * Who could be added to a group: users, found by address or by what their profile says, and groups, found by address or name. Neither those who are members
 * already, nor the group itself, nor a group that contains it.
 *
 * <p>Users come in no order, so a page is made in one walk over all of them that keeps only the first few that may still matter; memory is bounded by the
 * page, time by the number of users. Profiles and groups come by address, and are read only as far as the page goes.
 *
 * <p>Thread-safe.
 */
public final class CandidateService {
    /** How many users are asked about at once. */
    private static final int BATCH = 1000;

    /** How many profiles or groups are read at once, at the least: some of them will be members already. */
    private static final int MIN_READ = 100;

    private final GroupRepository groups;
    private final ProfileRepository profiles;
    private final LocalAddresses localAddresses;
    private final Ancestors ancestors;

    @Inject
    public CandidateService(
            GroupRepository groups, ProfileRepository profiles, LocalAddresses localAddresses, Ancestors ancestors) {
        this.groups = groups;
        this.profiles = profiles;
        this.localAddresses = localAddresses;
        this.ancestors = ancestors;
    }

    /**
     * Somebody who could be added.
     *
     * @param name empty if none is known
     */
    record Candidate(Address address, String name, MemberKind kind) {}

    Page<Candidate> list(Address address, String text, PageRequest request) {
        Group group = groups.find(address).orElseThrow(() -> GroupService.unknown(address));
        Nearest nearest = new Nearest(group.address(), request);
        addGroups(group, text, nearest);
        addUsersByAddress(text, nearest);
        if (!text.isEmpty()) {
            addUsersByProfile(text, nearest);
        }
        return Page.ofOneMoreThan(request.limit(), withNames(nearest.found()));
    }

    private void addGroups(Group group, String text, Nearest nearest) {
        Set<Long> excluded = ancestors.of(group.address()).stream()
                .map(membership -> membership.group().id())
                .collect(Collectors.toSet());
        excluded.add(group.id());
        readByAddress(
                nearest,
                page -> groups.list(GroupFilter.all().containing(text), page),
                Group::address,
                found -> found.stream()
                        .filter(candidate -> !excluded.contains(candidate.id()))
                        .map(candidate -> new Candidate(candidate.address(), candidate.name(), MemberKind.GROUP))
                        .toList());
    }

    private void addUsersByProfile(String text, Nearest nearest) {
        readByAddress(nearest, page -> profiles.search(text, page), Profile::user, found -> found.stream()
                .filter(profile -> localAddresses.isUser(profile.user()))
                .map(profile -> new Candidate(profile.user(), profile.name(), MemberKind.USER))
                .toList());
    }

    /** Reads a list that comes by address until it ends or is beyond the page. */
    private static <T> void readByAddress(
            Nearest nearest,
            Function<PageRequest, Page<T>> list,
            Function<T, Address> address,
            Function<List<T>, List<Candidate>> candidates) {
        int size = nearest.readSize();
        Page<T> page = list.apply(new PageRequest(nearest.after(), size));
        nearest.offer(candidates.apply(page.items()));
        while (page.more()) {
            String last =
                    address.apply(page.items().get(page.items().size() - 1)).key();
            if (!nearest.mayTakeAfter(last)) {
                return;
            }
            page = list.apply(new PageRequest(last, size));
            nearest.offer(candidates.apply(page.items()));
        }
    }

    private void addUsersByAddress(String text, Nearest nearest) {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<Candidate> batch = new ArrayList<>();
        try (Stream<Address> users = localAddresses.users()) {
            users.filter(user -> user.key().contains(wanted))
                    .filter(user -> nearest.mayTake(user.key()))
                    .forEach(user -> {
                        batch.add(new Candidate(user, "", MemberKind.USER));
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
                    return profile == null
                            ? candidate
                            : new Candidate(candidate.address(), profile.name(), candidate.kind());
                })
                .toList();
    }

    /** The first candidates after a key, as many as a page needs and one more; members of the group are never among them. */
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

        /** Whether a list in order of keys that has come to {@code key} can still bring something. */
        boolean mayTakeAfter(String key) {
            return byKey.size() < wanted || key.compareTo(byKey.lastKey()) < 0;
        }

        /** Takes those that belong here; where a user and a group have one address, the user, since mail goes there. */
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
                    (before, now) -> before.kind() == MemberKind.USER ? before : now);
            if (byKey.size() > wanted) {
                byKey.pollLastEntry();
            }
        }

        List<Candidate> found() {
            return List.copyOf(byKey.values());
        }
    }
}
