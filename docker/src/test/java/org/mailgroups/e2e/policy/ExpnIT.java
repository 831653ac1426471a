// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;

/** EXPN: who is in a group, for mail programs that log in. */
class ExpnIT {
    private Organisation org;
    private String alice;
    private String bob;
    private String dave;
    private String dev;
    private String team;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideSink());
        alice = org.user("alice");
        bob = org.user("bob");
        dave = org.user("dave");
        dev = org.group("dev", org.user("carol"));
        team = org.group("team", bob, dev, "friend@far.test");
        org.webadmin()
                .patch(Webadmin.group(team), Map.of("administrators", List.of(alice)))
                .expect(200);
    }

    private Reply expn(String user, String group) {
        try (SmtpClient client = org.submission(user)) {
            return client.command("EXPN " + group);
        }
    }

    @ParameterizedTest
    @CsvSource({"anyone, 250, 250, 250", "members, 250, 250, 550", "administrators, 250, 550, 550"})
    void membersShouldBeNamedAsTheirVisibilitySays(String visibility, int administrator, int member, int user) {
        org.change(team, Map.of("memberVisibility", visibility));

        assertThat(expn(alice, team).code()).isEqualTo(administrator);
        assertThat(expn(bob, team).code()).isEqualTo(member);
        assertThat(expn(dave, team).code()).isEqualTo(user);
        assertThat(expn(alice, team).lines())
                .containsExactly("2.1.5 <" + bob + '>', "2.1.5 <" + dev + '>', "2.1.5 <friend@far.test>");
    }

    @Test
    void groupThatIsNotListedShouldBeAsUnknownAsAnyAddress() {
        org.change(team, Map.of("memberVisibility", "anyone", "listed", false));

        Reply unknown = expn(dave, org.address("nobody"));
        assertThat(unknown.text()).isEqualTo("550 5.1.1 There is no such group");
        for (String address : List.of(team, bob, "friend@far.test", org.address("team-owner"))) {
            assertThat(expn(dave, address)).isEqualTo(unknown);
        }
        assertThat(expn(bob, team).code()).isEqualTo(250);
    }

    @Test
    void commandShouldBeThereForThoseWhoHaveLoggedIn() {
        try (SmtpClient server = org.smtp()) {
            assertThat(server.capabilities()).doesNotContain("EXPN");
            assertThat(server.command("EXPN " + team).code()).isEqualTo(502);
        }
        try (SmtpClient client =
                SmtpClient.connect(SharedServer.besideSink().ports().submission())) {
            assertThat(client.capabilities()).doesNotContain("EXPN");
            assertThat(client.command("EXPN " + team).code()).isEqualTo(502);
        }
        try (SmtpClient client = org.submission(bob)) {
            assertThat(client.command("EHLO client.test").lines()).contains("EXPN");
            assertThat(client.command("EXPN <" + team + '>').code()).isEqualTo(250);
            assertThat(client.command("EXPN").code()).isEqualTo(501);
            assertThat(client.command("EXPN team").code()).isEqualTo(501);
            assertThat(client.mail(bob).isPositive()).isTrue();
            assertThat(client.command("EXPN " + team).code()).isEqualTo(250);
            assertThat(client.rcpt(team).isPositive())
                    .as("the transaction goes on")
                    .isTrue();
        }
    }

    @Test
    void userWhoGoesThroughNamesShouldWait() {
        try (SmtpClient client = org.submission(dave)) {
            // A minute may end in between, and with it one count of 30.
            assertThat(IntStream.range(0, 61).mapToObj(i -> client.command("EXPN " + org.address("name" + i))))
                    .extracting(Reply::code)
                    .contains(550, 450)
                    .containsOnly(550, 450);
        }
        assertThat(expn(bob, team).code()).isEqualTo(250);
    }
}
