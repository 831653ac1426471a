// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.setting.Join;
import org.mailgroups.leaving.MemoryLeaving;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.WrongStateException;

class JoiningServiceTest {
    private static final Address TEAM = Address.parse("team@example.org");
    private static final Address ALICE = Address.parse("alice@example.org");
    private static final Address AL = Address.parse("al@example.org");
    private static final Address BOB = Address.parse("bob@example.org");
    private static final Address ANN = Address.parse("ann@other.net");
    private static final Principal USER = new Principal.User(ALICE, Set.of(AL));

    private final MemoryServer server = new MemoryServer()
            .user("alice@example.org")
            .user("bob@example.org")
            .mapping("al@example.org", "alice@example.org");
    private final MemoryLeaving leaving =
            new MemoryLeaving(server, user -> user.equals(ALICE) ? Set.of(ALICE, AL) : Set.of());
    private final JoiningService service = leaving.joining();

    private void openTeam(String... members) {
        server.group("team@example.org", members)
                .settings("team@example.org", GroupSettings.DEFAULT.withJoin(Join.OPEN));
    }

    private List<String> members() {
        return server.members(server.find(TEAM).orElseThrow()).stream()
                .map(Address::toString)
                .toList();
    }

    private List<String> recipients() {
        return server.expand("team@example.org").recipients().stream()
                .map(recipient -> recipient.address().toString())
                .toList();
    }

    @Test
    void joinShouldMakeAMemberOnce() {
        openTeam();

        assertThat(service.join(USER, TEAM, ALICE, "")).isEqualTo(JoinResult.JOINED);
        assertThat(service.join(USER, TEAM, ALICE, "")).isEqualTo(JoinResult.MEMBER);

        assertThat(members()).containsExactly("alice@example.org");
    }

    @Test
    void joinShouldChangeNothingForAMemberByAnAliasOrByANestedGroup() {
        openTeam("al@example.org", "crew@example.org");
        server.group("crew@example.org", "bob@example.org");

        assertThat(service.join(USER, TEAM, ALICE, "")).isEqualTo(JoinResult.MEMBER);
        assertThat(service.join(new Principal.User(BOB, Set.of()), TEAM, BOB, ""))
                .isEqualTo(JoinResult.MEMBER);

        assertThat(members()).containsExactly("al@example.org", "crew@example.org");
    }

    @Test
    void joinShouldBringMessagesBackToWhoHasLeft() {
        openTeam("crew@example.org", "bob@example.org");
        server.group("crew@example.org", "al@example.org");
        leaving.service().leave(USER, TEAM, ALICE);
        assertThat(recipients()).containsExactly("bob@example.org");

        assertThat(service.join(USER, TEAM, ALICE, "")).isEqualTo(JoinResult.JOINED);

        assertThat(server.excluded(server.find(TEAM).orElseThrow())).isEmpty();
        assertThat(recipients()).containsExactlyInAnyOrder("alice@example.org", "bob@example.org");
        assertThat(members()).doesNotContain("alice@example.org");
    }

    @Test
    void joinShouldLeaveTheExclusionsOfOthersAlone() {
        openTeam();
        server.excluding("team@example.org", "alice@example.org", "bob@example.org");

        service.join(USER, TEAM, ALICE, "");

        assertThat(server.excluded(server.find(TEAM).orElseThrow())).containsExactly(BOB);
    }

    @Test
    void joinShouldBeRefusedWhenTheGroupIsClosed() {
        server.group("team@example.org").excluding("team@example.org", "alice@example.org");

        assertThatThrownBy(() -> service.join(USER, TEAM, ALICE, ""))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("is closed");
        assertThatThrownBy(() -> service.join(Principal.postmaster("root"), TEAM, ALICE, ""))
                .isInstanceOf(WrongStateException.class);

        assertThat(members()).isEmpty();
        assertThat(server.excluded(server.find(TEAM).orElseThrow())).containsExactly(ALICE);
    }

    @Test
    void joinShouldBeRefusedForAnotherPersonAndByALinkForAnotherGroup() {
        openTeam();
        long id = server.find(TEAM).orElseThrow().id();
        Principal link = new Principal.Bearer(ALICE, Act.JOIN, Thing.group(id + 1));

        assertThatThrownBy(() -> service.join(USER, TEAM, BOB, "")).isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.join(link, TEAM, ALICE, "")).isInstanceOf(NotAllowedException.class);

        assertThat(members()).isEmpty();
    }

    @Test
    void joinShouldBeRefusedForWhoIsNoUserAndInAGroupThatIsNotThere() {
        openTeam();

        assertThatThrownBy(() -> service.join(Principal.postmaster("root"), TEAM, ANN, ""))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> service.join(USER, Address.parse("none@example.org"), ALICE, ""))
                .isInstanceOf(NotFoundException.class);
    }

    private void requestsToTeam(String... members) {
        server.group("team@example.org", members)
                .settings("team@example.org", GroupSettings.DEFAULT.withJoin(Join.REQUEST));
    }

    @Test
    void joinShouldAskTheAdministratorsOnceWhereTheyDecide() {
        requestsToTeam();

        assertThat(service.join(USER, TEAM, ALICE, "Please")).isEqualTo(JoinResult.REQUESTED);
        assertThat(service.join(USER, TEAM, ALICE, "Please, please")).isEqualTo(JoinResult.WAITING);

        assertThat(members()).isEmpty();
        assertThat(leaving.requests().requests()).singleElement().satisfies(request -> {
            assertThat(request.person()).isEqualTo(ALICE);
            assertThat(request.text()).isEqualTo("Please");
        });
    }

    @Test
    void joinShouldNotAskForAMemberButForOneWhoHasLeft() {
        requestsToTeam("al@example.org", "crew@example.org");
        server.group("crew@example.org", "bob@example.org");
        Principal bob = new Principal.User(BOB, Set.of());

        assertThat(service.join(USER, TEAM, ALICE, "")).isEqualTo(JoinResult.MEMBER);
        assertThat(service.join(bob, TEAM, BOB, "")).isEqualTo(JoinResult.MEMBER);
        leaving.service().leave(bob, TEAM, BOB);
        assertThat(service.join(bob, TEAM, BOB, "")).isEqualTo(JoinResult.REQUESTED);
    }

    @Test
    void joinShouldBeRefusedWhenTooManyHaveAsked() {
        requestsToTeam();
        leaving.requests().fill();

        assertThatThrownBy(() -> service.join(USER, TEAM, ALICE, ""))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("too many");
    }

    @Test
    void joinShouldRefuseATextThatIsTooLong() {
        requestsToTeam();

        assertThatThrownBy(() -> service.join(USER, TEAM, ALICE, "x".repeat(501)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("text");
    }

    @Test
    void joinShouldTakeAPersonElsewhereByALinkForThisGroup() {
        openTeam();
        Principal link = new Principal.Bearer(
                ANN, Act.JOIN, Thing.group(server.find(TEAM).orElseThrow().id()));

        assertThat(service.join(link, TEAM, ANN, "")).isEqualTo(JoinResult.JOINED);
        assertThat(service.join(link, TEAM, ANN, "")).isEqualTo(JoinResult.MEMBER);
        assertThatThrownBy(() -> service.join(link, TEAM, BOB, "")).isInstanceOf(NotAllowedException.class);

        assertThat(members()).containsExactly(ANN.toString());
    }
}
