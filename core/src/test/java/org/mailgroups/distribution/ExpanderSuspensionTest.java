// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailgroups.value.Address;

class ExpanderSuspensionTest {
    private static final String BOB = "bob@far.example";
    private static final String CAROL = "carol@far.example";

    private final MemoryServer server = new MemoryServer();

    private static List<String> addresses(List<Recipient> recipients) {
        return recipients.stream()
                .map(Recipient::address)
                .map(Address::toString)
                .toList();
    }

    @Test
    void expandShouldLeaveSuspendedMembersOut() {
        server.group("team@example.org", BOB, CAROL).suspending("team@example.org", BOB);

        Expansion.Complete expansion = server.expand("team@example.org");

        assertThat(addresses(expansion.recipients())).containsExactly(CAROL);
        assertThat(addresses(expansion.suspended())).containsExactly(BOB);
        assertThat(expansion.empty()).isEmpty();
    }

    @Test
    void expandShouldLeaveOutWhoIsReachedThroughNestedGroups() {
        server.group("team@example.org", BOB)
                .group("all@example.org", "team@example.org", CAROL)
                .suspending("all@example.org", BOB);

        assertThat(addresses(server.expand("all@example.org").recipients())).containsExactly(CAROL);
        assertThat(addresses(server.expand("team@example.org").recipients())).containsExactly(BOB);
    }

    @Test
    void expandShouldNotHeedTheSuspensionInANestedGroup() {
        server.group("team@example.org", BOB)
                .group("all@example.org", "team@example.org")
                .suspending("team@example.org", BOB);

        assertThat(addresses(server.expand("all@example.org").recipients())).containsExactly(BOB);
    }

    @Test
    void expandShouldTakeThemAsMembersOfAnotherGroupOfTheMessage() {
        server.group("team@example.org", BOB)
                .group("crew@example.org", "team@example.org")
                .suspending("team@example.org", BOB);

        Expansion.Complete expansion = server.expand("team@example.org", "crew@example.org");

        assertThat(expansion.recipients()).singleElement().satisfies(recipient -> assertThat(
                        recipient.copy().address())
                .isEqualTo(Address.parse("crew@example.org")));
        assertThat(expansion.suspended()).isEmpty();
    }

    @Test
    void expandShouldLeaveThemOutWhenTheyAreSuspendedInAllGroupsOfTheMessage() {
        server.group("team@example.org", BOB)
                .group("crew@example.org", BOB, CAROL)
                .suspending("team@example.org", BOB)
                .suspending("crew@example.org", BOB);

        Expansion.Complete expansion = server.expand("team@example.org", "crew@example.org");

        assertThat(addresses(expansion.recipients())).containsExactly(CAROL);
        assertThat(addresses(expansion.suspended())).containsExactly(BOB);
    }

    @Test
    void expandShouldLeaveOutTheTargetOfAForward() {
        server.group("team@example.org", "alice@example.org")
                .user("alice@example.org")
                .mapping("alice@example.org", BOB, "alice@example.org")
                .suspending("team@example.org", BOB);

        assertThat(addresses(server.expand("team@example.org").recipients())).containsExactly("alice@example.org");
    }

    @Test
    void expandShouldHeedExclusionsAndSuspensionsTogether() {
        server.group("team@example.org", BOB)
                .group("all@example.org", "team@example.org")
                .group("crew@example.org", "team@example.org")
                .excluding("all@example.org", BOB)
                .suspending("crew@example.org", BOB);

        Expansion.Complete expansion = server.expand("all@example.org", "crew@example.org");

        assertThat(expansion.recipients()).isEmpty();
        assertThat(server.expand("all@example.org", "crew@example.org", "team@example.org")
                        .recipients())
                .hasSize(1);
    }

    @Test
    void expandShouldServeThemWhenTheyAreAddressedDirectly() {
        server.group("team@example.org", BOB).suspending("team@example.org", BOB);

        Expansion.Complete expansion = server.expand("team@example.org", BOB);

        assertThat(expansion.untouched()).containsExactly(Address.parse(BOB));
        assertThat(expansion.suspended()).isEmpty();
    }
}
