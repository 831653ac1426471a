// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

class SortedUsersTest {
    private final MixedUsers server = new MixedUsers();
    private final SortedUsers users = new SortedUsers(server);

    /** A server that gives its users in no order, and counts how often it was asked for all. */
    private static final class MixedUsers implements LocalAddresses {
        private List<Address> all = List.of();
        private int lists;

        void fill(int number) {
            List<Address> mixed = new ArrayList<>(IntStream.range(0, number)
                    .mapToObj(i -> Address.parse("u%06d@example.org".formatted(i)))
                    .toList());
            Collections.shuffle(mixed, new Random(1));
            all = mixed;
        }

        @Override
        public boolean isLocalDomain(String domain) {
            throw new IllegalStateException("not needed");
        }

        @Override
        public Optional<AddressHolder> holderOf(Address address) {
            throw new IllegalStateException("not needed");
        }

        @Override
        public Set<Address> existing(Collection<Address> addresses) {
            throw new IllegalStateException("not needed");
        }

        @Override
        public Set<Address> usersAmong(Collection<Address> addresses) {
            throw new IllegalStateException("not needed");
        }

        @Override
        public Stream<Address> users() {
            lists++;
            return all.stream();
        }
    }

    /** Returns all that is found, read as callers do: page by page. */
    private List<String> found(String text, int limit) {
        List<String> found = new ArrayList<>();
        for (Optional<String> after = Optional.of(""); after.isPresent(); ) {
            PageRequest request = new PageRequest(after.get(), limit);
            Page<Address> page = users.search(SearchQuery.of(text), Optional.empty(), request)
                    .read(request);
            page.items().forEach(user -> found.add(user.key()));
            after = page.next();
        }
        return found;
    }

    @Test
    void usersShouldBeListedOnceForAllPagesOfAWalk() {
        server.fill(10_000);

        assertThat(found("", 100)).hasSize(10_000).isSorted().doesNotHaveDuplicates();
        assertThat(server.lists).isEqualTo(1);
    }

    @Test
    void usersShouldBeListedAsOftenAsTheyFitWhenThereAreTooManyToKeep() {
        server.fill(3 * SortedUsers.AT_ONCE + 7);

        assertThat(found("", 1000)).hasSize(server.all.size()).isSorted().doesNotHaveDuplicates();
        assertThat(server.lists).isEqualTo(4);
    }

    @Test
    void walkShouldEndWhenTheUsersAreAsManyAsFit() {
        server.fill(2 * SortedUsers.AT_ONCE);

        assertThat(found("example", 1000)).hasSize(server.all.size());
        assertThat(server.lists).isEqualTo(2);
    }

    @Test
    void searchesShouldKeepWhatEachOfThemFinds() {
        server.fill(3000);

        assertThat(found("u0000", 10)).hasSize(100);
        assertThat(found("u0010", 10)).hasSize(100);
        assertThat(found("nobody", 10)).isEmpty();
        assertThat(server.lists).isEqualTo(3);
    }

    @Test
    void firstPageShouldHaveAUserWhoHasJustCome() {
        server.fill(300);
        found("", 100);
        server.all = List.of(Address.parse("new@example.org"));

        assertThat(found("", 100)).containsExactly("new@example.org");
    }

    @Test
    void readShouldGoOnBeyondWhatIsKept() {
        server.fill(SortedUsers.AT_ONCE + 5);
        PageRequest request = new PageRequest("u%06d@example.org".formatted(SortedUsers.AT_ONCE - 10), 100);
        SortedUsers.Search search = users.search(SearchQuery.of(""), Optional.empty(), PageRequest.first(100));

        Page<Address> end = search.read(request);
        Page<Address> rest = search.read(new PageRequest(end.next().orElseThrow(), 100));

        assertThat(end.items()).hasSize(9);
        assertThat(rest.items()).hasSize(5);
        assertThat(rest.more()).isFalse();
    }
}
