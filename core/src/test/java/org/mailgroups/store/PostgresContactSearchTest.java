// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.value.PageRequest;

class PostgresContactSearchTest extends ContactSearchContract {
    private final StoreConfiguration configuration = PostgresServer.newDatabase();
    private final GroupStore other = GroupStore.open(configuration, CLOCK);

    @Override
    StoreConfiguration configuration() {
        return configuration;
    }

    @Override
    GroupStore secondStoreIfPossible(Clock clock) {
        return GroupStore.open(configuration, clock);
    }

    @AfterAll
    void closeOther() {
        other.close();
    }

    private List<String> foundBy(GroupStore node) {
        return node
                .contacts()
                .search(new ContactFilter(Optional.of(domain()), Optional.empty(), false, ""), PageRequest.first(100))
                .items()
                .stream()
                .map(found -> found.contact().details().name())
                .toList();
    }

    @Test
    void searchShouldSeeTheChangesOfAnotherNodeAtOnce() {
        for (int round = 0; round < 20; round++) {
            Contact ann = create(details("Ann"));
            assertThat(foundBy(other)).containsExactly("Ann");
            other.contacts().update(ann.id(), details("Zoe"), ANY_VERSION);
            assertThat(foundBy(store)).containsExactly("Zoe");
            other.contacts().delete(List.of(ann.id()), ANY_VERSION);
            assertThat(foundBy(store)).isEmpty();
            assertThat(foundBy(other)).isEmpty();
        }
    }
}
