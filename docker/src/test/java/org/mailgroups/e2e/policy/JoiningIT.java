// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;

/** Users who join groups by mail. */
class JoiningIT {
    private Organisation org;
    private String alice;
    private String bob;
    private String team;
    private String join;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideSink());
        alice = org.user("alice");
        bob = org.user("bob");
        team = org.group("team", org.group("crew", alice));
        join = org.address("team-join");
    }

    private String members() {
        return org.webadmin().get(Webadmin.group(team) + "/members").expect(200).body();
    }

    private Received answerTo(String user) {
        org.send(user, Letter.from(user, "hello").to(join), join);
        return org.inbox(user).awaitOne();
    }

    @Test
    void userShouldJoinAnOpenGroupAndGetItsMessages() {
        org.change(team, Map.of("join", "open"));

        Received answer = answerTo(bob);

        assertThat(answer.first("Auto-Submitted")).contains("auto-replied");
        assertThat(answer.first("From").orElse("")).contains(org.address("team-owner"));
        assertThat(answer.bodyText()).contains("You have joined team <" + team + ">", org.address("team-leave"));
        assertThat(members()).contains(bob);
        org.send(alice, Letter.from(alice, "Welcome").to(team), team);
        org.awaitSettled();
        assertThat(org.inbox(bob).messages()).hasSize(2);
    }

    @Test
    void whoHasLeftShouldGetMessagesAgain() {
        org.change(team, Map.of("join", "open"));
        String leave = org.address("team-leave");
        org.send(alice, Letter.from(alice, "bye").to(leave), leave);
        assertThat(org.inbox(alice).awaitOne().bodyText()).contains("You have left");

        org.send(alice, Letter.from(alice, "hello").to(join), join);
        org.awaitQuiet();
        org.send(bob, Letter.from(bob, "Welcome back").to(team), team);
        org.awaitSettled();

        assertThat(org.inbox(alice).messages())
                .anyMatch(message -> message.first("Subject").orElse("").contains("Welcome back"));
    }

    @Test
    void closedGroupShouldLetNobodyInAndSaySo() {
        assertThat(answerTo(bob).bodyText()).contains("You cannot join", org.address("team-owner"));

        assertThat(members()).doesNotContain(bob);
    }

    @Test
    void whoHasNotLoggedInShouldBeRefused() {
        org.change(team, Map.of("join", "open"));

        try (SmtpClient client = org.smtp()) {
            for (String sender : new String[] {"stranger@elsewhere.test", ""}) {
                client.mail(sender);
                assertThat(client.rcpt(join).text()).startsWith("550 5.7.1").contains("logs in");
                client.command("RSET");
            }
        }
        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice);
            assertThat(client.rcpt(join).code()).isEqualTo(250);
            assertThat(client.data(Letter.from(bob, "forged").to(join).bytes()).text())
                    .startsWith("550 5.7.1");
        }
        org.awaitQuiet();
        assertThat(members()).doesNotContain(bob);
    }
}
