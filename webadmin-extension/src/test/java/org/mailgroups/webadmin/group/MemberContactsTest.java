// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;
import static org.mailgroups.webadmin.Webadmin.user;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.group.GroupChange;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.membership.MemberService;
import org.mailgroups.membership.UserFiles;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.webadmin.Webadmin;
import org.mailgroups.webadmin.contact.SharedContacts;

/**
 * Members never see the identifier of a contact in their group. If the contact is not shared, they see its address
 * only.
 */
class MemberContactsTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Address GROUP = Address.parse(TEAM);

    private final SharedContacts contacts = new SharedContacts(webadmin);
    private String hidden;

    @BeforeEach
    void createContact() {
        webadmin.createGroup(TEAM, BOB);
        hidden = contacts.contact(
                contacts.group("Suppliers"),
                "{\"name\":\"Hidden Person\",\"identifier\":\"X-17\",\"emails\":[{\"address\":\"hidden@x.test\"}]}");
        webadmin.call()
                .put("/groups/" + TEAM + "/members/contact:" + hidden)
                .then()
                .statusCode(204);
    }

    private static String list(Principal principal) {
        return webadmin.service(MemberService.class)
                .list(principal, GROUP, "", Optional.empty(), Optional.empty(), PageRequest.first(10))
                .toString();
    }

    private static String export(Principal principal) {
        return webadmin.service(UserFiles.class).members(principal, GROUP).collect(Collectors.joining());
    }

    @Test
    void membersShouldSeeOfAMemberOnlyTheAddress() {
        assertThat(export(user(BOB))).isEqualTo("Identifier;Name\r\nbob@example.org;\r\nhidden@x.test;\r\n");
        assertThat(export(Principal.postmaster(ALICE)))
                .isEqualTo("Identifier;Name\r\nbob@example.org;\r\nX-17;Hidden Person\r\n");
        assertThat(list(user(BOB))).contains("hidden@x.test").doesNotContain("Hidden Person", hidden);
        assertThat(list(Principal.postmaster(ALICE))).contains("hidden@x.test", "Hidden Person", hidden);
    }

    @Test
    void membersShouldSeeTheNameOfASharedMemberButNotTheIdentifier() {
        webadmin.call("{\"name\":\"Hidden Person\",\"identifier\":\"X-17\","
                        + "\"emails\":[{\"address\":\"hidden@x.test\"}],\"shared\":true}")
                .put("/contacts/" + hidden);

        assertThat(export(user(BOB)))
                .isEqualTo("Identifier;Name\r\nbob@example.org;\r\nhidden@x.test;Hidden Person\r\n");
        assertThat(list(user(BOB))).contains("Hidden Person", hidden);
    }

    @Test
    void exportShouldBeForThoseWhoMayListTheMembers() {
        webadmin.groups()
                .update(
                        GROUP,
                        GroupChange.nothing()
                                .withSettings(
                                        settings -> settings.withMemberVisibility(MemberVisibility.ADMINISTRATORS)),
                        OptionalLong.empty());

        assertThatThrownBy(() -> export(user(BOB))).isInstanceOf(NotAllowedException.class);
        assertThat(export(user(ALICE))).contains(BOB);
    }
}
