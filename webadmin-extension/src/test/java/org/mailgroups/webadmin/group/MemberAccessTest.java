// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;
import static org.mailgroups.webadmin.Webadmin.user;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.membership.MemberService;
import org.mailgroups.membership.RecipientService;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.webadmin.Webadmin;

/** Alice administers the group, bob is a member of a group in it, carol is neither. */
class MemberAccessTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    @BeforeEach
    void createGroups() {
        webadmin.createGroup("inner@example.org", BOB);
        webadmin.createGroup(TEAM, "inner@example.org");
    }

    private static Group groupVisibleTo(MemberVisibility visibility) {
        return webadmin.groups()
                .update(
                        Address.parse(TEAM),
                        GroupChange.nothing().withSettings(settings -> settings.withMemberVisibility(visibility)),
                        OptionalLong.empty());
    }

    private static Principal link(String person, Group group) {
        return new Principal.Bearer(Address.parse(person), Act.LIST_MEMBERS_SHOWN_TO_ANYONE, Thing.group(group.id()));
    }

    private static boolean maySee(Principal principal, Group group) {
        try {
            webadmin.service(GroupRights.class).requireMemberList(principal, group.address());
            return true;
        } catch (NotAllowedException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"ANYONE,true,true,true", "MEMBERS,true,true,false", "ADMINISTRATORS,true,false,false"})
    void requireShouldFollowTheSetting(
            MemberVisibility visibility, boolean administrator, boolean member, boolean stranger) {
        Group group = groupVisibleTo(visibility);

        assertThat(maySee(user(ALICE), group)).isEqualTo(administrator);
        assertThat(maySee(user(BOB), group)).isEqualTo(member);
        assertThat(maySee(user(CAROL), group)).isEqualTo(stranger);
        assertThat(maySee(link(ALICE, group), group)).isFalse();
        assertThat(maySee(Principal.postmaster(CAROL), group)).isTrue();
    }

    @Test
    void listsShouldAskForIt() {
        groupVisibleTo(MemberVisibility.ADMINISTRATORS);
        Address team = Address.parse(TEAM);
        Principal bob = user(BOB);

        assertThatThrownBy(() -> webadmin.service(MemberService.class)
                        .list(bob, team, "", Optional.empty(), Optional.empty(), PageRequest.first(10)))
                .isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> webadmin.service(RecipientService.class).list(bob, team, PageRequest.first(10)))
                .isInstanceOf(NotAllowedException.class);
        assertThat(webadmin.service(MemberService.class)
                        .list(user(ALICE), team, "", Optional.empty(), Optional.empty(), PageRequest.first(10))
                        .items())
                .hasSize(1);
    }
}
