// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.store.sql.PostgresServer;
import org.mailgroups.value.PageRequest;

/** The search on two nodes, which only a shared database can have. */
class PostgresContactSearchTest {
    private static final OptionalLong ANY_VERSION = OptionalLong.empty();
    private static final String DOMAIN = "example.org";

    private final StoreConfiguration configuration = PostgresServer.newDatabase();
    private final GroupStore here = GroupStore.open(configuration, Clock.systemUTC());
    private final GroupStore there = GroupStore.open(configuration, Clock.systemUTC());

    @AfterEach
    void closeBoth() {
        here.close();
        there.close();
    }

    private static ContactDetails named(String name) {
        return new ContactDetails(name, "", List.of(), List.of(), "", "", "", "", "", true);
    }

    private static List<String> foundBy(GroupStore node) {
        return node
                .contacts()
                .search(new ContactFilter(Optional.of(DOMAIN), Optional.empty(), false, ""), PageRequest.first(100))
                .items()
                .stream()
                .map(found -> found.contact().details().name())
                .toList();
    }

    @Test
    void searchShouldSeeTheChangesOfAnotherNodeAtOnce() {
        UUID clients = here.contacts()
                .createGroup(DOMAIN, new ContactGroupName("Clients"))
                .id();
        for (int round = 0; round < 20; round++) {
            Contact ann = here.contacts().create(clients, NewContact.of(named("Ann")));
            assertThat(foundBy(there)).containsExactly("Ann");
            there.contacts().update(ann.id(), named("Zoe"), ANY_VERSION);
            assertThat(foundBy(here)).containsExactly("Zoe");
            there.contacts().delete(List.of(ann.id()), ANY_VERSION);
            assertThat(foundBy(here)).isEmpty();
            assertThat(foundBy(there)).isEmpty();
        }
    }
}
