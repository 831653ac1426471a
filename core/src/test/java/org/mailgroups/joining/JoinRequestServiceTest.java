// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailgroups.decision.Ruling;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.value.WrongStateException;

class JoinRequestServiceTest {
    private static final Address TEAM = Address.parse("team@example.org");
    private static final Address BOB = Address.parse("bob@example.org");
    private static final Principal ALICE = new Principal.User(Address.parse("alice@example.org"), Set.of());

    private final MemoryServer server = new MemoryServer()
            .user("alice@example.org")
            .user("bob@example.org")
            .group("team@example.org")
            .administrators("team@example.org", "alice@example.org");
    private final MemoryJoining joining = new MemoryJoining(server, person -> Set.of());
    private final JoinRequestService service = joining.service();

    private void decide(JoinRequest request, Ruling ruling) {
        service.decide(ALICE, TEAM, Long.toString(request.id()), ruling, "");
    }

    private boolean isMember(String person) {
        return server.members(server.find(TEAM).orElseThrow()).contains(Address.parse(person));
    }

    private Set<Address> excluded() {
        return server.excluded(server.find(TEAM).orElseThrow());
    }

    @Test
    void approvalShouldBeDoneWhollyByTheNextTryWhenTheStoreWasAway() {
        server.excluding("team@example.org", "bob@example.org");
        JoinRequest request = joining.ask("team@example.org", "bob@example.org");
        joining.away(true);
        assertThatThrownBy(() -> decide(request, Ruling.APPROVE)).isInstanceOf(StoreUnavailableException.class);
        assertThat(isMember("bob@example.org")).isFalse();
        joining.away(false);

        decide(request, Ruling.APPROVE);

        assertThat(isMember("bob@example.org")).isTrue();
        assertThat(excluded()).isEmpty();
        assertThat(joining.told()).containsExactly("bob@example.org APPROVED ");
    }

    @Test
    void approvalAgainShouldNotIncludeWhoHasLeftMeanwhile() {
        JoinRequest request = joining.ask("team@example.org", "bob@example.org");
        decide(request, Ruling.APPROVE);
        server.excluding("team@example.org", "bob@example.org");

        decide(request, Ruling.APPROVE);

        assertThat(excluded()).containsExactly(BOB);
        assertThat(joining.told()).hasSize(1);
    }

    @Test
    void approvalShouldBeRefusedWhenTheAddressIsNobodysAnyMore() {
        JoinRequest request = joining.ask("team@example.org", "bob@example.org");
        server.excluding("team@example.org", "bob@example.org").removeUser("bob@example.org");

        assertThatThrownBy(() -> decide(request, Ruling.APPROVE))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("cannot be approved any more")
                .hasMessageContaining("bob@example.org");

        assertThat(isMember("bob@example.org")).isFalse();
        assertThat(excluded()).containsExactly(BOB);
        decide(request, Ruling.REJECT);
        assertThat(joining.told()).containsExactly("bob@example.org REJECTED ");
    }

    @Test
    void approvalShouldNotNestAGroupThatHasNoneOfTheDecidersAsAdministrator() {
        JoinRequest request = joining.ask("team@example.org", "bob@example.org");
        server.removeUser("bob@example.org").group("bob@example.org", "carol@other.net");

        assertThatThrownBy(() -> decide(request, Ruling.APPROVE)).isInstanceOf(WrongStateException.class);
        assertThat(isMember("bob@example.org")).isFalse();

        server.administrators("bob@example.org", "alice@example.org");
        decide(request, Ruling.APPROVE);
        assertThat(isMember("bob@example.org")).isTrue();
    }

    @Test
    void approvalShouldNotNestAGroupBehindAnAlias() {
        JoinRequest request = joining.ask("team@example.org", "bob@example.org");
        server.removeUser("bob@example.org")
                .group("crew@example.org", "carol@other.net")
                .mapping("bob@example.org", "crew@example.org");

        assertThatThrownBy(() -> decide(request, Ruling.APPROVE)).isInstanceOf(WrongStateException.class);
        assertThat(isMember("bob@example.org")).isFalse();
    }
}
