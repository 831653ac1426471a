// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Users who write in the name of a group, as its {@code sendAs} says. */
class SendAsIT {
    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    /** An administrator. */
    private String alice;
    /** A member. */
    private String bob;
    /** A member of a group that is a member. */
    private String carol;
    /** Somebody else. */
    private String dave;

    private String team;
    /** A member elsewhere. */
    private String friend;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(SharedServer.besideSink());
        alice = org.user("alice");
        bob = org.user("bob");
        carol = org.user("carol");
        dave = org.user("dave");
        friend = "friend@" + org.domain() + ".far.test";
        team = org.group("team", bob, org.group("dev", carol), friend);
        org.webadmin()
                .patch(Webadmin.group(team), Map.of("administrators", List.of(alice, org.address("postmaster"))))
                .expect(200);
        rule("members");
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    private void rule(String rule) {
        org.change(team, Map.of("sendAs", rule));
    }

    private Letter letter(String subject) {
        return Letter.from(team, subject);
    }

    /** Sends as somebody, and returns the first answer that is a refusal, or the last one. */
    private Reply send(String user, String mailFrom, Letter letter, String recipient) {
        try (SmtpClient client = org.submission(user)) {
            Reply mail = client.mail(mailFrom);
            if (!mail.isPositive()) {
                return mail;
            }
            Reply rcpt = client.rcpt(recipient);
            return rcpt.isPositive() ? client.data(letter.bytes()) : rcpt;
        }
    }

    private static void assertRefused(Reply reply) {
        assertThat(reply.code()).as("%s", reply).isEqualTo(503);
        assertThat(reply.text()).contains("Incorrect Authentication for Specified Email Address");
    }

    @ParameterizedTest
    @CsvSource({"none, false, false, false", "administrators, true, false, false", "members, true, true, true"})
    void ruleShouldSayWhoWritesInTheNameOfTheGroup(String rule, boolean administrator, boolean member, boolean nested) {
        rule(rule);
        Map<String, Boolean> may = Map.of(alice, administrator, bob, member, carol, nested, dave, false);
        may.forEach((user, mayIt) -> {
            Reply both = send(user, team, letter("both"), friend);
            Reply inFrom = send(user, user, letter("in From"), friend);
            Reply inEnvelope = send(user, team, Letter.from(user, "in MAIL FROM"), friend);
            for (Reply reply : List.of(both, inFrom, inEnvelope)) {
                if (mayIt) {
                    assertThat(reply.isPositive()).as(user + ": " + reply).isTrue();
                } else {
                    assertRefused(reply);
                }
            }
        });
    }

    @Test
    void copiesShouldCarryTheGroupAndNothingOfTheAuthor() {
        assertThat(send(bob, team, letter("to the team").to(team), team).isPositive())
                .isTrue();

        SmtpSink.Delivery far = sink.awaitOne(friend);
        assertThat(far.sender()).startsWith("team-bounces+");
        for (Received copy : List.of(far.received(), org.inbox(carol).awaitOne())) {
            assertThat(copy.all("From")).containsExactly('<' + team + '>');
            assertThat(copy.all("Reply-To")).isEmpty();
            assertThat(copy.all("Sender")).isEmpty();
            assertThat(copy.raw()).doesNotContain(bob);
        }
        assertThat(org.webadmin()
                        .get(Webadmin.group(team) + "/postings")
                        .expect(200)
                        .json()
                        .path("items")
                        .path(0)
                        .path("author")
                        .asText())
                .isEqualTo(bob);
    }

    @Test
    void strangerShouldGetAMailOfTheGroup() {
        assertThat(send(bob, team, letter("to a friend").to(friend), friend).isPositive())
                .isTrue();

        SmtpSink.Delivery mail = sink.awaitOne(friend);
        assertThat(mail.sender()).isEqualTo(team);
        assertThat(mail.received().all("From")).containsExactly('<' + team + '>');
        assertThat(mail.received().raw()).doesNotContain(bob);
        org.awaitQuiet();
        assertThat(org.inbox(carol).messages()).isEmpty();
    }

    @Test
    void reportsShouldGoToTheAuthorAndNeverToTheGroup() {
        sink.answerRcptWith(
                recipient -> recipient.startsWith("gone@") ? "550 5.1.1 Nobody of that name" : "250 2.1.5 Ok");
        assertThat(send(bob, team, letter("to nobody").to("gone@far.test"), "gone@far.test")
                        .isPositive())
                .isTrue();
        Received report = org.inbox(bob).awaitOne();
        assertThat(report.first("Return-Path")).contains("<>");
        assertThat(report.raw()).contains("gone@far.test");

        assertThat(send(bob, team, letter("to no user").to(org.address("nobody")), org.address("nobody"))
                        .isPositive())
                .isFalse();
        try (SmtpClient server = org.smtp()) {
            assertThat(server.mail("").isPositive()).isTrue();
            assertThat(server.rcpt(team).text()).startsWith("550 5.7.1 ");
        }
        org.awaitQuiet();
        assertThat(org.inbox(carol).messages()).isEmpty();
        assertThat(org.inbox(alice).messages()).isEmpty();
        assertThat(sink.deliveriesTo(friend)).isEmpty();
    }

    @Test
    void messageThatWaitsShouldNameItsAuthorToAdministratorsOnly() {
        org.change(team, Map.of("moderation", "everyone"));
        assertThat(send(bob, team, letter("for approval").to(team), team).isPositive())
                .isTrue();

        JsonNode held = org.awaitHeld(team, 1).get(0);
        assertThat(held.path("sender").asText()).isEqualTo(bob);
        assertThat(org.inbox(bob).awaitOne().first("Subject").orElse("")).contains("waits for a decision");
        org.webadmin()
                .post(Organisation.held(team, held.path("id").asText()) + "?action=approve", Map.of())
                .expect(204);

        Received copy = sink.awaitOne(friend).received();
        assertThat(copy.all("From")).containsExactly('<' + team + '>');
        assertThat(copy.raw()).doesNotContain(bob);
    }

    @Test
    void rightsOfTheAuthorShouldStayThoseOfTheUser() {
        org.change(team, Map.of("senders", "administrators"));

        assertThat(send(bob, team, letter("not mine").to(team), team).text()).startsWith("550 5.7.1 ");
        assertThat(send(alice, team, letter("mine").to(team), team).isPositive())
                .isTrue();
        assertThat(sink.awaitOne(friend).received().all("From")).containsExactly('<' + team + '>');
    }

    @Test
    void othersShouldBeRefused() {
        String board = org.group("board", dave);
        org.change(board, Map.of("sendAs", "members"));

        assertRefused(send(bob, board, Letter.from(board, "another group"), friend));
        assertRefused(send(dave, board, letter("another group in From"), friend));
        assertRefused(send(dave, dave, Letter.from(dave + ">, <" + team, "two in one"), friend));
        assertRefused(send(bob, org.address("team+x"), letter("sub-address"), friend));
        assertRefused(send(bob, org.address("team-owner"), letter("role address"), friend));
        try (SmtpClient stranger = org.smtp()) {
            assertThat(stranger.mail(team).code()).isEqualTo(530);
        }

        String crew = org.address("crew");
        org.webadmin().patch(Webadmin.group(team), Map.of("address", crew)).expect(200);
        assertRefused(send(bob, team, letter("old address"), friend));
        assertThat(send(bob, crew, Letter.from(crew, "new address"), friend).isPositive())
                .isTrue();
        org.webadmin().delete(Webadmin.group(crew)).expect(204);
        assertRefused(send(bob, crew, Letter.from(crew, "gone"), friend));
    }
}
