// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

class ExpanderTest {
    private final MemoryServer server = new MemoryServer();

    private static List<String> addresses(Expansion.Complete expansion) {
        return expansion.recipients().stream()
                .map(recipient -> recipient.address().toString())
                .toList();
    }

    private static String copyOf(Expansion.Complete expansion, String address) {
        return expansion.recipients().stream()
                .filter(recipient -> recipient.address().equals(Address.parse(address)))
                .map(recipient -> recipient.copy() == null
                        ? "plain"
                        : recipient.copy().address().toString())
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class Members {
        @Test
        void expandShouldReturnMembersInAddressOrder() {
            server.group("team@example.org", "zoe@b.net", "ann@b.net", "bob@example.org", "carl@a.net");

            assertThat(addresses(server.expand("team@example.org")))
                    .containsExactly("carl@a.net", "ann@b.net", "zoe@b.net", "bob@example.org");
        }

        @Test
        void expandShouldFindTheGroupWhateverTheCase() {
            server.group("Team@Example.org", "bob@example.org");

            assertThat(addresses(server.expand("tEAM@example.ORG"))).containsExactly("bob@example.org");
        }

        @Test
        void expandShouldFindTheGroupWhenTheAddressHasADetail() {
            server.group("team@example.org", "bob@example.org");

            assertThat(addresses(server.expand("team+news@example.org"))).containsExactly("bob@example.org");
        }

        @Test
        void expandShouldLeaveOthersUntouchedInTheirOrder() {
            server.group("team@example.org", "bob@example.org");

            assertThat(server.expand("zoe@b.net", "team@example.org", "ann@example.org")
                            .untouched())
                    .isEqualTo(MemoryServer.addresses("zoe@b.net", "ann@example.org"));
        }

        @Test
        void expandShouldNameEmptyGroups() {
            server.group("empty@example.org").group("team@example.org", "bob@example.org");

            assertThat(server.expand("team@example.org", "empty@example.org").empty())
                    .extracting(group -> group.address().toString())
                    .containsExactly("empty@example.org");
        }

        @Test
        void expandShouldNameAGroupThatOnlyNestsEmptyGroups() {
            server.group("outer@example.org", "inner@example.org").group("inner@example.org", "outer@example.org");

            assertThat(server.expand("outer@example.org").empty()).hasSize(1);
        }

        @Test
        void expandShouldNotCallAGroupEmptyWhenItsMembersAreReachedOtherwise() {
            server.group("team@example.org", "bob@example.org");

            Expansion.Complete expansion = server.expand("bob@example.org", "team@example.org");

            assertThat(expansion.empty()).isEmpty();
            assertThat(expansion.recipients()).isEmpty();
        }
    }

    @Nested
    class Nesting {
        @Test
        void expandShouldWalkNestedGroupsAndTellTheWay() {
            server.group("all@example.org", "dev@example.org")
                    .group("dev@example.org", "java@example.org")
                    .group("java@example.org", "bob@b.net");

            Expansion.Complete expansion = server.expand("all@example.org");

            assertThat(expansion.recipients()).singleElement().satisfies(recipient -> assertThat(
                            recipient.via().path())
                    .isEqualTo(MemoryServer.addresses("all@example.org", "dev@example.org", "java@example.org")));
        }

        @Test
        void expandShouldCutCycles() {
            server.group("a@example.org", "b@example.org", "ann@b.net")
                    .group("b@example.org", "a@example.org", "bob@b.net");

            assertThat(addresses(server.expand("a@example.org"))).containsExactly("ann@b.net", "bob@b.net");
        }

        @Test
        void expandShouldCutCyclesThatAnAliasCloses() {
            server.group("a@example.org", "alias@example.org", "ann@b.net")
                    .mapping("alias@example.org", "a@example.org");

            assertThat(addresses(server.expand("a@example.org"))).containsExactly("ann@b.net");
        }

        @Test
        void expandShouldRefuseWhenNestedTooDeep() {
            server.group("a@example.org", "b@example.org")
                    .group("b@example.org", "c@example.org")
                    .group("c@example.org", "bob@b.net");

            assertThat(server.expand(new Limits(2, 10), "a@example.org")).isInstanceOf(Expansion.TooDeep.class);
            assertThat(server.expand(new Limits(3, 10), "a@example.org")).isInstanceOf(Expansion.Complete.class);
        }
    }

    @Nested
    class EachOnce {
        @Test
        void expandShouldGiveTheCopyOfTheFirstGroupInRcptOrder() {
            server.group("b@example.org", "bob@b.net", "ann@b.net").group("a@example.org", "bob@b.net", "carl@b.net");

            Expansion.Complete expansion = server.expand("b@example.org", "a@example.org");

            assertThat(addresses(expansion)).containsExactly("ann@b.net", "bob@b.net", "carl@b.net");
            assertThat(copyOf(expansion, "bob@b.net")).isEqualTo("b@example.org");
            assertThat(copyOf(expansion, "carl@b.net")).isEqualTo("a@example.org");
        }

        @Test
        void expandShouldLeaveOutWhoIsAddressedDirectlyWhereverInTheList() {
            server.group("team@example.org", "bob@b.net", "ann@b.net");

            assertThat(addresses(server.expand("team@example.org", "bob@b.net")))
                    .containsExactly("ann@b.net");
        }

        @Test
        void expandShouldLeaveOutWhomADirectRecipientsForwardReaches() {
            server.group("team@example.org", "bob@b.net", "ann@b.net").mapping("boss@example.org", "bob@b.net");

            assertThat(addresses(server.expand("boss@example.org", "team@example.org")))
                    .containsExactly("ann@b.net");
        }

        @Test
        void expandShouldReachOnceWhenAMemberAndItsAliasAreBothMembers() {
            server.group("team@example.org", "bob@example.org", "robert@example.org")
                    .mapping("robert@example.org", "bob@example.org");

            assertThat(addresses(server.expand("team@example.org"))).containsExactly("bob@example.org");
        }

        @Test
        void expandShouldReachBothWhenAForwardKeepsACopy() {
            server.group("team@example.org", "bob@example.org")
                    .mapping("bob@example.org", "bob@example.org", "bob@b.net");

            assertThat(addresses(server.expand("team@example.org"))).containsExactly("bob@b.net", "bob@example.org");
        }

        @Test
        void expandShouldExpandOnceWhenGroupAndItsAliasAreAddressed() {
            server.group("team@example.org", "bob@b.net").mapping("crew@example.org", "team@example.org", "eve@b.net");

            Expansion.Complete expansion = server.expand("team@example.org", "crew@example.org");

            assertThat(addresses(expansion)).containsExactly("bob@b.net", "eve@b.net");
            assertThat(copyOf(expansion, "eve@b.net")).isEqualTo("plain");
            assertThat(expansion.untouched()).isEmpty();
        }
    }

    @Nested
    class Trouble {
        @Test
        void expandShouldLetTheUserWinWhenAGroupHasTheSameAddress() {
            server.group("team@example.org", "bob@b.net").user("team@example.org");

            assertThat(server.expand("team@example.org").untouched())
                    .isEqualTo(MemoryServer.addresses("team@example.org"));
        }

        @Test
        void expandShouldNameMembersThatAMappingLeadsNowhere() {
            server.group("team@example.org", "gone@example.org", "bob@b.net")
                    .mappingToNowhere("gone@example.org", "550 gone");

            Expansion.Complete expansion = server.expand("team@example.org");

            assertThat(addresses(expansion)).containsExactly("bob@b.net");
            assertThat(expansion.unreachable()).containsEntry(Address.parse("gone@example.org"), "550 gone");
        }

        @Test
        void expandShouldNameMembersThatNoMailCanBeSentTo() {
            server.group(
                            "team@example.org",
                            "ann@other.net",
                            "jörg@other.net",
                            "jörg@example.org",
                            "x@xn--a.example",
                            "ümläut@example.org")
                    .group("ümläut@example.org", "bob@other.net");

            Expansion.Complete expansion = server.expand("team@example.org");

            assertThat(expansion.recipients())
                    .extracting(recipient -> recipient.address().toString())
                    .containsExactly("ann@other.net", "bob@other.net");
            assertThat(expansion.unreachable().keySet())
                    .extracting(Address::toString)
                    .containsExactlyInAnyOrder("jörg@other.net", "jörg@example.org", "x@xn--a.example");
        }

        @Test
        void expandShouldRefuseAGroupWhenNoMailCanBeSentToAnyMember() {
            server.group("team@example.org", "jörg@other.net", "x@example.3com");

            assertThat(server.expand("team@example.org").refusalOfOneGroup()).isPresent();
        }

        @Test
        void expandShouldRefuseRatherThanTruncateWhenOverTheLimit() {
            server.group("team@example.org", "a@b.net", "b@b.net", "c@b.net");

            assertThat(server.expand(new Limits(10, 2), "team@example.org"))
                    .isEqualTo(new Expansion.TooManyRecipients(2));
            assertThat(server.expand(new Limits(10, 3), "team@example.org")).isInstanceOf(Expansion.Complete.class);
        }

        @Test
        void expandShouldCountRecipientsOfAllGroupsTogether() {
            server.group("x@example.org", "a@b.net", "b@b.net").group("y@example.org", "c@b.net", "d@b.net");

            assertThat(server.expand(new Limits(10, 3), "x@example.org", "y@example.org"))
                    .isEqualTo(new Expansion.TooManyRecipients(3));
        }

        @Test
        void expandShouldThrowWhenTheStoreIsDown() {
            server.group("team@example.org", "bob@b.net").goesDown();

            assertThatThrownBy(() -> server.expand("team@example.org")).isInstanceOf(StoreUnavailableException.class);
        }
    }
}
