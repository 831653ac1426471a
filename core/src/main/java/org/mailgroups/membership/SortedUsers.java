// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * The users whose addresses a search finds, by address.
 *
 * <p>James gives all users or none, in no order. So a first page costs a walk over all of them. It keeps the first
 * {@value #AT_ONCE} that are found, for the pages after it, and the next walk comes when those are used up. Meanwhile
 * James' users may have changed. Memory is bounded by what is kept, whatever the number of users.
 *
 * <p>Thread-safe.
 */
@Singleton
final class SortedUsers {
    /** How many users one walk brings. */
    static final int AT_ONCE = 20_000;

    /** The most users that are kept, of all searches together, at about 150 bytes each. */
    private static final int MAX_KEPT = 200_000;

    /** Longer than both spellings of any address. */
    private static final int MAX_FORMS = 1000;

    private static final Comparator<Address> BY_KEY = Comparator.comparing(Address::key);

    private final LocalAddresses localAddresses;
    private final KeptLists<Key, Address> lists = new KeptLists<>(MAX_KEPT, Ticker.systemTicker());

    private record Key(List<String> words, Optional<String> domain) {}

    @Inject
    SortedUsers(LocalAddresses localAddresses) {
        this.localAddresses = localAddresses;
    }

    /**
     * Returns the search for one page of a caller, which may take several reads.
     *
     * @param domain the one whose users are looked at; empty for all
     */
    Search search(SearchQuery query, Optional<String> domain, PageRequest callers) {
        return new Search(query, domain, callers);
    }

    /** Reads users for one page. Not thread-safe. */
    final class Search {
        private final SearchQuery query;
        private final Optional<String> domain;
        private final int limit;
        private Stretch<Address> current;

        private Search(SearchQuery query, Optional<String> domain, PageRequest callers) {
            this.query = query;
            this.domain = domain;
            this.limit = callers.limit();
            this.current = stretch(callers.after());
        }

        /** Returns the users after a key, which is not before the key of the caller's page. */
        Page<Address> read(PageRequest request) {
            if (!current.reaches(request.after())) {
                current = stretch(request.after());
            }
            return current.page(request);
        }

        private Stretch<Address> stretch(String after) {
            return lists.forPage(new Key(query.words(), domain), 0, new PageRequest(after, limit), () -> new First(
                            query, domain, after)
                    .ofAllUsers());
        }
    }

    /** The first of the users that are found behind a key. */
    private final class First {
        private final SearchQuery query;
        private final Optional<String> domain;
        private final String after;
        private final List<Address> found = new ArrayList<>();
        /** Whether some were left out, since they come after the first {@link #AT_ONCE}. */
        private boolean isCut;

        First(SearchQuery query, Optional<String> domain, String after) {
            this.query = query;
            this.domain = domain;
            this.after = after;
        }

        Stretch<Address> ofAllUsers() {
            try (Stream<Address> users = localAddresses.users()) {
                users.filter(this::isWanted).forEach(this::add);
            }
            cut();
            return new Stretch<>(after, found, !isCut, Address::key);
        }

        private boolean isWanted(Address user) {
            return user.key().compareTo(after) > 0
                    && (domain.isEmpty() || user.domain().equals(domain.get()))
                    && !(isCut && user.key().compareTo(found.get(AT_ONCE - 1).key()) > 0)
                    && (query.findsAll() || query.finds(SearchForm.ofAll(MAX_FORMS, user.readableKey(), user.key())));
        }

        private void add(Address user) {
            found.add(user);
            if (found.size() == 2 * AT_ONCE) {
                cut();
            }
        }

        private void cut() {
            found.sort(BY_KEY);
            if (found.size() > AT_ONCE) {
                found.subList(AT_ONCE, found.size()).clear();
                isCut = true;
            }
        }
    }
}
