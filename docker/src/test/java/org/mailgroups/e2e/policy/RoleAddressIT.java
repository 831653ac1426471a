// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** The role addresses of a group: {@code -owner} for its administrators, {@code -request} for help. */
class RoleAddressIT {
    private static final String STRANGER = "stranger@elsewhere.test";

    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    private String alice;
    private String admin;
    private String member;
    private String team;
    private String owner;
    private String request;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(SharedServer.besideSink());
        alice = org.user("alice");
        admin = org.user("admin");
        member = org.user("member");
        team = org.group("team", member, "member@far.test");
        org.webadmin()
                .patch(
                        Webadmin.group(team),
                        Map.of(
                                "administrators",
                                List.of(admin, org.address("postmaster")),
                                "settings",
                                Map.of("senders", "administrators")))
                .expect(200);
        owner = org.address("team-owner");
        request = org.address("team-request");
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"team-owner", "TEAM-Owner", "team-owner+x"})
    void ownerShouldReachTheAdministratorsWhoeverMayPost(String spelling) {
        Letter letter = Letter.from(alice, "to those who decide").to(org.address(spelling));
        org.send(alice, letter, org.address(spelling));

        for (String administrator : List.of(admin, org.address("postmaster"))) {
            Received received = org.inbox(administrator).awaitOne();
            assertThat(received.first("From")).contains('<' + alice + '>');
            assertThat(received.bodyOctets())
                    .isEqualTo(Received.parse(letter.bytes()).bodyOctets());
        }
        org.awaitQuiet();
        assertThat(org.inbox(member).messages()).isEmpty();
        assertThat(org.inbox(alice).messages()).isEmpty();
        assertThat(sink.deliveries()).isEmpty();
        assertThat(org.inbox(admin).messages()).hasSize(1);
    }

    @Test
    void ownerShouldReachAnAdministratorOnceWhenAddressedDirectlyAsWell() {
        org.send(alice, Letter.from(alice, "both").to(owner, admin), owner, admin);

        org.inbox(admin).awaitOne();
        org.inbox(org.address("postmaster")).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(admin).messages()).hasSize(1);
    }

    @Test
    void requestShouldAnswerOnce() {
        org.webadmin()
                .patch(Webadmin.group(team), Map.of("name", "The team", "description", "Plans the week"))
                .expect(200);
        Letter letter = Letter.from(alice, "help").to(request);
        org.send(alice, letter, request);

        Received answer = org.inbox(alice).awaitOne();
        assertThat(answer.first("Auto-Submitted")).contains("auto-replied");
        assertThat(answer.first("Return-Path")).contains("<>");
        assertThat(answer.first("From").orElse("")).contains(request);
        assertThat(answer.first("To").orElse("")).contains(alice);
        assertThat(answer.first("In-Reply-To"))
                .isEqualTo(Received.parse(letter.bytes()).first("Message-ID"));
        assertThat(answer.bodyText()).contains("The team", team, "Plans the week", owner);

        org.send(alice, Letter.from(alice, "help again").to(request), request);
        org.send(admin, Letter.from(admin, "help me too").to(request), request);
        org.inbox(admin).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(alice).messages()).hasSize(1);
        assertThat(org.inbox(member).messages()).isEmpty();
        assertThat(sink.deliveries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Auto-Submitted, auto-generated (a comment); x=y",
        "Precedence, bulk",
        "Precedence, list",
        "Precedence, junk",
        "List-Id, <other.lists.test>"
    })
    void requestShouldNotAnswerWhatIsAutomatic(String field, String value) {
        org.send(alice, Letter.from(alice, "automatic").to(request).with(field, value), request);

        org.awaitQuiet();
        assertThat(org.inbox(alice).messages()).isEmpty();
        assertThat(org.inbox(member).messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Auto-Submitted, auto-replied", "auto-submitted, AUTO-NOTIFIED", "X-Autoreply, yes"})
    void requestShouldRefuseAnAutomaticReply(String field, String value) {
        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice);
            client.rcpt(request);
            Letter letter = Letter.from(alice, "automatic").to(request).with(field, value);
            assertThat(client.data(letter.bytes()).toString()).contains("550", "5.7.1");
        }
    }

    @Test
    void requestShouldTellAnAuthorWhatBecameOfTheLastMessage() {
        sink.answerRcptWith(recipient -> "550 5.1.1 no such user");
        org.send(admin, Letter.from(admin, "The plan").to(team), team);
        org.inbox(member).awaitOne();
        org.awaitSettled();

        org.send(
                admin,
                Letter.from(admin, "Please")
                        .to(request)
                        .with("Content-Type", "text/html; charset=utf-8")
                        .with("Content-Transfer-Encoding", "quoted-printable")
                        .body("<html><head><style>p {}</style></head><body>"
                                + "<p>&nbsp;</p>=\r\n<p>Rep=\r\nort</p>-- <br>Me\r\n"),
                request);

        assertThat(org.inbox(admin).awaitOne().bodyText())
                .contains("The plan", "Delivered:   1", "Failed:      1", "member@far.test: 550 5.1.1 no such user");

        org.send(alice, Letter.from(alice, "report").to(request), request);
        assertThat(org.inbox(alice).awaitOne().bodyText())
                .contains("There is no message of yours")
                .doesNotContain("The plan");
    }

    @Test
    void whoShouldNameTheMembersToThoseWhoMaySeeThem() {
        String crew = org.group("crew", "hidden@far.test");
        org.change(crew, Map.of("memberVisibility", "administrators"));
        org.webadmin().put(Webadmin.member(team, crew)).expect(204);

        for (String asker : List.of(alice, member)) {
            org.send(asker, Letter.from(asker, "Who").to(request), request);
        }

        assertThat(org.inbox(member).awaitOne().bodyText())
                .contains("has 3 members:", member, "member@far.test", crew + "  (a group)")
                .doesNotContain("hidden@far.test");
        assertThat(org.inbox(alice).awaitOne().bodyText())
                .contains("You may not see who is in")
                .doesNotContain(member, "far.test");
    }

    @Test
    void whichShouldTellTheGroupsOfTheAskerAndTheWayIntoEach() {
        String all = org.group("all", team);
        String other = org.group("other", alice);

        org.send(member, Letter.from(member, "My groups").to(request).body("\r\nwhich\r\n-- \r\nMe\r\n"), request);

        assertThat(org.inbox(member).awaitOne().bodyText())
                .contains("You are in 2 groups:", all, "through the group " + team, "as " + member)
                .doesNotContain(other);
    }

    @Test
    void groupShouldAnswerOnceForAllMembersWhenAReportIsWished() {
        try (SmtpClient client = org.submission(admin)) {
            assertThat(client.capabilities()).contains("DSN");
            client.mail(admin, "RET=FULL", "ENVID=QQ314");
            assertThat(client.command("RCPT TO:<" + team + "> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;" + team)
                            .code())
                    .isEqualTo(250);
            assertThat(client.command("RCPT TO:<" + team + "> NOTIFY=SUCCESS").code())
                    .isEqualTo(250);
            client.data(Letter.from(admin, "The plan").to(team).bytes());
        }

        Received report = org.inbox(admin).awaitOne();
        assertThat(report.first("Content-Type").orElse("")).contains("multipart/report", "delivery-status");
        assertThat(report.bodyText())
                .contains(
                        "Original-Envelope-Id: QQ314",
                        "Final-Recipient: rfc822; " + team,
                        "Action: delivered",
                        "Status: 2.0.0");
        SmtpSink.Delivery copy = sink.awaitOne("member@far.test");
        assertThat(copy.mailParameters()).doesNotContain("NOTIFY", "RET", "ENVID", "ORCPT");
        org.inbox(member).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(admin).messages()).hasSize(1);
    }

    @Test
    void groupShouldAnswerOnceForItsAlias() {
        String crew = org.address("crew");
        String all = org.address("all");
        org.alias(crew, team);
        org.alias(all, crew);
        try (SmtpClient client = org.submission(admin)) {
            client.mail(admin, "ENVID=QQ316");
            assertThat(client.command("RCPT TO:<" + all + "> NOTIFY=SUCCESS").code())
                    .isEqualTo(250);
            client.data(Letter.from(admin, "The plan").to(all).bytes());
        }

        Received report = org.inbox(admin).awaitOne();
        assertThat(report.bodyText())
                .contains(
                        "Original-Envelope-Id: QQ316",
                        "Original-Recipient: rfc822; " + all + "\r\nFinal-Recipient: rfc822; " + team
                                + "\r\nAction: delivered\r\nStatus: 2.0.0");
        org.inbox(member).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(admin).messages()).hasSize(1);
        assertThat(sink.awaitOne("member@far.test").mailParameters()).doesNotContain("NOTIFY", "ORCPT");
    }

    @Test
    void userShouldBeReportedToHaveTheMessageWhenAReportIsWished() {
        try (SmtpClient client = org.submission(admin)) {
            client.mail(admin, "ENVID=QQ315");
            client.command("RCPT TO:<" + member + "> NOTIFY=SUCCESS");
            client.command("RCPT TO:<" + alice + "> NOTIFY=NEVER");
            client.data(Letter.from(admin, "Directly").to(member, alice).bytes());
        }

        org.inbox(alice).awaitOne();
        assertThat(org.inbox(admin).awaitOne().bodyText())
                .contains("Original-Envelope-Id: QQ315", "Final-Recipient: rfc822; " + member, "Action: delivered")
                .doesNotContain("rfc822; " + alice);
        org.awaitQuiet();
        assertThat(org.inbox(member).messages()).hasSize(1);
    }

    @Test
    void groupShouldTellNobodyWhenNoReportIsWished() {
        org.change(team, Map.of("moderation", "everyone"));
        try (SmtpClient client = org.submission(admin)) {
            client.mail(admin);
            client.command("RCPT TO:<" + team + "> NOTIFY=NEVER");
            client.data(Letter.from(admin, "The plan").to(team).bytes());
        }

        String id = org.awaitHeld(team, 1).get(0).path("id").asText();
        org.webadmin()
                .post(Organisation.held(team, id) + "?action=reject", Map.of())
                .expect(204);
        org.awaitQuiet();
        assertThat(org.inbox(admin).messages())
                .noneMatch(message -> message.first("Subject").orElse("").contains("The plan"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY=",
                "NOTIFY=NEVER,SUCCESS",
                "NOTIFY=sometimes",
                "ORCPT=rfc822",
                "ORCPT=rfc822;a+0",
                "NOTIFY=SUCCESS ORCPT=;x"
            })
    void wishShouldBeRefusedWhenItCannotBeRead(String parameters) {
        try (SmtpClient client = org.submission(admin)) {
            client.mail(admin);
            assertThat(client.command("RCPT TO:<" + team + "> " + parameters).text())
                    .startsWith("501 5.5.4");
            assertThat(client.rcpt(team).code()).isEqualTo(250);
        }
    }

    @Test
    void wishesShouldNotBeTakenFromStrangers() {
        try (SmtpClient client = org.smtp()) {
            assertThat(client.capabilities()).doesNotContain("DSN");
        }
    }

    @Test
    void answersShouldNotGoInCircles() {
        org.send(alice, Letter.from(alice, "help").to(request), request);
        Received answer = org.inbox(alice).awaitOne();
        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice);
            client.rcpt(request);
            client.data(answer.octets());
            client.command("RSET");
            client.mail(alice);
            client.rcpt(owner);
            client.rcpt(request);
            client.data(Letter.from(alice, "to both").to(owner, request).bytes());
        }
        org.inbox(admin).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(alice).messages()).hasSize(1);
    }

    @Test
    void strangersShouldBeRefused() {
        for (String address : List.of(owner, request, org.address("TEAM-OWNER"), org.address("team-request+x"))) {
            try (SmtpClient client = org.smtp()) {
                for (String sender : List.of(STRANGER, "")) {
                    client.mail(sender);
                    assertThat(client.rcpt(address).text()).startsWith("550 5.7.1");
                    client.command("RSET");
                }
                client.mail(alice);
                assertThat(client.rcpt(address).isPermanentFailure()).isTrue();
            }
        }
        org.awaitQuiet();
        assertThat(org.inbox(admin).messages()).isEmpty();
        assertThat(org.inbox(alice).messages()).isEmpty();
    }

    @Test
    void anothersFromShouldBeRefused() {
        for (String address : List.of(owner, request)) {
            try (SmtpClient client = org.submission(alice)) {
                client.mail(alice);
                assertThat(client.rcpt(address).code()).isEqualTo(250);
                Reply reply =
                        client.data(Letter.from(member, "forged").to(address).bytes());
                assertThat(reply.text()).startsWith("550 5.7.1");
            }
        }
        org.awaitQuiet();
        assertThat(org.inbox(admin).messages()).isEmpty();
        assertThat(org.inbox(member).messages()).isEmpty();
    }

    @Test
    void addressShouldBeUnknownWhereThereIsNoGroup() {
        try (SmtpClient client = org.submission(alice)) {
            for (String name : List.of("nobody-owner", "nobody-request", "-owner", "team-owners", "team-owner-owner")) {
                client.mail(alice);
                assertThat(client.rcpt(org.address(name)).text()).startsWith("550 5.1.1");
                client.command("RSET");
            }
        }
        org.webadmin().delete(Webadmin.group(team)).expect(204);
        assertThat(org.rcpt(owner).text()).startsWith("550 5.1.1");
    }

    @Test
    void userShouldComeFirstWhereItHasTheAddressAndNoGroupCanTakeIt() {
        String user = org.user("team-owner");

        org.send(alice, Letter.from(alice, "to the user").to(user), user);
        org.inbox(user).awaitOne();
        org.webadmin()
                .put(Webadmin.group(request), Map.of("name", "x", "administrators", List.of(admin)))
                .expect(400);
        org.awaitQuiet();
        assertThat(org.inbox(admin).messages()).isEmpty();
        assertThat(org.inbox(alice).messages()).isEmpty();
    }
}
