// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.mailgroups.group.Group;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.store.sql.ObservedDatabase;
import org.mailgroups.value.Address;

/** The start of every contract test: a store for the class, and a mail domain of its own for each test. */
@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreContract {
    protected static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123Z");
    protected static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static final AtomicInteger DOMAINS = new AtomicInteger();

    @TempDir
    static Path directory;

    @Parameter
    protected StoreDatabase kind;

    protected StoreConfiguration configuration;
    protected ObservedDatabase database;
    protected GroupStore store;
    private String domain;

    @BeforeParameterizedClassInvocation
    void openNewStore() {
        configuration = kind.newStore(directory);
        openStore();
    }

    protected final void openStore() {
        database = new ObservedDatabase(GroupStore.database(configuration));
        store = GroupStore.open(database, configuration, CLOCK);
    }

    @AfterParameterizedClassInvocation
    protected final void closeStore() {
        store.close();
    }

    @BeforeEach
    void chooseDomain() {
        domain = "d" + DOMAINS.incrementAndGet() + ".example";
    }

    protected final String domain() {
        return domain;
    }

    /** Returns an address of this test's domain. */
    protected final Address at(String localPart) {
        return Address.parse(localPart + "@" + domain);
    }

    protected final NewMember member(String localPart) {
        return NewMember.of(at(localPart));
    }

    protected final List<NewMember> members(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> member(prefix + String.format("%07d", i)))
                .toList();
    }

    protected final NewGroup newGroup(String localPart, NewMember... members) {
        return new NewGroup(at(localPart), "Group " + localPart, "", List.of(at("admin")), List.of(members));
    }

    protected final Group create(String localPart, NewMember... members) {
        return store.groups().create(newGroup(localPart, members));
    }

    protected final Group group(String localPart) {
        return store.groups().find(at(localPart)).orElseThrow();
    }
}
