// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.mailgroups.group.Group;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.value.Address;

/** What every contract test starts from: a store on a real database for the class, and a mail domain of its own for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract {
    static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static final AtomicInteger DOMAINS = new AtomicInteger();

    ObservedDatabase database;
    GroupStore store;
    private String domain;

    abstract StoreConfiguration configuration();

    @BeforeAll
    void openStore() {
        StoreConfiguration configuration = configuration();
        database = new ObservedDatabase(Database.of(configuration));
        store = GroupStore.open(database, configuration, CLOCK);
    }

    @AfterAll
    void closeStore() {
        store.close();
    }

    @BeforeEach
    void chooseDomain() {
        domain = "d" + DOMAINS.incrementAndGet() + ".example";
    }

    String domain() {
        return domain;
    }

    /** An address of this test's domain. */
    Address at(String localPart) {
        return Address.parse(localPart + "@" + domain);
    }

    NewMember member(String localPart) {
        return NewMember.of(at(localPart));
    }

    List<NewMember> members(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> member(prefix + String.format("%07d", i)))
                .toList();
    }

    NewGroup newGroup(String localPart, NewMember... members) {
        return new NewGroup(at(localPart), "Group " + localPart, "", List.of(at("admin")), List.of(members));
    }

    Group create(String localPart, NewMember... members) {
        return store.groups().create(newGroup(localPart, members));
    }

    Group group(String localPart) {
        return store.groups().find(at(localPart)).orElseThrow();
    }
}
