// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.choice.Delivery;
import org.mailgroups.group.Member;
import org.mailgroups.james.role.MemberNames.FirstMembers;
import org.mailgroups.james.smtp.ExpnRate;
import org.mailgroups.membership.MemberKind;
import org.mailgroups.membership.MemberService.KnownMember;
import org.mailgroups.membership.MemberState;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.StoreUnavailableException;

class GroupExpnHandlerTest {
    private static final String BOB = "bob@example.org";

    private final MemoryPlugin plugin = new MemoryPlugin();
    private final List<Principal> askers = new ArrayList<>();
    private List<String> members = List.of("ann@example.org", "dev@example.org", "eve@other.net");
    private final GroupExpnHandler handler = new GroupExpnHandler(plugin.authors(), this::first, new ExpnRate(() -> 0));

    GroupExpnHandlerTest() {
        plugin.identities.alias(BOB, "robert@example.org");
    }

    private FirstMembers first(Principal principal, Address group, int limit) {
        askers.add(principal);
        return switch (group.localPart()) {
            case "team" -> new FirstMembers(
                    members.stream()
                            .limit(limit)
                            .map(GroupExpnHandlerTest::member)
                            .toList(),
                    members.size());
            case "secret" -> throw new NotAllowedException("only administrators of " + group + " may list its members");
            case "down" -> throw new StoreUnavailableException("down for a test", null);
            default -> throw new NotFoundException("there is no group " + group);
        };
    }

    private static KnownMember member(String address) {
        return new KnownMember(
                new Member(Address.parse(address), "A name", Instant.EPOCH),
                MemberKind.USER,
                Optional.empty(),
                MemberState.ACTIVE,
                Delivery.EACH);
    }

    private List<String> ask(String argument) {
        Response response = handler.onCommand(plugin.session(BOB), new BaseRequest("EXPN", argument));
        return response.getLines().stream().map(CharSequence::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"team@example.org", "<team@example.org>", " <Team@Example.org> "})
    void groupShouldBeAnsweredWithTheAddressesOfItsMembers(String argument) {
        assertThat(ask(argument))
                .containsExactly(
                        "250-2.1.5 <ann@example.org>", "250-2.1.5 <dev@example.org>", "250 2.1.5 <eve@other.net>");
        assertThat(askers)
                .containsExactly(new Principal.User(Address.parse(BOB), Set.of(Address.parse("robert@example.org"))));
    }

    @Test
    void oneMemberShouldBeOneLine() {
        members = List.of("ann@example.org");

        assertThat(ask("team@example.org")).containsExactly("250 2.1.5 <ann@example.org>");
    }

    @Test
    void whatMayNotBeKnownShouldNotBeTold() {
        assertThat(ask("nobody@example.org")).containsExactly("550 5.1.1 There is no such group");
        assertThat(ask("hidden@example.org")).isEqualTo(ask("nobody@example.org"));
        assertThat(ask("someone@elsewhere.test")).isEqualTo(ask("nobody@example.org"));
        assertThat(ask("secret@example.org")).containsExactly("550 5.7.1 You may not see who is in this group");
    }

    @Test
    void listShouldBeCompleteOrNone() {
        members = IntStream.range(0, GroupExpnHandler.MAX_MEMBERS)
                .mapToObj(i -> "m" + i + "@example.org")
                .toList();
        assertThat(ask("team@example.org")).hasSize(GroupExpnHandler.MAX_MEMBERS);

        members = Stream.concat(members.stream(), Stream.of("last@example.org")).toList();
        assertThat(ask("team@example.org"))
                .containsExactly("252 2.1.5 The group has 1001 members, and at most 1000 are named");

        members = List.of();
        assertThat(ask("team@example.org")).containsExactly("252 2.1.5 The group has no members");

        members = List.of("ann@example.org", "j\u00f6rg@example.org");
        assertThat(ask("team@example.org"))
                .containsExactly("252 2.6.7 The group has members whose addresses are not in ASCII");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "team", "@example.org", "<team@example.org", "team@example.org x", "a\u0000@b.example"})
    void whatIsNoAddressShouldBeASyntaxError(String argument) {
        assertThat(ask(argument)).containsExactly("501 5.5.4 Usage: EXPN group@example.org");
        assertThat(askers).isEmpty();
    }

    @Test
    void storeThatIsAwayShouldBeLater() {
        assertThat(ask("down@example.org")).containsExactly("451 4.3.0 Try again later");
    }

    @Test
    void userWhoAsksTooOftenShouldWait() {
        for (int i = 0; i < ExpnRate.MAX_PER_MINUTE; i++) {
            ask("nobody@example.org");
        }

        assertThat(ask("team@example.org"))
                .containsExactly("450 4.7.0 You have asked this too often: try again in a minute");
        assertThat(askers).hasSize(ExpnRate.MAX_PER_MINUTE);
    }

    @Test
    void jamesShouldAnswerWhoeverHasNotAuthenticated() {
        assertThat(handler.onCommand(plugin.session(null), new BaseRequest("EXPN", "team@example.org")))
                .isNull();
        assertThat(handler.implementedEsmtpFeatures(plugin.session(null))).isEmpty();
        assertThat(handler.implementedEsmtpFeatures(plugin.session(BOB))).containsExactly("EXPN");
        assertThat(handler.getImplCommands()).containsExactly("EXPN");
        assertThat(askers).isEmpty();
    }
}
