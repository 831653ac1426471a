// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.MembersDoor;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Users ask to join, people elsewhere confirm what they want, and members choose what they get. */
class JoiningIT {
    private static final String URL = "https://groups.example.net";
    private static final String PASSWORD = "secret";
    private static final String ANN = "ann@far.test";
    private static final String EVE = "eve@far.test";
    private static final Pattern LINK = Pattern.compile(Pattern.quote(URL) + "(/l/[a-z2-7]{40})");

    private static SmtpSink sink;
    private static ServerProcess server;

    private Organisation org;
    private String admin;
    private String bob;
    private String carol;
    private String team;

    @BeforeAll
    static void start() {
        sink = SmtpSink.start();
        server = Distribution.built()
                .server("joining", sink.port(), Map.of("JAVA_OPTS", "-Dmailgroups.members.publicUrl=" + URL))
                .start();
    }

    @AfterAll
    static void stop() {
        server.stop();
        sink.close();
    }

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(server);
        admin = org.user("admin");
        bob = org.user("bob");
        carol = org.user("carol");
        team = org.group("team", carol, ANN);
        org.webadmin()
                .patch(Webadmin.group(team), Map.of("administrators", List.of(admin)))
                .expect(200);
    }

    private Set<String> members() {
        Set<String> members = new HashSet<>();
        for (JsonNode member : org.webadmin()
                .get(Webadmin.group(team) + "/members")
                .expect(200)
                .json()
                .path("items")) {
            members.add(member.path("address").asText());
        }
        return members;
    }

    private Reply write(String person, String field, String recipient) {
        try (SmtpClient client = org.smtp()) {
            client.mail(person);
            Reply reply = client.rcpt(recipient);
            Letter letter = Letter.from(person, "BUY NOW").to(recipient);
            return reply.code() == 250
                    ? client.data((field.isEmpty() ? letter : letter.with("Auto-Submitted", field)).bytes())
                    : reply;
        }
    }

    private Received awaitMail(String user, String subject) {
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> org.inbox(user).messages().stream().anyMatch(mail -> isAbout(mail, subject)));
        return org.inbox(user).messages().stream()
                .filter(mail -> isAbout(mail, subject))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAbout(Received mail, String subject) {
        return mail.first("Subject").orElse("").contains(subject);
    }

    private static String replyTo(Received mail) {
        return mail.first("Reply-To").orElseThrow().replaceAll("[<>\\s]", "");
    }

    private static String link(Received mail) {
        Matcher link = LINK.matcher(mail.bodyText());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    @Test
    void userShouldAskByMailAndAnAdministratorLetHimInByAReply() {
        org.change(team, Map.of("join", "request"));
        String join = org.address("team-join");

        org.send(bob, Letter.from(bob, "Please").to(join), join);

        assertThat(awaitMail(bob, "Auto: Please").bodyText()).contains("You have asked to join", team);
        Received notice = awaitMail(admin, "A request to join");
        assertThat(notice.bodyText()).contains("Asks to join: " + bob);
        assertThat(members()).doesNotContain(bob);

        String way = replyTo(notice);
        org.send(admin, Letter.from(admin, "Re").to(way).body("approve\r\n"), way);

        assertThat(awaitMail(bob, "Your request to join").bodyText()).contains("let you in");
        assertThat(members()).contains(bob);
        org.send(carol, Letter.from(carol, "News of the choir").to(team), team);
        awaitMail(bob, "News of the choir");
    }

    @Test
    void linkOfANoticeShouldDecideFromThePageAlone() {
        org.change(team, Map.of("join", "request"));
        MembersDoor door = MembersDoor.of(server);
        assertThat(door.send(door.as(bob, PASSWORD, "/api/groups/" + team + "/join")
                                .POST(BodyPublishers.noBody()))
                        .body())
                .isEqualTo("{\"result\":\"requested\"}");

        String path = link(awaitMail(admin, "A request to join"));

        assertThat(door.send(door.request(path)).statusCode()).isEqualTo(303);
        assertThat(door.send(door.request("/api" + path)).body()).contains(bob);
        assertThat(door.send(door.request(path + "?action=approve").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(members()).doesNotContain(bob);
        assertThat(door.send(door.request(path + "?action=approve")
                                .header("Sec-Fetch-Site", "same-origin")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(members()).contains(bob);
    }

    @Test
    void memberElsewhereShouldLeaveByTheReplyToOneQuestion() {
        String leave = org.address("team-leave");

        assertThat(write(ANN, "", leave).code()).isEqualTo(250);
        assertThat(write(ANN, "", leave).code()).as("again").isEqualTo(250);
        assertThat(write("nobody@far.test", "", leave).code()).as("no member").isEqualTo(250);
        assertThat(write(ANN, "auto-replied", leave).isPermanentFailure()).isTrue();

        SmtpSink.Delivery question = sink.awaitOne(ANN);
        org.awaitQuiet();
        assertThat(sink.deliveries()).hasSize(1);
        assertThat(question.sender()).isEmpty();
        assertThat(question.message()).doesNotContain("BUY NOW");
        assertThat(members()).contains(ANN);

        assertThat(write(ANN, "", replyTo(question.received())).code()).isEqualTo(250);
        org.awaitQuiet();
        assertThat(members()).doesNotContain(ANN);
        org.send(carol, Letter.from(carol, "After").to(team), team);
        org.awaitQuiet();
        assertThat(sink.deliveriesTo(ANN))
                .as("the question and that it is done")
                .hasSize(2);
    }

    @Test
    void personElsewhereShouldJoinAnOpenGroupByTheLinkOfTheQuestion() {
        String join = org.address("team-join");
        assertThat(write(EVE, "", join).text()).as("closed").startsWith("550 5.7.1");
        org.change(team, Map.of("join", "open"));
        MembersDoor door = MembersDoor.of(server);

        assertThat(write(EVE, "", join).code()).isEqualTo(250);
        String path = link(sink.awaitOne(EVE).received());
        assertThat(door.send(door.request(path)).statusCode()).isEqualTo(303);
        assertThat(members()).doesNotContain(EVE);
        assertThat(door.send(door.request(path)
                                .header("Sec-Fetch-Site", "same-origin")
                                .POST(BodyPublishers.noBody()))
                        .body())
                .isEqualTo("{\"result\":\"joined\"}");

        assertThat(members()).contains(EVE);
    }

    @Test
    void memberShouldGetWhatHeHasChosen() {
        MembersDoor door = MembersDoor.of(server);
        String delivery = "/api/groups/" + team + "/delivery";
        assertThat(door.send(door.as(carol, PASSWORD, delivery)
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString("{\"ownCopy\":false}")))
                        .statusCode())
                .isEqualTo(204);
        org.webadmin().put(Webadmin.member(team, bob), Map.of()).expect(204);
        door.send(door.as(bob, PASSWORD, delivery)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"delivery\":\"none\"}")));

        org.send(carol, Letter.from(carol, "Of carol").to(team), team);
        org.send(admin, Letter.from(admin, "Of admin").to(team), team);

        awaitMail(carol, "Of admin");
        sink.awaitOne(ANN);
        org.awaitQuiet();
        assertThat(org.inbox(carol).messages()).noneMatch(mail -> isAbout(mail, "Of carol"));
        assertThat(org.inbox(bob).messages()).isEmpty();
        assertThat(members()).contains(bob, carol);
        assertThat(org.webadmin()
                        .get(Webadmin.group(team) + "/recipients")
                        .expect(200)
                        .body())
                .contains(carol, ANN)
                .doesNotContain(bob);
        assertThat(org.webadmin()
                        .get(Webadmin.member(team, bob))
                        .expect(200)
                        .json()
                        .path("delivery")
                        .asText())
                .isEqualTo("none");
        JsonNode newest = org.webadmin()
                .get(Webadmin.group(team) + "/postings")
                .expect(200)
                .json()
                .path("items");
        assertThat(newest.path(0).path("recipients").path("excluded").asInt()).isEqualTo(1);
        assertThat(newest.path(1).path("recipients").path("excluded").asInt()).isEqualTo(2);
    }
}
