// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;

/** Replies of administrators to the notice of a held message. */
class DecisionsByMailIT {
    private static final String STRANGER = "stranger@elsewhere.test";

    private Organisation org;
    private String admin;
    private String second;
    private String bob;
    private String team;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideSink());
        admin = org.user("admin");
        second = org.user("second");
        bob = org.user("bob");
        team = org.group("team", bob);
        org.webadmin()
                .patch(
                        Webadmin.group(team),
                        Map.of(
                                "administrators",
                                List.of(admin, second),
                                "settings",
                                Map.of("moderation", "everyone", "senders", "internal")))
                .expect(200);
    }

    private String replyTo(Received notice) {
        return notice.first("Reply-To").orElseThrow().replaceAll("[<>\\s]", "");
    }

    private Received last(String user, int count) {
        // An answer of the IMAP server may get lost; the next question has one.
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> org.inbox(user).messages().size() == count);
        return org.inbox(user).messages().stream()
                .filter(message -> message.first("Subject").orElse("").startsWith("Auto:"))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    @Test
    void approvalShouldBringTheMessageToTheMembersAndASecondDecisionNothing() {
        org.send(bob, Letter.from(bob, "The plan").to(team), team);
        String way = replyTo(org.inbox(admin).awaitOne());
        String otherWay = replyTo(org.inbox(second).awaitOne());
        assertThat(way).isNotEqualTo(otherWay).endsWith('@' + org.domain());

        org.send(admin, Letter.from(admin, "Re: 1 message").to(way).body("\r\nApprove\r\n\r\n> reject\r\n"), way);

        assertThat(last(admin, 2).bodyText()).contains("You have approved this message", "The plan");
        await().atMost(Duration.ofSeconds(30)).until(() -> org.inbox(bob).messages().stream()
                .anyMatch(message -> message.first("List-Id").isPresent()));
        assertThat(org.held(team)).isEmpty();

        org.send(second, Letter.from(second, "Re: 1 message").to(otherWay).body("reject no\r\n"), otherWay);
        assertThat(last(second, 2).bodyText()).contains("approved before", "by " + admin);
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages())
                .noneMatch(message -> message.first("Subject").orElse("").contains("not distributed"));
    }

    @Test
    void tokenShouldRejectWithoutLogInAndTellTheAuthor() {
        org.send(bob, Letter.from(bob, "An offer").to(team), team);
        String way = replyTo(org.inbox(admin).awaitOne());

        try (SmtpClient client = org.smtp()) {
            client.mail("");
            assertThat(client.rcpt(way).text()).startsWith("550 5.7.1");
            client.command("RSET");
            client.mail(STRANGER);
            assertThat(client.rcpt(way).code()).isEqualTo(250);
            assertThat(client.data(Letter.from(STRANGER, "Away")
                                    .to(way)
                                    .with("Auto-Submitted", "auto-replied")
                                    .body("approve\r\n")
                                    .bytes())
                            .text())
                    .startsWith("550 5.7.1");
            Organisation.send(
                    client,
                    STRANGER,
                    Letter.from(STRANGER, "Re")
                            .to(way)
                            .with("Content-Type", "text/html; charset=utf-8")
                            .body("<p>reject Wrong group</p><blockquote>approve</blockquote>\r\n"),
                    List.of(way));
        }

        assertThat(last(admin, 2).bodyText()).contains("You have rejected this message", "> Wrong group");
        await().atMost(Duration.ofSeconds(30)).until(() -> org.inbox(bob).messages().stream()
                .anyMatch(message -> message.bodyText().contains("> Wrong group")));
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages())
                .noneMatch(message -> message.first("List-Id").isPresent());
        assertThat(org.held(team)).isEmpty();
    }

    @Test
    void formerAdministratorsAndAlteredTokensShouldDecideNothing() {
        org.send(bob, Letter.from(bob, "The plan").to(team), team);
        String way = replyTo(org.inbox(admin).awaitOne());
        org.webadmin()
                .patch(Webadmin.group(team), Map.of("administrators", List.of(second)))
                .expect(200);

        org.send(admin, Letter.from(admin, "Re").to(way).body("approve\r\n"), way);

        assertThat(last(admin, 2).bodyText()).contains("you are no administrator of the group");
        int at = way.indexOf('+') + 1;
        String altered = way.substring(0, at) + (way.charAt(at) == 'a' ? 'b' : 'a') + way.substring(at + 1);
        assertThat(org.rcpt(altered).text()).startsWith("550 5.7.1");
        assertThat(org.held(team)).hasSize(1);
    }
}
