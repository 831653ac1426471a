// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailgroups.value.Address;

/** Members that a group excludes, whichever way leads to them. */
class ExpanderExclusionTest {
    private static final String TEAM = "team@example.org";
    private static final String DEV = "dev@example.org";
    private static final String OPS = "ops@example.org";
    private static final String ALL = "all@example.org";
    private static final String BOB = "bob@example.org";
    private static final String CAROL = "carol@example.org";
    private static final String INFO = "info@example.org";
    private static final String ERIN = "erin@elsewhere.example";

    private final MemoryServer server = new MemoryServer().user(BOB).user(CAROL);

    private List<String> reached(String... recipients) {
        return server.expand(recipients).recipients().stream()
                .map(recipient -> recipient.address().toString())
                .toList();
    }

    private List<Address> pathTo(String member, String... recipients) {
        return server.expand(recipients).recipients().stream()
                .filter(recipient -> recipient.address().equals(Address.parse(member)))
                .findFirst()
                .orElseThrow()
                .via()
                .path();
    }

    private List<String> excluded(String... recipients) {
        return server.expand(recipients).excluded().stream()
                .map(recipient ->
                        recipient.address() + " of " + recipient.copy().address())
                .toList();
    }

    @Test
    void expandShouldNameThoseForWhomNoWayIsLeft() {
        server.group(ALL, TEAM)
                .group(TEAM, DEV)
                .group(DEV, CAROL, ERIN, BOB)
                .mapping(CAROL, "far@elsewhere.example")
                .excluding(TEAM, BOB, ERIN, CAROL);

        assertThat(excluded(ALL)).containsExactly(ERIN + " of " + ALL, BOB + " of " + ALL, CAROL + " of " + ALL);
        assertThat(excluded(DEV)).isEmpty();
    }

    @Test
    void expandShouldNameNobodyAsExcludedWhoIsReachedOrNoMember() {
        server.user("dave@example.org")
                .group(ALL, TEAM, OPS)
                .group(TEAM, DEV)
                .group(OPS, DEV)
                .group(DEV, BOB, ERIN)
                .mapping(BOB, "far@elsewhere.example")
                .excluding(TEAM, BOB, ERIN, "dave@example.org");

        assertThat(excluded(ALL)).isEmpty();
        assertThat(excluded(TEAM, BOB)).containsExactly(ERIN + " of " + TEAM);
        assertThat(excluded(TEAM, ERIN)).containsExactly(BOB + " of " + TEAM);
    }

    @Test
    void expandShouldLeaveOutAMemberOfANestedGroupWhenTheOuterGroupExcludesIt() {
        server.group(TEAM, DEV).group(DEV, BOB, CAROL, ERIN).excluding(TEAM, BOB, ERIN);

        assertThat(reached(TEAM)).containsExactly(CAROL);
    }

    @Test
    void expandShouldReachTheMemberOfTheNestedGroupItself() {
        server.group(TEAM, DEV).group(DEV, BOB, ERIN).excluding(TEAM, BOB, ERIN);

        assertThat(reached(DEV)).containsExactlyInAnyOrder(BOB, ERIN);
    }

    @Test
    void expandShouldReachTheMemberWhenBothGroupsAreWrittenTo() {
        server.group(TEAM, DEV).group(DEV, BOB, ERIN).excluding(TEAM, BOB, ERIN);

        assertThat(reached(TEAM, DEV)).containsExactlyInAnyOrder(BOB, ERIN);
        assertThat(pathTo(BOB, TEAM, DEV)).containsExactly(Address.parse(DEV));
    }

    @Test
    void expandShouldLeadNowhereThroughTheExcludedGroupWhenAGroupAroundItIsWrittenTo() {
        server.group(ALL, TEAM).group(TEAM, DEV).group(DEV, BOB, CAROL).excluding(TEAM, BOB);

        assertThat(reached(ALL)).containsExactly(CAROL);
    }

    @Test
    void expandShouldTakeAnotherWayThatExcludesNobody() {
        server.group(ALL, TEAM, OPS)
                .group(TEAM, DEV)
                .group(OPS, DEV)
                .group(DEV, BOB, ERIN)
                .excluding(TEAM, BOB, ERIN);

        assertThat(reached(ALL)).containsExactlyInAnyOrder(BOB, ERIN);
        assertThat(pathTo(ERIN, ALL)).containsExactly(Address.parse(ALL), Address.parse(OPS), Address.parse(DEV));
    }

    @Test
    void expandShouldTakeAnotherWayInEitherOrder() {
        server.group(ALL, TEAM, OPS)
                .group(TEAM, DEV)
                .group(OPS, DEV)
                .group(DEV, BOB)
                .excluding(OPS, BOB);

        assertThat(reached(ALL)).containsExactly(BOB);
        assertThat(pathTo(BOB, ALL)).containsExactly(Address.parse(ALL), Address.parse(TEAM), Address.parse(DEV));
    }

    @Test
    void expandShouldReachNobodyWhenAllWaysExclude() {
        server.group(ALL, TEAM, OPS)
                .group(TEAM, DEV)
                .group(OPS, DEV)
                .group(DEV, BOB)
                .excluding(TEAM, BOB)
                .excluding(OPS, BOB);

        assertThat(reached(ALL)).isEmpty();
    }

    @Test
    void expandShouldReachADirectMemberWhateverIsExcluded() {
        server.group(TEAM, BOB, ERIN, DEV).group(DEV, BOB, ERIN).excluding(TEAM, BOB, ERIN);

        assertThat(reached(TEAM)).containsExactlyInAnyOrder(BOB, ERIN);
    }

    @Test
    void expandShouldReachADirectMemberThatForwardsToItselfToo() {
        server.group(TEAM, BOB).mapping(BOB, BOB, ERIN).excluding(TEAM, BOB);

        assertThat(reached(TEAM)).containsExactlyInAnyOrder(BOB, ERIN);
    }

    @Test
    void expandShouldLeaveOutWhomAnAliasLeadsTo() {
        server.group(TEAM, "info@example.org")
                .mapping("info@example.org", BOB, CAROL)
                .excluding(TEAM, BOB);

        assertThat(reached(TEAM)).containsExactly(CAROL);
    }

    @Test
    void expandShouldNotFollowTheForwardOfSomebodyWhomAnAliasLeadsTo() {
        server.group(TEAM, INFO)
                .mapping(BOB, ERIN)
                .mappingThrough(INFO, List.of(BOB, CAROL), ERIN, CAROL)
                .excluding(TEAM, BOB);

        assertThat(reached(TEAM)).containsExactly(CAROL);
        assertThat(excluded(TEAM)).containsExactly(BOB + " of " + TEAM);
    }

    @Test
    void expandShouldNotFollowTheForwardOfSomebodyWhoKeepsACopy() {
        server.group(TEAM, DEV)
                .group(DEV, INFO)
                .mapping(BOB, BOB, ERIN)
                .mappingThrough(INFO, List.of(BOB, CAROL), BOB, ERIN, CAROL)
                .excluding(TEAM, BOB);

        assertThat(reached(TEAM)).containsExactly(CAROL);
        assertThat(reached(DEV)).containsExactlyInAnyOrder(BOB, CAROL, ERIN);
    }

    /** Nobody loses a copy because of somebody else's forward. */
    @Test
    void expandShouldReachWhereSomebodyElseLeadsTo() {
        server.group(TEAM, INFO)
                .mapping(BOB, ERIN)
                .mapping(CAROL, ERIN)
                .mappingThrough(INFO, List.of(BOB, CAROL), ERIN)
                .excluding(TEAM, BOB);
        assertThat(reached(TEAM)).containsExactly(ERIN);

        server.group(OPS, INFO, BOB).excluding(OPS, BOB);
        assertThat(reached(OPS)).containsExactly(ERIN);

        server.group(ALL, INFO, ERIN).excluding(ALL, BOB, CAROL);
        assertThat(reached(ALL)).containsExactly(ERIN);
    }

    @Test
    void expandShouldFollowTheForwardBehindAnAliasByAnotherWay() {
        server.group(ALL, TEAM, OPS)
                .group(TEAM, DEV)
                .group(OPS, DEV)
                .group(DEV, INFO)
                .mapping(BOB, ERIN)
                .mappingThrough(INFO, List.of(BOB), ERIN)
                .excluding(TEAM, BOB);

        assertThat(reached(TEAM)).isEmpty();
        assertThat(reached(ALL)).containsExactly(ERIN);
        assertThat(pathTo(ERIN, ALL)).containsExactly(Address.parse(ALL), Address.parse(OPS), Address.parse(DEV));
    }

    @Test
    void expandShouldNotEnterAGroupThatOnlySomebodyExcludedForwardsTo() {
        server.group(TEAM, INFO)
                .group(OPS, ERIN)
                .mapping(BOB, OPS)
                .mappingThrough(INFO, List.of(BOB, CAROL), OPS, CAROL)
                .excluding(TEAM, BOB);

        assertThat(reached(TEAM)).containsExactly(CAROL);
    }

    @Test
    void expandShouldEndWhenForwardsGoInCircles() {
        server.group(TEAM, INFO)
                .mappingThrough(BOB, List.of(CAROL), ERIN)
                .mappingThrough(CAROL, List.of(BOB, ERIN), ERIN)
                .mappingThrough(INFO, List.of(BOB), ERIN)
                .excluding(TEAM, BOB);

        assertThat(reached(TEAM)).isEmpty();
    }

    @Test
    void expandShouldNotFollowTheForwardOfAnExcludedMember() {
        server.group(TEAM, DEV).group(DEV, BOB).mapping(BOB, ERIN).excluding(TEAM, BOB);

        assertThat(reached(TEAM)).isEmpty();
    }

    @Test
    void expandShouldFollowTheForwardByAnotherWay() {
        server.group(ALL, TEAM, OPS)
                .group(TEAM, DEV)
                .group(OPS, DEV)
                .group(DEV, BOB)
                .mapping(BOB, ERIN)
                .excluding(TEAM, BOB);

        assertThat(reached(ALL)).containsExactly(ERIN);
    }

    @Test
    void expandShouldEndWhenGroupsContainEachOther() {
        server.group(TEAM, DEV).group(DEV, TEAM, BOB).excluding(TEAM, BOB);

        assertThat(reached(TEAM)).isEmpty();
        assertThat(reached(DEV)).containsExactly(BOB);
    }

    @Test
    void expandShouldKeepADirectRecipientThatIsExcluded() {
        server.group(TEAM, DEV).group(DEV, BOB).excluding(TEAM, BOB);

        assertThat(server.expand(TEAM, BOB).untouched()).containsExactly(Address.parse(BOB));
    }
}
