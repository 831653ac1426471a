// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;

/** Strangers try to make the server send their mail to others. */
class RelayIT {
    private final SmtpSink sink = SharedServer.sink();
    private final ServerProcess server = SharedServer.besideSink();
    private Organisation org;
    private String alice;
    private String team;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(server);
        alice = org.user("alice");
        team = org.openGroup("team", alice, "member@far.test");
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<victim@foreign.test>",
                "<team@foreign.test>",
                "<@OURS:victim@foreign.test>",
                "<@OURS,@foreign.test:victim@foreign.test>",
                "<victim%foreign.test@OURS>",
                "<team%foreign.test@OURS>",
                "<foreign.test!victim@OURS>",
                "<\"victim@foreign.test\"@OURS>",
                "<victim@foreign.test@OURS>",
                "<victim@OURS@foreign.test>",
                "<team@OURS@foreign.test>",
                "<team@OURS.foreign.test>",
                "<team+victim%foreign.test@foreign.test>",
                "<team@[127.0.0.2]>",
                "<@foreign.test>"
            })
    void strangerShouldNotReachAForeignAddress(String recipient) {
        String path = recipient.replace("OURS", org.domain());
        for (String sender : List.of("stranger@elsewhere.test", alice, team, "")) {
            try (SmtpClient client = org.smtp()) {
                client.mail(sender);
                Reply reply = client.command("RCPT TO:" + path);
                assertThat(reply.code()).as(path + " from " + sender).isBetween(400, 599);
                client.data(Letter.from("stranger@elsewhere.test", "relay").bytes());
            }
        }
        org.awaitQuiet();
        assertThat(sink.deliveries()).isEmpty();
    }

    @Test
    void submissionShouldNeedAuthentication() {
        try (SmtpClient client = SmtpClient.connect(server.ports().submission())) {
            Reply mail = client.mail(alice);
            Reply rcpt = mail.isPositive() ? client.rcpt("victim@foreign.test") : mail;
            assertThat(rcpt.isPermanentFailure()).isTrue();
        }
        try (SmtpClient client = SmtpClient.connect(server.ports().submission())) {
            assertThat(client.authenticate(alice, "wrong").code()).isEqualTo(535);
            Reply mail = client.mail(alice);
            assertThat((mail.isPositive() ? client.rcpt("victim@foreign.test") : mail).isPermanentFailure())
                    .isTrue();
        }
    }

    @Test
    void groupShouldNotBeASenderOfWhoeverAsks() {
        try (SmtpClient client = org.submission(alice)) {
            Reply mail = client.mail("somebody@foreign.test");
            Reply rcpt = mail.isPositive() ? client.rcpt(team) : mail;
            Reply last = rcpt.isPositive()
                    ? client.data(Letter.from("somebody@foreign.test", "not me").bytes())
                    : rcpt;
            assertThat(last.isPermanentFailure()).as(last.text()).isTrue();
        }
    }

    @Test
    void refusedPathShouldStillLetAGroupBeReachedInTheSameTransaction() {
        try (SmtpClient client = org.smtp()) {
            client.mail("stranger@elsewhere.test");
            assertThat(client.rcpt("victim@foreign.test").isPermanentFailure()).isTrue();
            assertThat(client.rcpt(team).code()).isEqualTo(250);
            assertThat(client.data(Letter.from("stranger@elsewhere.test", "half")
                                    .to(team)
                                    .bytes())
                            .code())
                    .isEqualTo(250);
        }
        org.inbox(alice).awaitOne();
        org.awaitQuiet();
        assertThat(sink.copies()).containsOnlyKeys("member@far.test");
    }
}
