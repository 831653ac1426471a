// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.Webadmin;
import org.mailgroups.e2e.harness.Webadmin.Answer;

/** The address of a group, from its creation to its end. */
class GroupAddressIT {
    private Organisation org;
    private Webadmin webadmin;
    private String alice;
    private String bob;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        webadmin = org.webadmin();
        alice = org.user("alice");
        bob = org.user("bob");
    }

    @Test
    void creationShouldBeRefusedWhenAUserHasTheAddress() {
        create(bob).expect(409);
        create(bob.replace("bob", "BOB")).expect(409);
        webadmin.get(Webadmin.group(bob)).expect(404);
    }

    @Test
    void creationShouldBeRefusedWhenAnAliasHasTheAddress() {
        String alias = org.address("alias");
        org.alias(alias, bob);

        create(alias).expect(409);
    }

    @Test
    void creationShouldBeRefusedWhenAGroupHasTheAddress() {
        String team = org.group("team", alice);

        create(team).expect(409);
        create(team.replace("team", "Team")).expect(409);
    }

    @Test
    void creationShouldBeRefusedWhenAGroupOfJamesHasTheAddress() {
        String old = org.address("old");
        webadmin.put("/address/groups/" + Webadmin.encode(old) + '/' + Webadmin.encode(bob))
                .expect(204);

        create(old).expect(409);
    }

    @Test
    void creationShouldBeRefusedWhenTheDomainIsNotOurs() {
        create("team@elsewhere.test").expect(400);
        assertThat(org.rcpt("team@elsewhere.test").isPermanentFailure()).isTrue();
    }

    @Test
    void creationAndRenameShouldLeaveAFreeAddressFree() {
        String team = org.openGroup("team", alice);

        webadmin.patch(Webadmin.group(team), Map.of("address", bob)).expect(409);

        assertThat(org.rcpt(team).code()).isEqualTo(250);
    }

    @Test
    void renameShouldMoveTheAddressAndKeepTheMembers() {
        String team = org.group("team", alice, bob);
        String crew = org.address("crew");

        webadmin.patch(Webadmin.group(team), Map.of("address", crew));

        assertThat(org.rcpt(team).text()).startsWith("550 5.1.1");
        org.send(alice, Letter.from(alice, "to the new address").to(crew), crew);
        assertThat(org.inbox(bob).awaitOne().first("Subject")).contains("to the new address");
        org.inbox(alice).awaitOne();
        webadmin.get(Webadmin.group(team)).expect(404);
        assertThat(webadmin.get(Webadmin.group(crew))
                        .expect(200)
                        .json()
                        .path("memberCount")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void disbandShouldMakeTheAddressUnknownAndKeepWhatMembersHave() {
        String team = org.group("team", alice, bob);
        org.send(alice, Letter.from(alice, "the last one").to(team), team);
        org.inbox(bob).awaitOne();

        webadmin.delete(Webadmin.group(team)).expect(204);

        assertThat(org.rcpt(team).text()).startsWith("550 5.1.1");
        assertThat(org.inbox(bob).awaitOne().first("Subject")).contains("the last one");
        org.user("team");
        assertThat(org.rcpt(team).code()).isEqualTo(250);
    }

    @Test
    void groupShouldLeaveTheGroupsItIsInWhenItIsDisbanded() {
        String inner = org.group("inner", bob);
        String outer = org.group("outer", inner, alice);

        webadmin.delete(Webadmin.group(inner)).expect(204);
        org.send(alice, Letter.from(alice, "after").to(outer), outer);

        org.inbox(alice).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).isEmpty();
        assertThat(org.inbox(alice).messages())
                .as("no report about the group that is gone")
                .hasSize(1);
    }

    @Test
    void recipientsShouldBeWhoGetsTheMessage() {
        String inner = org.group("inner", bob, "far@elsewhere.test");
        String outer = org.group("outer", inner, alice);

        Answer recipients = webadmin.get(Webadmin.group(outer) + "/recipients").expect(200);

        assertThat(recipients.json().path("items").findValuesAsText("address"))
                .containsExactlyInAnyOrder(alice, bob, "far@elsewhere.test");
    }

    private Answer create(String address) {
        return webadmin.put(
                Webadmin.group(address),
                Map.of("name", "x", "administrators", List.of(org.address("postmaster")), "members", List.of(alice)));
    }
}
