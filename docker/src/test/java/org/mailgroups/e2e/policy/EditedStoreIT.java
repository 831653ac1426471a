// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * Somebody has edited the database, past the product. A policy that cannot be read opens nothing. Failures that were
 * made a day older are of another day.
 */
class EditedStoreIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static EmbeddedPostgres postgresql;
    private static SmtpSink sink;
    private static ServerProcess server;

    private Organisation org;
    private String alice;
    private String bob;

    @BeforeAll
    static void start() throws IOException {
        postgresql = EmbeddedPostgres.builder().start();
        sink = SmtpSink.start();
        server = Distribution.built()
                .server("edited-store", sink.port(), Distribution.withPostgresql(postgresql.getPort()))
                .start();
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
        sink.close();
        postgresql.close();
    }

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(server);
        alice = org.user("alice");
        bob = org.user("bob");
    }

    @Test
    void groupShouldBeClosedUntilItsPolicyIsSetAnew() throws Exception {
        String closed = org.openGroup("closed", bob);
        String waiting = org.openGroup("waiting", bob);
        String untouched = org.openGroup("untouched", bob);
        edit("UPDATE mail_group SET senders = 'anyone ' WHERE address = ?", closed);
        edit("UPDATE mail_group SET moderation = '???' WHERE address = ?", waiting);
        server.stop();
        server.start();

        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice);
            assertThat(client.rcpt(closed).text()).startsWith("550 5.7.1 ");
            assertThat(client.rcpt(waiting).code()).isEqualTo(250);
            assertThat(client.rcpt(untouched).code()).isEqualTo(250);
            assertThat(client.data(Letter.from(alice, "hello").bytes()).code()).isEqualTo(250);
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

    @Test
    void memberShouldBeSuspendedAfterFailuresOnDifferentDaysAndResumedByACall() throws Exception {
        String gone = "gone@" + org.domain() + ".far";
        String good = "good@" + org.domain() + ".far";
        String team = org.group("team", good, gone);
        sink.answerRcptWith(recipient -> recipient.equals(gone) ? "550 5.1.1 no such user here" : "250 2.1.5 Ok");
        for (int day = 1; day <= 5; day++) {
            post(team, "to one who is gone");
            awaitCount(team, gone, day);
            assertThat(bounces(team, gone).path("suspended").asBoolean()).isEqualTo(day == 5);
            if (day < 5) {
                edit("UPDATE mail_group_bounce SET sent_day = sent_day - 1 WHERE address = ?", gone);
            }
        }
        assertThat(bounces(team, gone).path("lastStatus").asText()).isEqualTo("5.1.1");
        assertThat(bounces(team, gone).path("lastReply").asText()).isEqualTo("550 5.1.1 no such user here");
        assertThat(bounces(team, good).isMissingNode()).isTrue();
        assertThat(suspended(team)).containsExactly(gone);

        sink.reset();
        post(team, "while one is suspended");
        sink.awaitOne(good);
        org.awaitSettled();
        assertThat(sink.deliveriesTo(gone)).isEmpty();

        org.webadmin().delete(Webadmin.group(team) + "/bounces/" + gone).expect(204);
        post(team, "again");
        sink.awaitOne(gone);
        assertThat(suspended(team)).isEmpty();
        assertThat(bounces(team, gone).isMissingNode()).isTrue();
    }

    @Test
    void reportShouldCountOnceAndOnlyIfItIsOfTheMember() {
        String member = "member@" + org.domain() + ".far";
        String friend = "friend@" + org.domain() + ".far";
        String team = org.group("team", member, friend, bob);
        post(team, "hello");
        String returnPath = sink.awaitOne(member).sender();
        sink.awaitOne(friend);
        org.awaitSettled();
        int at = returnPath.indexOf('@');
        char digit = returnPath.charAt(at - 5) == 'a' ? 'b' : 'a';
        String forged = returnPath.substring(0, at - 5) + digit + returnPath.substring(at - 4);

        assertThat(report(forged, member, "5.1.1")).startsWith("550 5.1.1");
        report(returnPath, member, "5.1.1");
        report(returnPath, member, "5.1.1");
        report(returnPath, "stranger@" + org.domain() + ".far", "5.1.1");
        report(returnPath, bob, "5.1.1");
        report(returnPath, friend, "5.7.26");
        report(returnPath, friend, "5.2.2");
        awaitReports(team, 6);

        awaitCount(team, member, 1);
        assertThat(bounces(team, "")).hasSize(1);
    }

    private void post(String team, String subject) {
        org.send(alice, Letter.from(alice, subject).to(team), team);
    }

    private String report(String returnPath, String member, String status) {
        String content = "From: MAILER-DAEMON@mx.far\r\nTo: " + returnPath + "\r\nSubject: Undelivered\r\n"
                + "MIME-Version: 1.0\r\n"
                + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\n"
                + "It could not be delivered.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                + "Reporting-MTA: dns; mx.far\r\n\r\nFinal-Recipient: rfc822; " + member
                + "\r\nAction: failed\r\nStatus: " + status + "\r\nDiagnostic-Code: smtp; 550 " + status
                + " no\r\n\r\n--b--\r\n";
        try (SmtpClient client = org.smtp()) {
            client.mail("");
            Reply answer = client.rcpt(returnPath);
            return answer.code() == 250
                    ? client.data(content.getBytes(US_ASCII)).text()
                    : answer.text();
        }
    }

    /** Waits until so many reports about a group have been read, as the audit trail says. */
    private void awaitReports(String team, int count) {
        Awaitility.await(count + " reports").atMost(LIMIT).until(() -> reports(team), found -> found == count);
    }

    private static long reports(String team) throws IOException {
        return Files.readString(server.jamesLog(), UTF_8)
                .lines()
                .filter(line -> line.contains("reported group=\"" + team))
                .count();
    }

    private void awaitCount(String team, String member, int count) {
        Awaitility.await(count + " failures")
                .atMost(LIMIT)
                .until(() -> bounces(team, member).path("count").asInt(), found -> found == count);
    }

    /** Returns the failures of a member, or of all members. */
    private JsonNode bounces(String team, String member) {
        JsonNode items = org.webadmin()
                .get(Webadmin.group(team) + "/bounces")
                .expect(200)
                .json()
                .path("items");
        if (member.isEmpty()) {
            return items;
        }
        for (JsonNode item : items) {
            if (item.path("member").asText().equals(member)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    private List<String> suspended(String team) {
        List<String> members = new ArrayList<>();
        org.webadmin()
                .get(Webadmin.group(team) + "/members?state=suspended")
                .expect(200)
                .json()
                .path("items")
                .forEach(member -> members.add(member.path("address").asText()));
        return members;
    }

    private static void edit(String sql, String address) throws SQLException {
        try (Connection connection = postgresql.getPostgresDatabase().getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, address);
            assertThat(update.executeUpdate()).isPositive();
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
