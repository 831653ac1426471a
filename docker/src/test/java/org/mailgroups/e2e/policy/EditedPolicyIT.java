// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Somebody has edited a policy in the database, past the product. A policy that cannot be read opens nothing. */
class EditedPolicyIT {
    @Test
    void groupShouldBeClosedUntilItsPolicyIsSetAnew() throws Exception {
        try (EmbeddedPostgres postgresql = postgresql();
                SmtpSink sink = SmtpSink.start();
                ServerProcess server = Distribution.built()
                        .server("edited-policy", sink.port(), Distribution.withPostgresql(postgresql.getPort()))
                        .start()) {
            Organisation org = Organisation.on(server);
            String alice = org.user("alice");
            String bob = org.user("bob");
            String closed = org.openGroup("closed", bob);
            String waiting = org.openGroup("waiting", bob);
            String untouched = org.openGroup("untouched", bob);
            edit(postgresql, closed, "senders", "anyone ");
            edit(postgresql, waiting, "moderation", "???");
            server.stop();
            server.start();

            try (SmtpClient client = org.submission(alice)) {
                client.mail(alice);
                assertThat(client.rcpt(closed).text()).startsWith("550 5.7.1 ");
                assertThat(client.rcpt(waiting).code()).isEqualTo(250);
                assertThat(client.rcpt(untouched).code()).isEqualTo(250);
                assertThat(client.data(Letter.from(alice, "hello").bytes()).code())
                        .isEqualTo(250);
            }
            assertThat(explained(org, closed, alice)).isEqualTo("refuse");
            assertThat(explained(org, waiting, alice)).isEqualTo("hold");
            org.awaitHeld(waiting, 1);
            assertThat(org.inbox(bob).awaitOne().all("List-Id"))
                    .singleElement()
                    .asString()
                    .endsWith(Organisation.listId(untouched));

            org.change(closed, Map.of("senders", "internal"));
            org.send(alice, Letter.from(alice, "again").to(closed), closed);
            org.inbox(bob).await(2);
        }
    }

    private static EmbeddedPostgres postgresql() throws IOException {
        return EmbeddedPostgres.builder().start();
    }

    private static void edit(EmbeddedPostgres postgresql, String group, String column, String text)
            throws SQLException {
        try (Connection connection = postgresql.getPostgresDatabase().getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE mail_group SET " + column + " = ? WHERE address = ?")) {
            update.setString(1, text);
            update.setString(2, group);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static String explained(Organisation org, String group, String sender) {
        return org.webadmin()
                .get(Webadmin.group(group) + "/explain?sender=" + Webadmin.encode(sender) + "&authenticated=true")
                .expect(200)
                .json()
                .path("decision")
                .asText();
    }
}
