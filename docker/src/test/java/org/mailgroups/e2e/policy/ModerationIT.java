// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;
import org.mailgroups.e2e.harness.Webadmin.Answer;

/** Messages that wait for an administrator, from their arrival to the decision. */
class ModerationIT {
    private static final String STRANGER = "stranger@elsewhere.test";
    private static final String EXTERNAL = "member@far.test";

    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    private String admin;
    private String bob;
    private String carol;
    private String dave;
    private String team;

    @BeforeEach
    void found() {
        sink.reset();
        found(SharedServer.besideSink());
    }

    private void found(ServerProcess server) {
        org = Organisation.on(server);
        admin = org.user("admin");
        bob = org.user("bob");
        carol = org.user("carol");
        dave = org.user("dave");
        team = org.group("team", bob, EXTERNAL, org.group("inner", carol, bob));
        org.webadmin()
                .patch(
                        Webadmin.group(team),
                        Map.of("administrators", List.of(admin), "settings", Map.of("moderation", "outsiders")))
                .expect(200);
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    private static void strangerSends(Organisation org, Letter letter, String... recipients) {
        try (SmtpClient client = org.smtp()) {
            Organisation.send(client, STRANGER, letter, List.of(recipients));
        }
    }

    private String onlyHeld() {
        return org.awaitHeld(team, 1).get(0).path("id").asText();
    }

    private Answer decide(String id, String action) {
        return org.webadmin()
                .call("POST", Organisation.held(team, id) + "?action=" + action, Optional.empty(), Map.of());
    }

    private Answer reject(String id, String comment) {
        return org.webadmin().post(Organisation.held(team, id) + "?action=reject", Map.of("comment", comment));
    }

    @Test
    void messageFromOutsideShouldWaitAndBeShown() {
        Letter letter = Letter.from(STRANGER, "=?utf-8?q?Gr=C3=BC=C3=9Fe?=")
                .to(team)
                .with("X-Folded", "one\r\n two")
                .body("Grüße\r\n.\r\n..dots\r\nFrom here\r\n\ttab \r\n");
        strangerSends(org, letter, team);

        JsonNode listed = org.awaitHeld(team, 1).get(0);
        assertThat(listed.path("sender").asText()).isEqualTo(STRANGER);
        assertThat(listed.path("subject").asText()).isEqualTo("Grüße");
        assertThat(listed.path("receivedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
        assertThat(listed.path("size").asInt()).isGreaterThanOrEqualTo(letter.bytes().length);
        assertThat(listed.path("reason").asText()).contains("authenticated");

        String id = listed.path("id").asText();
        JsonNode shown =
                org.webadmin().get(Organisation.held(team, id)).expect(200).json();
        assertThat(shown.path("id").asText()).isEqualTo(id);
        assertThat(shown.path("excerpt").asText()).startsWith("Grüße\n");
        assertThat(listed.has("excerpt")).isFalse();
        assertThat(shown.path("headers").findValuesAsText("name")).contains("From", "Message-ID", "X-Folded");
        assertThat(shown.path("headers").findValuesAsText("value")).contains("Grüße");

        Answer raw =
                org.webadmin().get(Organisation.held(team, id) + "?raw=true").expect(200);
        assertThat(raw.header("Content-Type").orElse("")).startsWith("message/rfc822");
        Received original = Received.parse(letter.bytes());
        Received kept = Received.parse(raw.body().getBytes(UTF_8));
        assertThat(kept.bodyOctets()).isEqualTo(original.bodyOctets());
        assertThat(kept.fields()).containsAll(original.fields());

        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).isEmpty();
        assertThat(sink.deliveries()).isEmpty();
    }

    @Test
    void approvedMessageShouldReachEveryMemberOnceAsItCame() {
        Letter letter = Letter.from(STRANGER, "to be approved")
                .to(team)
                .with("Reply-To", "<other@elsewhere.test>")
                .body("Grüße\r\n.\r\n..dots\r\nFrom here\r\n\ttab \r\n");
        strangerSends(org, letter, team);

        decide(onlyHeld(), "approve").expect(204);

        Received original = Received.parse(letter.bytes());
        List<Received> copies =
                List.of(org.inbox(bob).awaitOne(), org.inbox(carol).awaitOne());
        org.awaitQuiet();
        assertThat(sink.copies()).containsOnlyKeys(EXTERNAL).containsEntry(EXTERNAL, 1L);
        List<Received> all = new ArrayList<>(copies);
        all.add(sink.deliveriesTo(EXTERNAL).get(0).received());
        for (Received copy : all) {
            for (String field : List.of("From", "Date", "Message-ID", "Subject", "To", "Reply-To")) {
                assertThat(copy.all(field)).as(field).isEqualTo(original.all(field));
            }
            assertThat(copy.bodyOctets()).isEqualTo(original.bodyOctets());
            assertThat(copy.all("List-Id")).singleElement().asString().endsWith(Organisation.listId(team));
            assertThat(copy.raw()).doesNotContain("held-").doesNotContain(admin);
        }
        assertThat(org.inbox(bob).messages()).hasSize(1);
        assertThat(org.inbox(carol).messages()).hasSize(1);
        assertThat(org.held(team)).isEmpty();
    }

    @Test
    void approvalShouldDoNothingWhenItComesAgain() throws Exception {
        strangerSends(org, Letter.from(STRANGER, "once").to(team), team);
        String id = onlyHeld();

        List<Callable<Integer>> approvals = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            approvals.add(() -> decide(id, "approve").status());
        }
        ExecutorService threads = Executors.newFixedThreadPool(approvals.size());
        try {
            for (Future<Integer> status : threads.invokeAll(approvals)) {
                assertThat(status.get()).isEqualTo(204);
            }
        } finally {
            threads.shutdownNow();
        }
        org.inbox(bob).awaitOne();
        decide(id, "approve").expect(204);
        decide(id, "reject").expect(409);

        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).hasSize(1);
        assertThat(sink.copies()).containsOnlyKeys(EXTERNAL).containsEntry(EXTERNAL, 1L);
        org.webadmin().get(Organisation.held(team, id)).expect(404);
    }

    @Test
    void authorShouldBeToldWhenAnAuthenticatedMessageIsRejected() {
        org.change(team, Map.of("senders", "members"));
        Letter letter = Letter.from(dave, "rejected").to(team);
        org.send(dave, letter, team);

        String id = onlyHeld();
        reject(id, "Not in this group.\r\nSorry, Dave.").expect(204);
        reject(id, "Again").expect(204);
        decide(id, "reject").expect(204);
        decide(id, "approve").expect(409);

        Received notice = noticeAfterTheFirst(dave);
        assertThat(notice.bodyText()).contains("Not in this group.", "Sorry, Dave.", team, "rejected");
        assertThat(notice.raw()).doesNotContainPattern("(?<!\r)\n|\r(?!\n)");
        assertThat(notice.first("Auto-Submitted").orElse("")).startsWith("auto-");
        assertThat(notice.first("Return-Path")).contains("<>");
        org.awaitQuiet();
        assertThat(org.inbox(dave).messages()).hasSize(2);
        assertThat(org.inbox(bob).messages()).isEmpty();
        assertThat(sink.deliveries()).isEmpty();
    }

    /** Returns the second notice: the first one says that the message waits. */
    private Received noticeAfterTheFirst(String author) {
        List<Received> notices = org.inbox(author).await(2);
        assertThat(notices)
                .filteredOn(notice -> notice.bodyText().contains("waits until"))
                .hasSize(1);
        return notices.stream()
                .filter(notice -> !notice.bodyText().contains("waits until"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void manyShouldBeDecidedAtOnceOrNone() {
        for (int i = 0; i < 4; i++) {
            strangerSends(org, Letter.from(STRANGER, "many " + i).to(team), team);
        }
        List<String> ids = org.awaitHeld(team, 4).stream()
                .map(held -> held.path("id").asText())
                .toList();
        String path = Webadmin.group(team) + "/held?action=";

        org.webadmin()
                .post(path + "approve", Map.of("ids", List.of(ids.get(0), team)))
                .expect(404);
        assertThat(org.held(team)).hasSize(4);
        org.webadmin()
                .post(path + "reject", Map.of("ids", List.of(ids.get(0)), "comment", "No"))
                .expect(204);
        org.webadmin().post(path + "approve", Map.of("ids", ids)).expect(409);
        assertThat(org.held(team)).hasSize(3);
        org.webadmin().post(path + "approve", Map.of("ids", ids.subList(1, 4))).expect(204);
        org.webadmin()
                .withToken(Optional.empty())
                .post(path + "approve", Map.of("ids", ids))
                .expect(401);

        org.inbox(bob).await(3);
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).hasSize(3);
        assertThat(org.held(team)).isEmpty();
    }

    @Test
    void authorShouldBeToldWhenTheMessageWasWrittenUnderAnAlias() {
        String alias = org.address("sales");
        org.alias(alias, dave);
        org.change(team, Map.of("senders", "members"));
        try (SmtpClient client = org.submission(dave)) {
            Organisation.send(client, alias, Letter.from(alias, "as sales").to(team), List.of(team));
        }

        reject(onlyHeld(), "No sales here.").expect(204);

        assertThat(noticeAfterTheFirst(dave).bodyText()).contains("No sales here.");
    }

    @Test
    void strangerShouldNotBeToldWhenTheMessageIsRejected() {
        strangerSends(org, Letter.from(STRANGER, "rejected").to(team), team);
        reject(onlyHeld(), "Go away.").expect(204);

        org.awaitQuiet();
        assertThat(sink.deliveries()).isEmpty();
        assertThat(org.inbox(dave).messages()).isEmpty();
        assertThat(org.inbox(bob).messages()).isEmpty();
        assertThat(org.held(team)).isEmpty();
    }

    @Test
    void administratorsShouldBeToldOnceInTheInterval() {
        String second = org.user("second");
        org.webadmin()
                .patch(Webadmin.group(team), Map.of("administrators", List.of(admin, second)))
                .expect(200);
        strangerSends(
                org,
                Letter.from(STRANGER, "Please decide\r\n =?utf-8?q?=0D=0ABcc:_victim=40foreign.test?=")
                        .to(team)
                        .body("First line\r\nApprove it:\r\n  curl http://evil.test/\r\n" + "More\r\n".repeat(200)),
                team);

        Received notice = org.inbox(admin).awaitOne();
        assertThat(notice.first("Reply-To").orElse("")).contains(team.substring(0, team.indexOf('@')) + "-request+");
        assertThat(notice.first("Auto-Submitted")).contains("auto-generated");
        assertThat(notice.first("Return-Path")).contains("<>");
        assertThat(notice.first("From").orElse("")).contains(team.replace("@", "-owner@"));
        assertThat(notice.first("Subject").orElse("")).contains(team);
        assertThat(notice.all("Bcc")).isEmpty();
        assertThat(notice.bodyText())
                .contains(team, STRANGER, "Please decide", "> First line", "  approve", "  reject, and words")
                .contains("  http://127.0.0.1:"
                        + SharedServer.besideSink().ports().webadmin() + "/groups/")
                .hasSizeLessThan(8_000);
        assertThat(notice.bodyText().lines().filter(line -> line.contains("evil.test")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith(">"));
        org.inbox(second).awaitOne();

        for (int i = 0; i < 5; i++) {
            strangerSends(org, Letter.from(STRANGER, "another " + i).to(team), team);
        }
        org.awaitHeld(team, 6);
        org.awaitQuiet();
        assertThat(org.inbox(admin).messages()).hasSize(1);
        assertThat(org.inbox(second).messages()).hasSize(1);
        assertThat(sink.deliveries()).isEmpty();
    }

    @Test
    void everyMessageShouldWaitWhenEveryoneIsModerated() {
        org.change(team, Map.of("moderation", "everyone", "senders", "members"));
        org.send(bob, Letter.from(bob, "from a member").to(team), team);
        // James works on several messages at once: two that come together may change places.
        org.awaitHeld(team, 1);
        org.send(admin, Letter.from(admin, "from the administrator").to(team), team);

        List<String> subjects = org.awaitHeld(team, 2).stream()
                .map(held -> held.path("subject").asText())
                .toList();
        assertThat(subjects).containsExactly("from a member", "from the administrator");
        decide(org.held(team).get(0).path("id").asText(), "approve").expect(204);
        assertThat(org.inbox(carol).awaitOne().first("Subject")).contains("from a member");
    }

    @Test
    void approvalShouldConcernOneGroupOnly() {
        String other = org.group("other", dave);
        org.change(other, Map.of("moderation", "outsiders"));
        strangerSends(org, Letter.from(STRANGER, "to two").to(team, other), team, other);
        org.awaitHeld(other, 1);

        decide(onlyHeld(), "approve").expect(204);

        org.inbox(bob).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(dave).messages()).isEmpty();
        assertThat(org.held(other)).hasSize(1);
        String id = org.held(other).get(0).path("id").asText();
        decide(id, "approve").expect(404);
        org.webadmin().get(Organisation.held(team, id)).expect(404);
    }

    @Test
    void memberShouldGetOneCopyWhenAddressedDirectlyAsWell() {
        strangerSends(org, Letter.from(STRANGER, "both ways").to(team, bob), team, bob);
        org.inbox(bob).awaitOne();

        decide(onlyHeld(), "approve").expect(204);

        org.inbox(carol).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).singleElement().satisfies(copy -> assertThat(copy.all("List-Id"))
                .isEmpty());
        assertThat(sink.copies()).containsOnlyKeys(EXTERNAL).containsEntry(EXTERNAL, 1L);
    }

    @Test
    void memberShouldGetOneCopyWhenAnotherGroupHasTakenTheMessageAlready() {
        String open = org.group("open", bob, dave);
        org.change(open, Map.of("senders", "anyone"));
        strangerSends(org, Letter.from(STRANGER, "two groups").to(team, open), team, open);
        org.inbox(bob).awaitOne();
        org.webadmin().put(Webadmin.member(open, carol)).expect(204);

        decide(onlyHeld(), "approve").expect(204);

        org.inbox(carol).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).singleElement().satisfies(copy -> assertThat(copy.all("List-Id"))
                .singleElement()
                .asString()
                .endsWith(Organisation.listId(open)));
        assertThat(org.inbox(dave).messages()).hasSize(1);
    }

    @Test
    void approvedMessageShouldReachTheMembersOfThatMoment() {
        strangerSends(org, Letter.from(STRANGER, "later").to(team), team);
        String id = onlyHeld();
        org.webadmin().delete(Webadmin.member(team, bob)).expect(204);
        org.webadmin().delete(Webadmin.member(org.address("inner"), bob)).expect(204);
        org.webadmin().put(Webadmin.member(team, dave)).expect(204);

        decide(id, "approve").expect(204);

        org.inbox(dave).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).isEmpty();
    }

    @Test
    void heldMessagesShouldMoveWithTheGroup() {
        strangerSends(org, Letter.from(STRANGER, "before the move").to(team), team);
        String id = onlyHeld();
        String identifier = Organisation.listId(team);
        String crew = org.address("crew");
        org.webadmin().patch(Webadmin.group(team), Map.of("address", crew)).expect(200);
        team = crew;

        assertThat(onlyHeld()).isEqualTo(id);
        decide(id, "approve").expect(204);

        assertThat(org.inbox(bob).awaitOne().all("List-Id"))
                .singleElement()
                .asString()
                .endsWith(identifier);
    }

    @Test
    void heldMessagesShouldReachNobodyWhenTheGroupIsDisbanded() {
        strangerSends(org, Letter.from(STRANGER, "left behind").to(team), team);
        String id = onlyHeld();
        org.inbox(admin).awaitOne();

        org.webadmin().delete(Webadmin.group(team)).expect(204);

        org.webadmin().get(Webadmin.group(team) + "/held").expect(404);
        org.webadmin().get(Organisation.held(team, id)).expect(404);
        decide(id, "approve").expect(404);
        org.group("team", bob, EXTERNAL);
        assertThat(org.held(team)).isEmpty();
        decide(id, "approve").expect(404);
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).isEmpty();
        assertThat(sink.deliveries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2f..%2fadmin.jwt",
                "%2e%2e",
                "nothing",
                "held-x",
                "00000000-0000-0000-0000-000000000000",
                "'%3B%20DROP%20TABLE%20groups",
                "%00"
            })
    void idThatIsNoneShouldLeadNowhere(String id) {
        String path = Webadmin.group(team) + "/held/" + id;
        for (String query : List.of("", "?raw=true")) {
            assertThat(org.webadmin().get(path + query).status()).isIn(400, 404);
        }
        assertThat(org.webadmin()
                        .call("POST", path + "?action=approve", Optional.empty(), Map.of())
                        .status())
                .isIn(400, 404);
    }

    @Test
    void decisionThatIsNoneShouldBeRefused() {
        strangerSends(org, Letter.from(STRANGER, "undecided").to(team), team);
        String id = onlyHeld();
        String path = Organisation.held(team, id);

        for (String query : List.of("", "?action=", "?action=APPROVE", "?action=delete", "?action=approve&x=1")) {
            Answer answer = org.webadmin().call("POST", path + query, Optional.empty(), Map.of());
            assertThat(answer.status()).as(query).isEqualTo(400);
        }
        for (String body : List.of("{", "[]", "{\"comment\":1}", "{\"comments\":\"x\"}")) {
            Answer answer = org.webadmin().call("POST", path + "?action=reject", Optional.of(body), Map.of());
            assertThat(answer.status()).as(body).isEqualTo(400);
        }
        org.webadmin()
                .withToken(Optional.empty())
                .call("POST", path + "?action=approve", Optional.empty(), Map.of())
                .expect(401);
        org.webadmin().withToken(Optional.empty()).get(path + "?raw=true").expect(401);
        assertThat(onlyHeld()).isEqualTo(id);
    }

    @Test
    void decisionShouldBeAudited() throws Exception {
        strangerSends(org, Letter.from(STRANGER, "audited").to(team), team);
        String id = onlyHeld();
        decide(id, "approve").expect(204);
        org.inbox(bob).awaitOne();

        String log = Files.readString(SharedServer.besideSink().jamesLog(), ISO_8859_1)
                + Files.readString(SharedServer.besideSink().log(), ISO_8859_1);
        assertThat(log.lines().filter(line -> line.contains(id) && line.contains("approve")))
                .as("who approved what")
                .anyMatch(line -> line.contains(team));
    }

    @Test
    void heldMessagesShouldSurviveARestart() throws IOException {
        String rarely = "held.notifyMinutes=60";
        Map<String, String> configuration = Distribution.built()
                .withConfiguration(
                        "moderation",
                        "groups.properties",
                        text -> text.replaceFirst("held.notifyMinutes=\\d+", rarely));
        try (SmtpSink outside = SmtpSink.start();
                ServerProcess server = Distribution.built()
                        .server("moderation", outside.port(), configuration)
                        .start()) {
            found(server);
            strangerSends(org, Letter.from(STRANGER, "before the end").to(team), team);
            String first = onlyHeld();
            org.inbox(admin).awaitOne();
            strangerSends(org, Letter.from(STRANGER, "not announced yet").to(team), team);
            org.awaitHeld(team, 2);
            assertThat(org.inbox(admin).messages()).hasSize(1);

            server.kill();
            server.start();

            assertThat(org.held(team)).hasSize(2);
            assertThat(org.webadmin()
                            .get(Organisation.held(team, first) + "?raw=true")
                            .expect(200)
                            .body())
                    .contains("before the end");
            decide(first, "approve").expect(204);
            org.inbox(bob).awaitOne();
            server.stop();
            Path settings = Path.of(configuration.get("JAMES_MAIL_GROUPS_CONF")).resolve("groups.properties");
            Files.writeString(settings, Files.readString(settings).replace(rarely, "held.notifyMinutes=0"));
            server.start();
            decide(first, "approve").expect(204);
            org.awaitHeld(team, 1);

            assertThat(org.inbox(admin).await(2).get(1).bodyText())
                    .as("when the interval is over the administrators hear of the others")
                    .contains("not announced yet");
            org.awaitQuiet();
            assertThat(org.inbox(bob).messages()).hasSize(1);
            assertThat(outside.copies()).containsOnlyKeys(EXTERNAL).containsEntry(EXTERNAL, 1L);
        }
    }
}
