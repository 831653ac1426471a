// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.OutsideWorld;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;

/** A message to a group reaches each member once, and nobody else. */
class DistributionIT {
    private final OutsideWorld world = SharedServer.world();
    private Organisation org;
    private String alice;
    private String bob;
    private String carol;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        alice = org.user("alice");
        bob = org.user("bob");
        carol = org.user("carol");
    }

    @Test
    void messageShouldReachEveryLocalMemberOnce() {
        String team = org.group("team", alice, bob, carol);
        Letter letter = Letter.from(alice, "plain").to(team);

        org.send(alice, letter, team);

        Received sent = Received.parse(letter.bytes());
        for (String member : List.of(alice, bob, carol)) {
            Received received = org.inbox(member).awaitOne();
            for (String field : List.of("From", "To", "Date", "Message-ID", "Subject")) {
                assertThat(received.all(field)).as(field).isEqualTo(sent.all(field));
            }
            assertThat(received.bodyOctets()).isEqualTo(sent.bodyOctets());
            assertThat(received.all("List-Id")).singleElement().asString().endsWith(Organisation.listId(team));
        }
        assertOneCopyEach(alice, bob, carol);
    }

    @Test
    void messageShouldReachExternalMembersWithAnEnvelopeSenderOfTheGroup() {
        String ext1 = "one@" + org.domain() + ".example.net";
        String ext2 = "two@" + org.domain() + ".example.net";
        String ext3 = "three@" + org.domain() + ".example.com";
        String team = org.group("team", ext1, ext2, ext3, bob);

        org.send(alice, Letter.from(alice, "outside").to(team), team);

        for (String member : List.of(ext1, ext2, ext3)) {
            Received received = world.awaitOne(member);
            assertThat(received.first("From")).contains('<' + alice + '>');
            assertThat(received.all("List-Id")).singleElement().asString().endsWith(Organisation.listId(team));
            assertThat(received.first("Return-Path").orElse("")).doesNotContain(alice);
        }
        org.inbox(bob).awaitOne();
        org.awaitQuiet();
        assertThat(List.of(ext1, ext2, ext3))
                .allSatisfy(member -> assertThat(world.messages(member)).hasSize(1));
    }

    @Test
    void messageShouldBeDistributedWhenAnotherMailServerBringsIt() {
        String team = org.openGroup("team", alice, bob);

        try (SmtpClient client = org.smtp()) {
            Organisation.send(
                    client,
                    "dora@elsewhere.test",
                    Letter.from("dora@elsewhere.test", "hi").to(team),
                    List.of(team));
        }

        assertOneCopyEach(alice, bob);
    }

    @Test
    void messageShouldReachMembersOfNestedGroupsOnce() {
        String external = "nested@" + org.domain() + ".example.net";
        String inner = org.group("inner", carol, bob, external);
        String middle = org.group("middle", inner, carol);
        String outer = org.group("outer", middle, inner, bob, alice);

        org.send(alice, Letter.from(alice, "nested").to(outer), outer);

        assertOneCopyEach(alice, bob, carol);
        world.awaitOne(external);
        assertThat(org.inbox(carol).messages().get(0).first("List-Id").orElse(""))
                .endsWith(Organisation.listId(outer));
    }

    @Test
    void groupShouldBeRefusedAsMemberWhenItWouldCloseACycle() {
        String inner = org.group("inner", bob);
        String outer = org.group("outer", inner, alice);

        org.webadmin().put(Webadmin.member(inner, outer)).expect(409);
        org.webadmin().put(Webadmin.member(inner, inner)).expect(409);
    }

    @Test
    void messageShouldReachMembersOnceWhenAnAliasClosesTheCycle() {
        String outer = org.group("outer", alice);
        String loop = org.address("loop");
        org.alias(loop, outer);
        String inner = org.group("inner", bob, loop);
        org.webadmin().put(Webadmin.member(outer, inner)).expect(204);

        org.send(alice, Letter.from(alice, "cycle").to(outer), outer);

        assertOneCopyEach(alice, bob);
    }

    @Test
    void messageShouldReachMembersOnceWhenAMemberForwardsToTheGroup() {
        String team = org.group("team", alice, bob, carol);
        org.forward(carol, team);

        org.send(alice, Letter.from(alice, "forwarded back").to(team), team);

        assertOneCopyEach(alice, bob);
        assertThat(org.inbox(carol).messages()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void messageToSeveralGroupsAndAPersonShouldReachEverybodyOnce() {
        String dave = org.user("dave");
        String first = org.group("first", alice, bob, dave);
        String second = org.group("second", bob, carol, dave);

        org.send(alice, Letter.from(alice, "several").to(second, first).cc(dave), second, dave, first);

        assertOneCopyEach(alice, bob, carol, dave);
        assertThat(listIds(dave)).as("addressed directly").isEmpty();
        assertThat(listIds(bob)).singleElement().asString().endsWith(Organisation.listId(second));
        assertThat(listIds(carol)).singleElement().asString().endsWith(Organisation.listId(second));
        assertThat(listIds(alice)).singleElement().asString().endsWith(Organisation.listId(first));
    }

    @Test
    void bccShouldNeverReachAMember() {
        String external = "bcc@" + org.domain() + ".example.net";
        String open = org.group("open", alice);
        String copied = org.group("copied", bob);
        String hidden = org.group("hidden", carol, external);

        org.send(
                alice,
                Letter.from(alice, "To, Cc and Bcc").to(open).cc(copied).bcc(hidden, "secret@elsewhere.test"),
                open,
                copied,
                hidden);

        assertOneCopyEach(alice, bob, carol);
        for (Received received : List.of(
                org.inbox(alice).awaitOne(),
                org.inbox(bob).awaitOne(),
                org.inbox(carol).awaitOne(),
                world.awaitOne(external))) {
            assertThat(received.all("Bcc")).isEmpty();
            assertThat(received.raw()).doesNotContain("secret@elsewhere.test");
            assertThat(received.first("To")).contains('<' + open + '>');
            assertThat(received.first("Cc")).contains('<' + copied + '>');
        }
    }

    @Test
    void memberWithAForwardShouldGetTheMessageWhereItIsForwarded() {
        String external = "forwarded@" + org.domain() + ".example.net";
        String team = org.group("team", alice, bob);
        org.forward(bob, external);

        org.send(alice, Letter.from(alice, "forward").to(team), team);

        world.awaitOne(external);
        assertOneCopyEach(alice);
        assertThat(org.inbox(bob).messages()).isEmpty();
        assertThat(world.messages(external)).hasSize(1);
    }

    @Test
    void memberThatIsAnAliasShouldBeThePersonBehindIt() {
        String info = org.address("info");
        org.alias(info, bob);
        String team = org.group("team", alice, info);

        org.send(alice, Letter.from(alice, "alias").to(team), team);

        assertOneCopyEach(alice, bob);
    }

    @Test
    void messageShouldReachAMemberOnceWhenTheAliasOfTheMemberIsAMemberToo() {
        String info = org.address("info");
        org.alias(info, bob);
        String team = org.group("team", bob, info, alice);

        org.send(alice, Letter.from(alice, "alias and person").to(team), team);

        assertOneCopyEach(alice, bob);
    }

    @Test
    void aliasOfAGroupShouldReachItsMembers() {
        String team = org.group("team", alice, bob);
        String everybody = org.address("everybody");
        org.alias(everybody, team);

        org.send(alice, Letter.from(alice, "through an alias").to(everybody), everybody);

        assertOneCopyEach(alice, bob);
        assertThat(listIds(bob)).singleElement().asString().endsWith(Organisation.listId(team));
    }

    @Test
    void subAddressShouldReachTheGroup() {
        String team = org.group("team", alice, bob);

        org.send(alice, Letter.from(alice, "detail").to(team), org.address("team+detail"));

        assertOneCopyEach(alice, bob);
        assertThat(listIds(bob)).singleElement().asString().endsWith(Organisation.listId(team));
    }

    @Test
    void addressShouldBeComparedWithoutCase() {
        org.group("team", alice, bob);

        org.send(
                alice,
                Letter.from(alice, "case"),
                "TEAM@" + org.domain().toUpperCase(Locale.ROOT),
                org.address("Team"));

        assertOneCopyEach(alice, bob);
    }

    @Test
    void unknownAddressShouldBeRefusedAtRcpt() {
        org.group("team", alice);

        for (String unknown : List.of(org.address("teams"), org.address("tea"), org.address("nobody+team"))) {
            assertThat(org.rcpt(unknown).text()).startsWith("550 5.1.1");
        }
    }

    @Test
    void groupWithoutMembersShouldBeRefusedAtRcpt() {
        String empty = org.openGroup("empty");
        String hollow = org.openGroup("hollow", empty);

        assertThat(org.rcpt(empty).isPermanentFailure()).isTrue();
        assertThat(org.rcpt(hollow).isPermanentFailure()).isTrue();

        org.webadmin().put(Webadmin.member(empty, bob)).expect(204);
        assertThat(org.rcpt(hollow).code()).isEqualTo(250);
    }

    @Test
    void memberShouldGetTheNextMessageAtOnceAfterAddingAndNoneAfterRemoving() {
        String team = org.group("team", alice);
        org.webadmin().put(Webadmin.member(team, bob), Map.of("name", "Bob")).expect(204);
        org.send(alice, Letter.from(alice, "first"), team);
        org.inbox(bob).awaitOne();

        org.webadmin().delete(Webadmin.member(team, bob)).expect(204);
        org.send(alice, Letter.from(alice, "second"), team);

        assertThat(org.inbox(alice).await(2)).hasSize(2);
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).hasSize(1);
    }

    private List<String> listIds(String member) {
        return org.inbox(member).awaitOne().all("List-Id");
    }

    private void assertOneCopyEach(String... members) {
        for (String member : members) {
            org.inbox(member).awaitOne();
        }
        org.awaitQuiet();
        for (String member : members) {
            assertThat(org.inbox(member).messages()).as("inbox of " + member).hasSize(1);
        }
    }
}
