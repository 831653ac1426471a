// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Misbehaviour;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;

/**
 * What one client may do before the server has enough of it. Each test is a client of its own: another address of
 * loopback. The address of all other tests has no limits.
 */
class ClientLimitIT {
    private static ServerProcess server;

    private final Organisation org = Organisation.on(server);
    private final String alice = org.user("alice");
    private final int smtp = server.ports().smtp();
    private final int submission = server.ports().submission();

    @BeforeAll
    static void start() {
        Distribution distribution = Distribution.built();
        server = distribution
                .server(
                        "client-limits",
                        1,
                        distribution.withConfiguration(
                                "client-limits", "smtpserver.xml", Misbehaviour::limitAllBut127001))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void assertServed(Organisation org, String alice) {
        org.send(alice, Letter.from(alice, "served"), alice);
        org.inbox(alice).await(1);
    }

    @Test
    void connectionShouldBeRefusedWhenAClientHasTooMany() {
        List<SmtpClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                open.add(SmtpClient.connectFrom("127.0.1.1", smtp));
            }
            assertThat(open).allMatch(client -> client.greeting().code() == 220);
            for (int i = 0; i < 5; i++) {
                try (SmtpClient tooMany = SmtpClient.connectFrom("127.0.1.1", smtp)) {
                    assertThat(tooMany.greeting().text()).startsWith("421 4.7.0 ");
                    assertThat(tooMany.isClosedByServer()).isTrue();
                }
            }
            try (SmtpClient other = SmtpClient.connectFrom("127.0.1.2", smtp)) {
                assertThat(other.greeting().code()).isEqualTo(220);
            }
            assertServed(org, alice);
        } finally {
            open.forEach(SmtpClient::close);
        }
        Awaitility.await("the closed connections count no more").until(() -> {
            try (SmtpClient again = SmtpClient.connectFrom("127.0.1.1", smtp)) {
                return again.greeting().code() == 220;
            }
        });
    }

    @Test
    void connectionShouldBeRefusedWhenAClientConnectsTooOften() {
        Reply last = null;
        for (int i = 0; i < 301; i++) {
            try (SmtpClient client = SmtpClient.connectFrom("127.0.2.1", smtp)) {
                last = client.greeting();
            }
        }
        assertThat(last.text()).startsWith("421 4.7.0 ");
        assertServed(org, alice);
    }

    @Test
    void connectionShouldEndWhenAClientSaysNonsense() {
        for (String nonsense :
                List.of("JUNK", "x".repeat(5000), "NO\rOP", "MAIL", "RCPT TO:<x@elsewhere.test>", "AUTH")) {
            try (SmtpClient client = SmtpClient.connectFrom("127.0.3.1", smtp)) {
                client.command("EHLO client.test");
                for (int i = 0; i < 20; i++) {
                    assertThat(client.command(nonsense).isPermanentFailure()).isTrue();
                }
                assertThat(client.command(nonsense).text()).startsWith("421 4.7.0 ");
                assertThat(client.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void connectionShouldEndWhenAClientTriesManyAddresses() {
        Reply last = null;
        for (int i = 0; i < 61; i++) {
            try (SmtpClient client = SmtpClient.connectFrom("127.0.4.1", smtp)) {
                client.command("EHLO client.test");
                client.mail("x@elsewhere.test");
                last = client.rcpt(org.address("nobody" + i));
            }
        }
        assertThat(last.text()).startsWith("421 4.7.0 ");
    }

    @Test
    void recipientsShouldBePutOffWhenThereAreTooMany() {
        try (SmtpClient client = SmtpClient.connectFrom("127.0.5.1", smtp)) {
            client.command("EHLO client.test");
            client.mail("x@elsewhere.test");
            for (int i = 0; i < 1000; i++) {
                assertThat(client.rcpt(alice).code()).isEqualTo(250);
            }
            assertThat(client.rcpt(alice).text()).startsWith("452 4.5.3 ");
            client.command("RSET");
            client.mail("x@elsewhere.test");
            assertThat(client.rcpt(alice).text()).startsWith("451 4.7.0 ");
        }
        assertServed(org, alice);
    }

    @Test
    void nobodyShouldLogInFromAnAddressThatHasGuessedPasswords() {
        for (int i = 0; i < 20; i++) {
            try (SmtpClient client = SmtpClient.connectFrom("127.0.6.1", submission)) {
                client.command("EHLO client.test");
                assertThat(client.authenticate(alice, "wrong" + i).code()).isEqualTo(535);
            }
        }
        try (SmtpClient client = SmtpClient.connectFrom("127.0.6.1", submission)) {
            client.command("EHLO client.test");
            assertThat(client.authenticate(alice, "secret").text()).startsWith("421 4.7.0 ");
            assertThat(client.isClosedByServer()).isTrue();
        }
        try (SmtpClient other = SmtpClient.connectFrom("127.0.6.2", submission)) {
            other.command("EHLO client.test");
            assertThat(other.authenticate(alice, "secret").code()).isEqualTo(235);
        }
        assertServed(org, alice);
    }

    @Test
    void guessesShouldEndTheConnectionWhenTheyComeInOne() {
        try (SmtpClient client = SmtpClient.connectFrom("127.0.7.1", submission)) {
            client.command("EHLO client.test");
            Reply last = client.authenticate(alice, "wrong");
            for (int i = 0; i < 20 && last.code() == 535; i++) {
                last = client.authenticate(alice, "wrong" + i);
            }
            assertThat(last.text()).startsWith("421 4.7.0 ");
        }
    }

    /** They are half open, slow, endless, loud, or guess passwords; each is a client of its own. */
    @Test
    void ordinaryMailShouldBeServedWhileAHundredConnectionsMisbehave() throws Exception {
        try (Misbehaviour crowd = Misbehaviour.begin(server.ports(), alice, 100)) {
            for (int i = 0; i < 5; i++) {
                assertServed(org, alice);
                try (SmtpClient client = org.smtp()) {
                    Organisation.send(
                            client, "x@elsewhere.test", Letter.from("x@elsewhere.test", "in"), List.of(alice));
                }
            }
            assertThat(org.inbox(alice).await(10)).hasSize(10);
            assertThat(crowd.acts()).as("the crowd was busy meanwhile").isPositive();
        }
    }
}
