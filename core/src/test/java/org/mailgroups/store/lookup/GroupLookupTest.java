// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.NewMember;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.store.StoreContract;
import org.mailgroups.store.sql.ChangeTable;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/** The promises of {@link GroupLookup}. */
class GroupLookupTest extends StoreContract {
    private static final OptionalLong ANY_VERSION = OptionalLong.empty();

    private GroupLookup lookup() {
        return store.lookup();
    }

    private GroupEntry entry(String localPart) {
        return lookup().find(at(localPart)).orElseThrow();
    }

    @Nested
    class Find {
        @Test
        void findShouldSeeANewGroupAtOnce() {
            assertThat(lookup().find(at("team"))).isEmpty();

            Group group = create("Team");

            assertThat(lookup().find(at("TEAM")))
                    .contains(new GroupEntry(
                            group.id(),
                            group.address(),
                            group.name(),
                            group.version(),
                            group.administrators(),
                            group.settings()));
        }

        @Test
        void findShouldSeeEachChangeAtOnce() {
            create("team");
            create("parent", member("team"));
            store.groups().update(at("team"), GroupChange.nothing().withName("New"), ANY_VERSION);
            assertThat(entry("team").name()).isEqualTo("New");

            store.groups().update(at("team"), GroupChange.nothing().withAddress(at("moved")), ANY_VERSION);
            assertThat(lookup().find(at("team"))).isEmpty();
            assertThat(entry("moved").version()).isEqualTo(group("moved").version());
            assertThat(entry("parent").version()).isEqualTo(group("parent").version());

            store.groups().delete(at("moved"), ANY_VERSION);
            assertThat(lookup().find(at("moved"))).isEmpty();
            assertThat(entry("parent").version()).isEqualTo(group("parent").version());
        }

        @Test
        void findShouldCostNoStatementForUnknownAddresses() {
            long before = database.statementsOfThisThread();
            for (int i = 0; i < 100_000; i++) {
                assertThat(lookup().find(at("unknown" + i)).isPresent()).isFalse();
            }

            assertThat(database.statementsOfThisThread()).isEqualTo(before);
        }

        @Test
        void findShouldKnowAllWhenTheLogWasCut() {
            for (int i = 0; i < 2 * ChangeTable.CUT_EVERY; i++) {
                create("g" + i);
            }

            assertThat(lookup().find(at("g0"))).isPresent();
            assertThat(lookup().find(at("g" + (2 * ChangeTable.CUT_EVERY - 1)))).isPresent();
        }
    }

    @Nested
    class Version {
        @Test
        void versionShouldGrowWithEachChangeOfAGroup() {
            long before = lookup().version();
            create("team");
            long created = lookup().version();
            store.groups().addMembers(at("team"), List.of(member("ann")), OptionalLong.empty());

            assertThat(created).isGreaterThan(before);
            assertThat(lookup().version()).isGreaterThan(created);
        }

        @Test
        void versionShouldStayWhenNothingChanges() {
            create("team", member("ann"));
            long before = lookup().version();

            store.groups().addMembers(at("team"), List.of(member("ann")), OptionalLong.empty());

            assertThat(lookup().version()).isEqualTo(before);
        }
    }

    @Nested
    class Members {
        @Test
        void membersShouldBeSortedByDomainAndLocalPart() {
            Address other = Address.parse("a@zzz." + domain());
            create("team", NewMember.of(other), member("bob"), member("ann"), member("a-b"), member("a+b"));

            assertThat(lookup().members(entry("team")))
                    .isSorted()
                    .containsExactly(at("a+b"), at("a-b"), at("ann"), at("bob"), other);
        }

        @Test
        void membersShouldFollowEachChangeAtOnce() {
            create("team", member("ann"));
            assertThat(lookup().members(entry("team"))).containsExactly(at("ann"));

            store.groups().addMembers(at("team"), List.of(member("bob")), OptionalLong.empty());
            assertThat(lookup().members(entry("team"))).containsExactly(at("ann"), at("bob"));

            store.groups().rename(at("ann"), at("zoe"));
            assertThat(lookup().members(entry("team"))).containsExactly(at("bob"), at("zoe"));
        }

        @Test
        void membersShouldBeThoseOfNowForAnEntryOfThePast() {
            create("team", member("ann"));
            GroupEntry past = entry("team");
            store.groups().addMembers(at("team"), List.of(member("bob")), OptionalLong.empty());

            assertThat(lookup().members(past)).containsExactly(at("ann"), at("bob"));
        }

        @Test
        void membersShouldBeNoneWhenTheGroupIsGone() {
            create("team", member("ann"));
            GroupEntry past = entry("team");
            store.groups().delete(at("team"), ANY_VERSION);

            assertThat(lookup().members(past)).isEmpty();
        }

        @Test
        void membersShouldCostNoStatementTheSecondTime() {
            create("team", member("ann"));
            lookup().members(entry("team"));
            long before = database.statementsOfThisThread();

            lookup().members(entry("team"));

            assertThat(database.statementsOfThisThread()).isEqualTo(before);
        }

        @Test
        void membersShouldNeverBeAMixtureOfTwoVersions() throws InterruptedException {
            List<NewMember> blue = members("blue", 1500);
            List<NewMember> red = members("red", 1500);
            create("team");
            AtomicBoolean done = new AtomicBoolean();
            List<Callable<Integer>> calls = new ArrayList<>();
            calls.add(() -> {
                try {
                    for (int i = 0; i < 10; i++) {
                        store.groups().addMembers(at("team"), i % 2 == 0 ? blue : red, OptionalLong.empty());
                        store.groups()
                                .removeMembers(
                                        at("team"),
                                        (i % 2 == 0 ? blue : red)
                                                .stream()
                                                        .map(NewMember::address)
                                                        .toList(),
                                        OptionalLong.empty());
                    }
                } finally {
                    done.set(true);
                }
                return 0;
            });
            for (int reader = 0; reader < 3; reader++) {
                calls.add(() -> {
                    int read = 0;
                    while (!done.get()) {
                        List<Address> members = lookup().members(entry("team"));
                        assertThat(members.size()).isIn(0, 1500);
                        assertThat(new HashSet<>(members)).hasSameSizeAs(members);
                        read++;
                    }
                    return read;
                });
            }

            assertThat(Simultaneously.run(calls)).allMatch(Integer.class::isInstance);
        }

        @Test
        void membersShouldNotBeChangeable() {
            create("team", member("ann"));

            assertThatThrownBy(() -> lookup().members(entry("team")).clear())
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class Trouble {
        @Test
        void everythingShouldFailWhileTheStoreIsAwayAndRecoverByItself() {
            create("team", member("ann"));
            GroupEntry team = entry("team");
            database.cutOff();
            try {
                assertThatThrownBy(() -> store.groups().find(at("team")))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasRootCauseMessage("cut off by the test");
                assertThatThrownBy(() -> create("other")).isInstanceOf(StoreUnavailableException.class);
                assertThatThrownBy(() -> store.profiles().find(at("ann")))
                        .isInstanceOf(StoreUnavailableException.class);
                await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                    assertThatThrownBy(() -> lookup().find(at("team"))).isInstanceOf(StoreUnavailableException.class);
                    assertThatThrownBy(() -> lookup().find(at("unknown")))
                            .isInstanceOf(StoreUnavailableException.class);
                });
                assertThatThrownBy(() -> lookup().members(team)).isInstanceOf(StoreUnavailableException.class);
                assertThatThrownBy(() -> store.verify()).isInstanceOf(StoreUnavailableException.class);
            } finally {
                database.comeBack();
            }
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThatCode(() -> store.verify()).doesNotThrowAnyException());
            assertThat(lookup().find(at("team"))).contains(team);
            assertThat(lookup().find(at("other"))).isEmpty();
            assertThat(create("other").memberCount()).isZero();
        }
    }
}
