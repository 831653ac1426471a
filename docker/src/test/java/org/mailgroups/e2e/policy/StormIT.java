// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * More messages than people write. Beyond the limits of the shipped configuration they are held, and none is lost.
 */
class StormIT {
    private static final int PER_SENDER = 20;
    private static final int PER_GROUP = 60;
    private static final int REPLIES = 30;

    private Organisation org;
    private String witness;
    private String team;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        witness = org.user("witness");
        team = org.group("team", witness);
    }

    private List<String> users(int count) {
        return IntStream.range(0, count).mapToObj(i -> org.user("user" + i)).toList();
    }

    /** Sends all messages over one connection, without a pause, and returns their subjects. */
    private List<String> send(String author, int count, String subject) {
        List<String> subjects = new ArrayList<>();
        try (SmtpClient client = org.submission(author)) {
            for (int i = 0; i < count; i++) {
                String numbered = subject.replace("#", author + ' ' + i);
                subjects.add(numbered);
                Organisation.send(
                        client,
                        author,
                        Letter.from(author, numbered).to(team).with("X-Number", Integer.toString(i)),
                        List.of(team));
            }
        }
        return subjects;
    }

    private void assertDeliveredAndHeld(List<String> sent, int delivered) {
        List<String> held = org.awaitHeld(team, sent.size() - delivered).stream()
                .map(message -> message.path("subject").asText())
                .toList();
        org.awaitQuiet();
        List<String> arrived = org.inbox(witness).messages().stream()
                .map(message -> message.first("Subject").orElse(""))
                .toList();
        assertThat(arrived).hasSize(delivered);
        assertThat(Stream.concat(held.stream(), arrived.stream()).toList())
                .as("each one either arrived or waits")
                .containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void messagesOfOneSenderShouldWaitBeyondTheLimit() {
        String alice = org.user("alice");
        String bob = org.user("bob");
        List<String> sent = new ArrayList<>(send(alice, PER_SENDER + 5, "runaway #"));
        assertDeliveredAndHeld(sent, PER_SENDER);

        sent.addAll(send(bob, 1, "somebody else #"));
        assertDeliveredAndHeld(sent, PER_SENDER + 1);

        String id = org.held(team).get(0).path("id").asText();
        org.webadmin()
                .call("POST", Organisation.held(team, id) + "?action=approve", Optional.empty(), Map.of())
                .expect(204);
        org.awaitQuiet();
        assertThat(org.inbox(witness).messages()).hasSize(PER_SENDER + 2);
        assertThat(org.held(team)).hasSize(4);
        org.webadmin().get(Webadmin.group(team)).expect(200);
    }

    @Test
    void authorShouldBeToldOnceAndExplainShouldSayWhatHappens() {
        String alice = org.user("alice");
        List<String> sent = send(alice, PER_SENDER + 5, "runaway #");
        org.awaitHeld(team, 5);

        String explanation = Webadmin.group(team) + "/explain?authenticated=true&sender=";
        assertThat(org.webadmin()
                        .get(explanation + alice)
                        .expect(200)
                        .json()
                        .path("decision")
                        .asText())
                .isEqualTo("hold");
        assertThat(org.webadmin()
                        .get(explanation + witness)
                        .expect(200)
                        .json()
                        .path("decision")
                        .asText())
                .isEqualTo("accept");
        Received notice = org.inbox(alice).awaitOne();
        assertThat(notice.first("Auto-Submitted")).contains("auto-replied");
        assertThat(notice.first("Return-Path")).contains("<>");
        assertThat(notice.first("In-Reply-To")).isPresent();
        assertThat(notice.bodyText()).contains("More than 20 messages a minute from one sender", team);
        assertThat(notice.raw()).doesNotContainPattern("(?<!\r)\n|\r(?!\n)");
        Received forAdministrators = org.inbox(org.address("postmaster")).awaitOne();
        assertThat(forAdministrators.first("Subject").orElse("")).startsWith("5 messages to " + team);
        assertThat(forAdministrators.bodyText().lines().filter(line -> line.startsWith("Subject:  ")))
                .hasSize(5)
                .allMatch(line -> sent.contains(line.substring("Subject:  ".length())));
        assertThat(forAdministrators.raw()).doesNotContainPattern("(?<!\r)\n|\r(?!\n)");
        org.awaitQuiet();
        assertThat(org.inbox(alice).messages()).hasSize(1);
    }

    @Test
    void groupShouldHaveItsOwnLimit() {
        String tickets = org.user("tickets");
        org.change(team, Map.of("maxPerSenderPerMinute", 0, "maxPerMinute", 30));

        List<String> sent = send(tickets, 32, "ticket #");

        assertDeliveredAndHeld(sent, 30);
    }

    @Test
    void messagesToOneGroupShouldWaitBeyondTheLimit() {
        List<String> sent = new ArrayList<>();
        for (String user : users(4)) {
            sent.addAll(send(user, PER_SENDER - 2, "crowd #"));
        }
        assertDeliveredAndHeld(sent, PER_GROUP);
    }

    @Test
    void repliesInOneConversationShouldWaitBeyondTheLimit() {
        List<String> sent = new ArrayList<>();
        for (String user : users(3)) {
            sent.addAll(send(user, REPLIES / 3 + 2, "Re: take me off this list"));
        }
        assertDeliveredAndHeld(sent, REPLIES);
    }
}
