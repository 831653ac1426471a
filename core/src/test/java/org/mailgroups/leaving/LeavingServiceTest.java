// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.leaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.WrongStateException;

class LeavingServiceTest {
    private static final Address TEAM = Address.parse("team@example.org");
    private static final Address ALICE = Address.parse("alice@example.org");
    private static final Address AL = Address.parse("al@example.org");
    private static final Address ANN = Address.parse("ann@other.net");
    private static final Principal USER = new Principal.User(ALICE, Set.of(AL));
    private static final Principal POSTMASTER = Principal.postmaster("root");

    private final MemoryServer server = new MemoryServer()
            .user("alice@example.org")
            .user("bob@example.org")
            .mapping("al@example.org", "alice@example.org");
    private final MemoryLeaving leaving =
            new MemoryLeaving(server, user -> user.equals(ALICE) ? Set.of(ALICE, AL) : Set.of());
    private final LeavingService service = leaving.service();

    private GroupEntry group(Address address) {
        return server.find(address).orElseThrow();
    }

    private List<String> members() {
        return server.members(group(TEAM)).stream().map(Address::toString).toList();
    }

    private List<String> excluded() {
        return server.excluded(group(TEAM)).stream()
                .map(Address::toString)
                .sorted()
                .toList();
    }

    private List<String> recipients(String... groups) {
        return server.expand(groups).recipients().stream()
                .map(recipient -> recipient.address().toString())
                .toList();
    }

    private Principal.Bearer link(Address member) {
        return leaving.links()
                .bearer(leaving.links().token(group(TEAM), member))
                .orElseThrow();
    }

    private boolean leaveBy(Principal.Bearer link) {
        return service.leave(link, TEAM, link.person());
    }

    @Test
    void leaveShouldRemoveAUserUnderEachAddress() {
        server.group("team@example.org", "alice@example.org", "al@example.org", "bob@example.org");

        assertThat(service.leave(USER, TEAM, ALICE)).isTrue();

        assertThat(members()).containsExactly("bob@example.org");
        assertThat(excluded()).isEmpty();
    }

    @Test
    void leaveShouldExcludeWhomANestedGroupHas() {
        server.group("team@example.org", "crew@example.org", "bob@example.org")
                .group("crew@example.org", "al@example.org");

        assertThat(service.leave(USER, TEAM, ALICE)).isTrue();
        assertThat(service.leave(USER, TEAM, ALICE)).as("again").isFalse();

        assertThat(members()).containsExactly("bob@example.org", "crew@example.org");
        assertThat(excluded()).containsExactly("al@example.org", "alice@example.org");
        assertThat(recipients("team@example.org")).containsExactly("bob@example.org");
        assertThat(recipients("crew@example.org")).containsExactly("alice@example.org");
    }

    @Test
    void leaveShouldDoBothWhenTheUserIsBoth() {
        server.group("team@example.org", "crew@example.org", "al@example.org", "bob@example.org")
                .group("crew@example.org", "alice@example.org");

        service.leave(USER, TEAM, ALICE);

        assertThat(members()).containsExactly("bob@example.org", "crew@example.org");
        assertThat(excluded()).containsExactly("alice@example.org");
    }

    @Test
    void leaveShouldNotRemoveAnAliasThatOthersHaveToo() {
        server.mapping("office@example.org", "alice@example.org", "bob@example.org")
                .group("team@example.org", "office@example.org");
        Principal user = new Principal.User(ALICE, Set.of(AL, Address.parse("office@example.org")));

        service.leave(user, TEAM, ALICE);

        assertThat(members()).containsExactly("office@example.org");
        assertThat(recipients("team@example.org")).containsExactly("bob@example.org");
    }

    @Test
    void leaveShouldRemoveAnAliasOfAUserWhoForwardsMail() {
        server.mapping("alice@example.org", "alice@private.example")
                .mapping("al@example.org", "alice@private.example")
                .group("team@example.org", "al@example.org", "crew@example.org", "bob@example.org")
                .group("crew@example.org", "al@example.org", "alice@example.org");

        service.leave(USER, TEAM, ALICE);

        assertThat(members()).containsExactly("bob@example.org", "crew@example.org");
        assertThat(recipients("team@example.org")).containsExactly("bob@example.org");
    }

    @Test
    void leaveShouldEndWhatALinkIsAboutOnce() {
        server.group("team@example.org", "ann@other.net", "crew@example.org", "bob@example.org")
                .group("crew@example.org", "ann@other.net", "eve@other.net");
        Principal.Bearer link = link(ANN);
        String token = leaving.links().token(group(TEAM), ANN);

        assertThat(leaveBy(link)).isTrue();
        assertThat(leaveBy(link)).as("again").isFalse();

        assertThat(members()).containsExactly("bob@example.org", "crew@example.org");
        assertThat(recipients("team@example.org")).containsExactlyInAnyOrder("bob@example.org", "eve@other.net");
        assertThat(leaving.links().bearer(token))
                .as("a nested group has the person")
                .isPresent();
    }

    @Test
    void linkShouldBeDeadWhenThePersonOrTheGroupIsGone() {
        server.group("team@example.org", "ann@other.net", "bob@example.org");
        Principal.Bearer link = link(ANN);
        String token = leaving.links().token(group(TEAM), ANN);
        server.rename("team@example.org", "crew@example.org");
        assertThat(leaving.links().bearer(token))
                .as("the group has another address")
                .contains(link);

        server.removeMembers(Address.parse("crew@example.org"), List.of(ANN));
        assertThat(leaving.links().bearer(token)).isEmpty();
        assertThat(leaving.links().group(token)).isPresent();
        assertThatThrownBy(() -> service.leave(link, Address.parse("crew@example.org"), ANN))
                .isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> leaveBy(link)).as("no such group").isInstanceOf(NotAllowedException.class);

        server.disband("crew@example.org");
        assertThat(leaving.links().group(token)).isEmpty();
        assertThat(leaving.links().bearer(token)).isEmpty();
    }

    @Test
    void linkShouldGiveNothingElse() {
        server.group("team@example.org", "ann@other.net", "bob@example.org").group("crew@example.org", "ann@other.net");
        long crew = group(Address.parse("crew@example.org")).id();

        for (Principal.Bearer wrong : List.of(
                new Principal.Bearer(ANN, Act.MODERATE, Thing.group(group(TEAM).id())),
                new Principal.Bearer(ANN, Act.LEAVE, Thing.heldMessage("1")),
                new Principal.Bearer(ANN, Act.LEAVE, Thing.group(crew)),
                new Principal.Bearer(ANN, Act.LEAVE, Thing.group(99)))) {
            assertThatThrownBy(() -> leaveBy(wrong)).isInstanceOf(NotAllowedException.class);
        }
        assertThatThrownBy(() -> service.leave(link(ANN), TEAM, Address.parse("bob@example.org")))
                .isInstanceOf(NotAllowedException.class);
        assertThat(members()).containsExactlyInAnyOrder("ann@other.net", "bob@example.org");
    }

    @Test
    void leaveShouldBeForMembersAlone() {
        server.group("team@example.org", "bob@example.org").administrators("team@example.org", "alice@example.org");

        assertThatThrownBy(() -> service.leave(USER, TEAM, ALICE))
                .isInstanceOf(NotAllowedException.class)
                .hasMessage("only members of team@example.org may leave it");
        assertThatThrownBy(() -> service.leave(USER, TEAM, Address.parse("bob@example.org")))
                .isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.leave(USER, Address.parse("none@example.org"), ALICE))
                .isInstanceOf(NotFoundException.class);
        assertThat(members()).containsExactly("bob@example.org");
    }

    @Test
    void postmasterShouldEndTheMembershipOfAUserUnderEachAddress() {
        server.group("team@example.org", "al@example.org", "bob@example.org");

        assertThat(service.leave(POSTMASTER, TEAM, ALICE)).isTrue();
        assertThat(service.leave(POSTMASTER, TEAM, ALICE)).isFalse();

        assertThat(members()).containsExactly("bob@example.org");
    }

    @Test
    void whoIsAddedAgainShouldGetMessagesAgain() {
        server.group("team@example.org", "crew@example.org").group("crew@example.org", "alice@example.org");
        service.leave(USER, TEAM, ALICE);
        assertThat(recipients("team@example.org")).isEmpty();

        server.addMember("team@example.org", "alice@example.org");

        assertThat(recipients("team@example.org")).containsExactly("alice@example.org");
    }

    @Test
    void leaveShouldFailWhenTheGroupExcludesTooMany() {
        server.group("team@example.org", "crew@example.org").group("crew@example.org", "alice@example.org");
        leaving.fill();

        assertThatThrownBy(() -> service.leave(USER, TEAM, ALICE)).isInstanceOf(WrongStateException.class);
    }
}
