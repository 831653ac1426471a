// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;
import org.mailgroups.e2e.harness.Webadmin.Answer;

/** What a postmaster sees of a message on its way to the members, and can do about it. */
class PostingIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ServerProcess server = SharedServer.besideSink();
    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    private String alice;
    private String bob;
    private String good;
    private String gone;
    private String later;
    private String team;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(server);
        alice = org.user("alice");
        bob = org.user("bob");
        good = "good@" + org.domain() + ".far";
        gone = "gone@" + org.domain() + ".far";
        later = "later@" + org.domain() + ".far";
        team = org.group("team", bob, good, gone, later);
        sink.answerRcptWith(recipient -> {
            if (recipient.equals(gone)) {
                return "550 5.1.1 no such user here";
            }
            return recipient.equals(later) ? "451 4.3.0 not now" : "250 2.1.5 Ok";
        });
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    private Answer get(String rest) {
        return org.webadmin().get(Webadmin.group(team) + "/postings" + rest);
    }

    private Answer act(String id, String action) {
        return org.webadmin().call("POST", "/postings/" + id + "?action=" + action, Optional.empty(), Map.of());
    }

    private JsonNode await(Predicate<JsonNode> condition) {
        return Awaitility.await("the posting")
                .atMost(LIMIT)
                .until(() -> get("").expect(200).json().path("items").path(0), condition);
    }

    /** Waits until only the one who was told to wait has no final answer. */
    private JsonNode awaitTried() {
        return await(posting -> posting.path("recipients").path("waiting").asInt(-1) == 1
                && recipient(posting.path("id").asText(), later)
                                .path("attempts")
                                .asInt()
                        == 1);
    }

    private List<JsonNode> recipients(String id, String query) {
        List<JsonNode> recipients = new ArrayList<>();
        get("/" + id + "/recipients" + query).expect(200).json().path("items").forEach(recipients::add);
        return recipients;
    }

    private JsonNode recipient(String id, String address) {
        return recipients(id, "?q=" + Webadmin.encode(address)).get(0);
    }

    private List<String> addresses(String id, String state) {
        return recipients(id, "?state=" + state).stream()
                .map(recipient -> recipient.path("address").asText())
                .toList();
    }

    private List<String> listed(String path) {
        List<String> ids = new ArrayList<>();
        org.webadmin()
                .get(path)
                .expect(200)
                .json()
                .path("items")
                .forEach(posting -> ids.add(posting.path("id").asText()));
        return ids;
    }

    @Test
    void postingShouldShowWhatBecameOfEachCopyAndBeTriedAtOnceWhenAsked() {
        Letter letter = Letter.from(alice, "=?utf-8?q?Reuni=C3=B3n?=").to(team);
        org.send(alice, letter, team);

        JsonNode posting = awaitTried();
        String id = posting.path("id").asText();
        String messageId = Received.parse(letter.bytes()).first("Message-ID").orElseThrow();
        assertThat(posting.path("author").asText()).isEqualTo(alice);
        assertThat(posting.path("subject").asText()).isEqualTo("Reunión");
        assertThat(posting.path("messageId").asText()).isEqualTo(messageId);
        assertThat(posting.path("size").asLong()).isGreaterThanOrEqualTo(letter.bytes().length);
        assertThat(posting.path("state").asText()).isEqualTo("waiting");
        assertThat(posting.path("recipients"))
                .hasToString("{\"waiting\":1,\"delivered\":2,\"handedOver\":0,\"failed\":1,"
                        + "\"suspended\":0,\"excluded\":0}");
        assertThat(get("/" + id).expect(200).json()).isEqualTo(posting);

        assertThat(addresses(id, "delivered")).containsExactlyInAnyOrder(good, bob);
        JsonNode refused = recipient(id, gone);
        assertThat(refused.path("state").asText()).isEqualTo("failed");
        assertThat(refused.path("copy").asText()).isEqualTo(team);
        assertThat(refused.path("server").asText()).isNotEmpty();
        assertThat(refused.path("reply").asText()).isEqualTo("550 5.1.1 no such user here");
        assertThat(refused.has("nextAt")).isFalse();
        JsonNode waiting = recipient(id, later);
        assertThat(waiting.path("reply").asText()).isEqualTo("451 4.3.0 not now");
        assertThat(Instant.parse(waiting.path("nextAt").asText()))
                .isAfter(Instant.parse(waiting.path("lastAt").asText()));

        String here = Webadmin.group(team) + "/postings?";
        assertThat(listed(here + "q=reunion")).containsExactly(id);
        assertThat(listed(here + "q=presupuesto")).isEmpty();
        assertThat(listed(here + "messageId=" + Webadmin.encode(messageId))).containsExactly(id);
        assertThat(listed(here + "member=" + Webadmin.encode(gone))).containsExactly(id);
        assertThat(listed(here + "member=" + Webadmin.encode(alice))).isEmpty();
        assertThat(listed("/postings?state=waiting")).contains(id);

        sink.answerRcptWith(recipient -> "250 2.1.5 Ok");
        act(id, "retry").expect(204);
        act(id, "retry").expect(204);

        sink.awaitOne(later);
        await(now -> now.path("state").asText().equals("failed"));
        assertThat(addresses(id, "delivered")).containsExactlyInAnyOrder(bob, good, later);
        assertThat(recipient(id, later).path("attempts").asInt()).isEqualTo(2);
        assertThat(listed("/postings?state=failed")).contains(id);
        assertThat(sink.deliveriesTo(later)).hasSize(1);
        assertThat(sink.deliveriesTo(good)).hasSize(1);
        assertThat(sink.deliveriesTo(gone)).isEmpty();
    }

    @Test
    void postingShouldEndForThoseWhoWaitWhenItIsCancelled() throws IOException {
        org.send(alice, Letter.from(alice, "An error").to(team), team);
        String id = awaitTried().path("id").asText();
        assertThat(server.data().resolve("postings").resolve(id)).exists();

        act(id, "cancel").expect(204);
        act(id, "cancel").expect(204);

        JsonNode posting = get("/" + id).expect(200).json();
        assertThat(posting.path("state").asText()).isEqualTo("cancelled");
        assertThat(posting.path("recipients").path("waiting").asInt()).isZero();
        assertThat(addresses(id, "failed")).containsExactlyInAnyOrder(gone, later);
        assertThat(recipient(id, later).path("reply").asText()).startsWith("The posting was cancelled by ");
        assertThat(recipient(id, gone).path("reply").asText()).startsWith("550");
        assertThat(server.data().resolve("postings").resolve(id)).doesNotExist();
        act(id, "retry").expect(409);
        // The log is written by a thread of its own.
        Awaitility.await("the line in the audit trail")
                .atMost(LIMIT)
                .until(() -> cancellations(id), count -> count == 1);
    }

    private long cancellations(String id) throws IOException {
        return Files.readString(server.jamesLog(), UTF_8)
                .lines()
                .filter(line -> line.contains("posting-cancelled by=\"") && line.contains(id))
                .count();
    }
}
