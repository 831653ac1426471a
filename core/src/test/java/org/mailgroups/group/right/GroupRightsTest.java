// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.right;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.Membership;
import org.mailgroups.group.setting.SendAs;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.StoreUnavailableException;

/** Alice administers the team, office@ is a member, and bob is one of the staff, which is a member too. */
class GroupRightsTest {
    private static final Address TEAM = Address.parse("team@example.org");
    private static final Address NONE = Address.parse("none@example.org");

    private final MemoryServer server = new MemoryServer()
            .group("staff@example.org", "bob@example.org", "team@example.org")
            .group("team@example.org", "office@example.org", "staff@example.org", "friend@elsewhere.test")
            .administrators("team@example.org", "alice@example.org");
    private final GroupRights rights =
            new GroupRights(server, new Membership(new GroupDirectory(server, server), server));

    private static Principal user(String address, String... aliases) {
        Set<Address> all = new HashSet<>();
        for (String alias : aliases) {
            all.add(Address.parse(alias));
        }
        return new Principal.User(Address.parse(address), all);
    }

    private Principal link(String person, Thing thing) {
        return new Principal.Bearer(Address.parse(person), Act.MODERATE, thing);
    }

    @ParameterizedTest
    @CsvSource({
        "ANYONE, true, true, true, true",
        "MEMBERS, true, true, true, false",
        "ADMINISTRATORS, true, false, false, false"
    })
    void memberListShouldFollowTheSetting(
            MemberVisibility visibility, boolean administrator, boolean member, boolean nested, boolean user) {
        server.settings(TEAM.toString(), GroupSettings.DEFAULT.withMemberVisibility(visibility));

        assertThat(rights.mayListMembers(user("alice@example.org"), TEAM)).isEqualTo(administrator);
        assertThat(rights.mayListMembers(user("dave@example.org", "office@example.org"), TEAM))
                .isEqualTo(member);
        assertThat(rights.mayListMembers(user("bob@example.org"), TEAM)).isEqualTo(nested);
        assertThat(rights.mayListMembers(user("carol@example.org"), TEAM)).isEqualTo(user);
        assertThat(rights.mayListMembers(Principal.postmaster("root"), TEAM)).isTrue();
        assertThat(rights.mayListMembers(link("friend@elsewhere.test", Thing.group(2)), TEAM))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, false, false, false, false",
        "ADMINISTRATORS, true, true, false, false",
        "MEMBERS, true, true, true, true",
    })
    void groupShouldBeWrittenForAsTheSettingSays(
            SendAs rule, boolean administrator, boolean byAlias, boolean member, boolean nested) {
        server.settings(TEAM.toString(), GroupSettings.DEFAULT.withSendAs(rule));

        assertThat(maySendAs(user("alice@example.org"))).isEqualTo(administrator);
        assertThat(maySendAs(user("al@example.org", "alice@example.org"))).isEqualTo(byAlias);
        assertThat(maySendAs(user("dave@example.org", "office@example.org"))).isEqualTo(member);
        assertThat(maySendAs(user("bob@example.org"))).isEqualTo(nested);
        assertThat(maySendAs(user("carol@example.org"))).isFalse();
        assertThat(maySendAs(link("alice@example.org", Thing.group(2)))).isFalse();
        assertThat(maySendAs(Principal.postmaster("root"))).isEqualTo(rule != SendAs.NONE);
    }

    private boolean maySendAs(Principal principal) {
        return rights.maySendAs(principal, server.find(TEAM).orElseThrow());
    }

    @Test
    void administratorShouldBeKnownByAnAlias() {
        assertThatCode(() -> rights.require(user("al@example.org", "alice@example.org"), Act.CHANGE_GROUP, TEAM))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> rights.require(user("al@example.org", "office@example.org"), Act.CHANGE_GROUP, TEAM))
                .isInstanceOf(NotAllowedException.class)
                .hasMessage("only administrators of team@example.org may change it");
    }

    @Test
    void linkShouldEndWithTheRightOfItsPerson() {
        Thing message = Thing.heldMessage("m1");

        assertThatCode(() -> rights.require(link("alice@example.org", message), Act.MODERATE, TEAM, message))
                .doesNotThrowAnyException();
        server.administrators(TEAM.toString(), "carol@example.org");
        assertThatThrownBy(() -> rights.require(link("alice@example.org", message), Act.MODERATE, TEAM, message))
                .isInstanceOf(NotAllowedException.class);
    }

    @Test
    void linkShouldOutliveARename() {
        Address crew = Address.parse("crew@example.org");
        Principal link = link("alice@example.org", Thing.group(2));

        server.rename(TEAM.toString(), crew.toString());

        assertThatCode(() -> rights.require(link, Act.MODERATE, crew)).doesNotThrowAnyException();
    }

    @Test
    void groupThatIsNotThereShouldBeUnknownToUsersAndASecretToLinks() {
        assertThatThrownBy(() -> rights.require(user("carol@example.org"), Act.CHANGE_GROUP, NONE))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("there is no group none@example.org");
        assertThatThrownBy(() -> rights.requireMemberList(user("carol@example.org"), NONE))
                .isInstanceOf(NotFoundException.class);
        for (Address group : Set.of(TEAM, NONE)) {
            assertThatThrownBy(() -> rights.require(link("eve@elsewhere.test", Thing.group(9)), Act.MODERATE, group))
                    .isInstanceOf(NotAllowedException.class)
                    .hasMessageStartingWith("only administrators of " + group);
        }
    }

    @Test
    void postmasterShouldCostNoLookUp() {
        server.goesDown();

        assertThatCode(() -> {
                    rights.require(Principal.postmaster("root"), Act.DISBAND_GROUP, NONE);
                    rights.requireMemberList(Principal.postmaster("root"), NONE);
                })
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> rights.require(user("alice@example.org"), Act.DISBAND_GROUP, TEAM))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
