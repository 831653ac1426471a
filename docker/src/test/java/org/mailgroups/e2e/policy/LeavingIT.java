// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.MembersDoor;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SigningKey;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Members leave groups by mail: from a mail program that logs in, or by the link of their copies. */
class LeavingIT {
    private static final String URL = "https://groups.example.net/members";
    private static final String ANN = "ann@far.test";
    private static final String EVE = "eve@far.test";
    private static final String STRANGER = "stranger@elsewhere.test";
    private static final Pattern LINK =
            Pattern.compile("<" + Pattern.quote(URL) + "/leave/([a-z2-7]{40})>, <mailto:([^>?]+)>");

    private static SmtpSink sink;
    private static ServerProcess server;

    private Organisation org;
    private String alice;
    private String bob;
    private String team;
    private String leave;

    @BeforeAll
    static void start() {
        sink = SmtpSink.start();
        server = Distribution.built()
                .server(
                        "leaving",
                        sink.port(),
                        Map.of(
                                "JAVA_OPTS",
                                "-Dmailgroups.members.publicUrl=" + URL + '/',
                                "DKIM_DOMAINS",
                                String.join(" ", Organisation.nextDomains())))
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
        alice = org.user("alice");
        bob = org.user("bob");
        team = org.group("team", bob, ANN, EVE);
        leave = org.address("team-leave");
    }

    private Reply write(String recipient, Letter letter) {
        try (SmtpClient client = org.smtp()) {
            client.mail(STRANGER);
            Reply reply = client.rcpt(recipient);
            return reply.code() == 250 ? client.data(letter.bytes()) : reply;
        }
    }

    private Letter letter(String recipient) {
        return Letter.from(STRANGER, "unsubscribe").to(recipient);
    }

    private Set<String> members(String group) {
        Set<String> members = new HashSet<>();
        for (JsonNode member : org.webadmin()
                .get(Webadmin.group(group) + "/members")
                .expect(200)
                .json()
                .path("items")) {
            members.add(member.path("address").asText());
        }
        return members;
    }

    private void post(String subject) {
        org.send(alice, Letter.from(alice, subject).to(team), team);
        org.awaitQuiet();
    }

    /** Returns the address to which a member elsewhere writes to leave, as the last copy says. */
    private String linkOf(String member) {
        List<SmtpSink.Delivery> deliveries = sink.deliveriesTo(member);
        Matcher link = LINK.matcher(deliveries
                .get(deliveries.size() - 1)
                .received()
                .first("List-Unsubscribe")
                .orElseThrow());
        assertThat(link.matches()).isTrue();
        assertThat(link.group(2)).endsWith('+' + link.group(1) + '@' + org.domain());
        return link.group(2);
    }

    private List<String> subjectsAt(String recipient) {
        return sink.deliveriesTo(recipient).stream()
                .map(delivery -> delivery.received().first("Subject").orElseThrow())
                .toList();
    }

    private void offerOneClick() {
        org.change(team, Map.of("unsubscribe", "oneClick"));
    }

    @Test
    void userShouldLeaveAtOnceAndBeAnswered() {
        org.alias(org.address("robert"), bob);
        org.webadmin()
                .put(Webadmin.group(team) + "/members/" + org.address("robert"), Map.of())
                .expect(204);
        post("before");
        assertThat(org.inbox(bob).awaitOne().all("List-Unsubscribe")).containsExactly("<mailto:" + leave + '>');
        assertThat(sink.awaitOne(ANN).received().all("List-Unsubscribe")).containsExactly("<mailto:" + leave + '>');

        org.send(bob, Letter.from(bob, "bye").to(leave), leave);

        Received answer = org.inbox(bob).await(2).stream()
                .filter(message -> message.first("Auto-Submitted").isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(answer.first("Return-Path")).contains("<>");
        assertThat(answer.bodyText()).contains("You have left", team).doesNotContain(ANN);
        assertThat(members(team)).containsExactlyInAnyOrder(ANN, EVE);
        post("after");
        assertThat(org.inbox(bob).messages()).hasSize(2);
        assertThat(sink.deliveriesTo(ANN)).hasSize(2);
    }

    /** Others behind the alias stay members. What the user forwards ends as well. */
    @Test
    void userShouldLeaveWhomASharedAliasAndAForwardLeadTo() {
        String info = org.address("info");
        String far = "far@elsewhere.example";
        org.alias(info, alice);
        org.alias(info, bob);
        org.webadmin().delete(Webadmin.group(team) + "/members/" + bob).expect(204);
        org.webadmin().put(Webadmin.group(team) + "/members/" + info, Map.of()).expect(204);
        org.forward(bob, far);
        post("before");
        assertThat(subjectsAt(far)).containsExactly("before");

        org.send(bob, Letter.from(bob, "bye").to(leave), leave);
        org.awaitQuiet();
        post("after");

        assertThat(org.inbox(alice).await(2))
                .extracting(copy -> copy.first("Subject").orElseThrow())
                .containsExactly("before", "after");
        assertThat(subjectsAt(far)).contains("before").doesNotContain("after");
    }

    @Test
    void userShouldLeaveWhomANestedGroupHas() {
        String crew = org.group("crew", alice, bob);
        org.webadmin().put(Webadmin.group(team) + "/members/" + crew, Map.of()).expect(204);

        org.send(bob, Letter.from(bob, "bye").to(leave), leave);

        org.inbox(bob).awaitOne();
        assertThat(members(team)).containsExactlyInAnyOrder(ANN, EVE, crew);
        assertThat(members(crew)).contains(bob);
        post("after");
        org.inbox(alice).awaitOne();
        assertThat(org.inbox(bob).messages()).hasSize(1);

        org.webadmin().put(Webadmin.group(team) + "/members/" + bob, Map.of()).expect(204);
        post("again");
        assertThat(org.inbox(bob).await(2)).hasSize(2);
    }

    @Test
    void whoIsNoMemberShouldLearnThatAndNothingElse() {
        org.send(alice, Letter.from(alice, "bye").to(leave), leave);

        assertThat(org.inbox(alice).awaitOne().bodyText())
                .contains("you are no member")
                .doesNotContain(ANN, bob);
        assertThat(members(team)).containsExactlyInAnyOrder(bob, ANN, EVE);
    }

    @Test
    void eachMemberElsewhereShouldHaveALinkThatOurSignatureCovers() throws Exception {
        offerOneClick();
        post("a link for each");

        List<String> links = new ArrayList<>();
        for (String member : List.of(ANN, EVE)) {
            SmtpSink.Delivery delivery = sink.awaitOne(member);
            assertThat(delivery.recipients()).containsExactly(member);
            Received copy = delivery.received();
            assertThat(copy.all("List-Unsubscribe")).hasSize(1);
            assertThat(copy.all("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
            links.add(linkOf(member));
            assertThat(copy.raw())
                    .contains("\r\nList-Unsubscribe: <" + URL + "/leave/")
                    .contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
            String octets = new String(copy.octets(), US_ASCII);
            assertThat(covering(octets)).isEqualTo(1);
            assertThat(covering(octets.replace("/leave/", "/leave/x"))).isZero();
            assertThat(covering(octets.replace("One-Click", "Two-Clicks"))).isZero();
        }
        assertThat(links).doesNotHaveDuplicates();
        assertThat(org.inbox(bob).awaitOne().all("List-Unsubscribe")).containsExactly("<mailto:" + leave + '>');
        assertThat(org.inbox(bob).messages().get(0).all("List-Unsubscribe-Post"))
                .isEmpty();
    }

    /** Returns how many signatures of ours verify that cover both fields. */
    private long covering(String message) throws Exception {
        String ours = SigningKey.recordOf(server);
        List<SignatureRecord> verified;
        try {
            verified = new DKIMVerifier((method, selector, domain) -> List.of(ours))
                    .verify(new ByteArrayInputStream(message.getBytes(US_ASCII)));
        } catch (FailException e) {
            return 0;
        }
        return verified.stream()
                .filter(signature -> signature.getDToken().toString().equals(org.domain()))
                .map(signature -> signature.getHeaders().stream()
                        .map(name -> name.toString().strip())
                        .toList())
                .filter(names -> names.containsAll(List.of("list-unsubscribe", "list-unsubscribe-post")))
                .count();
    }

    @Test
    void linkShouldEndTheMembershipOfItsPersonWhoeverWrites() {
        offerOneClick();
        post("before");
        String link = linkOf(ANN);
        sink.reset();

        assertThat(write(link.toUpperCase(Locale.ROOT), letter(link)).code()).isEqualTo(250);

        SmtpSink.Delivery answer = sink.awaitOne(ANN);
        assertThat(answer.sender()).isEmpty();
        assertThat(answer.received().first("Auto-Submitted")).contains("auto-replied");
        assertThat(answer.received().bodyText()).contains("You have left", team);
        assertThat(members(team)).containsExactlyInAnyOrder(bob, EVE);
        post("after");
        sink.awaitOne(EVE);
        assertThat(sink.deliveriesTo(ANN)).hasSize(1);

        assertThat(write(link, letter(link)).code()).as("again").isEqualTo(250);
        org.awaitQuiet();
        assertThat(sink.deliveriesTo(ANN)).as("no second answer").hasSize(1);
        assertThat(sink.deliveriesTo(STRANGER)).isEmpty();
    }

    @Test
    void mailProgramShouldLeaveWithOneClick() {
        offerOneClick();
        post("before");
        String link = linkOf(ANN);
        String path = "/leave/" + link.substring(link.indexOf('+') + 1, link.indexOf('@'));
        MembersDoor door = MembersDoor.of(server);

        assertThat(door.send(door.request(path)).statusCode()).isEqualTo(303);
        assertThat(members(team)).as("after a look").contains(ANN);
        assertThat(door.send(door.request(path)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click")))
                        .statusCode())
                .isEqualTo(204);

        assertThat(members(team)).containsExactlyInAnyOrder(bob, EVE);
        sink.reset();
        post("after");
        sink.awaitOne(EVE);
        assertThat(sink.deliveriesTo(ANN)).isEmpty();
    }

    @Test
    void linkShouldEndAMembershipThroughANestedGroup() {
        String crew = org.group("crew", "max@far.test");
        org.webadmin().put(Webadmin.group(team) + "/members/" + crew, Map.of()).expect(204);
        offerOneClick();
        post("before");

        String link = linkOf("max@far.test");
        assertThat(write(link, letter(link)).code()).isEqualTo(250);
        org.awaitQuiet();
        sink.reset();
        post("after");

        assertThat(sink.deliveriesTo("max@far.test")).isEmpty();
        assertThat(sink.deliveriesTo(ANN)).hasSize(1);
        assertThat(members(crew)).containsExactly("max@far.test");
    }

    @Test
    void linkThatIsAlteredOrDeadShouldChangeNothing() {
        offerOneClick();
        post("before");
        String link = linkOf(ANN);
        int at = link.indexOf('@');
        char last = link.charAt(at - 1);
        String other = org.group("other", ANN);

        for (String wrong : List.of(
                link.substring(0, at - 1) + (last == 'a' ? 'b' : 'a') + link.substring(at),
                link.substring(0, at - 1) + link.substring(at),
                leave.replace("@", "+x@"))) {
            assertThat(write(wrong, letter(wrong)).text()).as(wrong).startsWith("550 5.7.1");
        }
        org.webadmin()
                .call("POST", "/memberships/" + ANN + "?action=rename&to=anne@far.test", Optional.empty(), Map.of())
                .expect(204);
        assertThat(write(link, letter(link)).code()).as("of the old address").isEqualTo(250);
        org.webadmin().delete("/memberships/" + EVE).expect(204);
        String evesLink = linkOf(EVE);
        assertThat(write(evesLink, letter(evesLink)).code())
                .as("of somebody who is forgotten")
                .isEqualTo(250);
        org.awaitQuiet();

        assertThat(members(team)).containsExactlyInAnyOrder(bob, "anne@far.test");
        assertThat(members(other)).containsExactly("anne@far.test");
    }

    @ParameterizedTest
    @CsvSource({"Auto-Submitted, auto-replied", "X-Autoreply, yes"})
    void vacationReplyShouldChangeNothing(String field, String value) {
        offerOneClick();
        post("before");
        String link = linkOf(ANN);

        assertThat(write(link, letter(link).with(field, value)).text()).startsWith("550 5.7.1");
        try (SmtpClient client = org.smtp()) {
            client.mail("");
            assertThat(client.rcpt(link).text()).startsWith("550 5.7.1");
        }
        try (SmtpClient client = org.submission(bob)) {
            client.mail(bob);
            client.rcpt(leave);
            assertThat(client.data(Letter.from(bob, "away")
                                    .to(leave)
                                    .with(field, value)
                                    .bytes())
                            .text())
                    .startsWith("550 5.7.1");
        }
        org.awaitQuiet();
        assertThat(members(team)).containsExactlyInAnyOrder(bob, ANN, EVE);
    }

    @Test
    void strangerShouldBeRefusedAtOnceAndNobodyBeAsked() {
        for (String spelling : List.of("team-leave", "TEAM-Leave")) {
            Reply reply = write(org.address(spelling), letter(leave));
            assertThat(reply.text()).startsWith("550 5.7.1").contains("logs in");
        }
        try (SmtpClient client = org.smtp()) {
            client.mail(bob);
            assertThat(client.rcpt(leave).isPermanentFailure()).isTrue();
        }
        org.awaitQuiet();
        assertThat(sink.deliveries()).isEmpty();
        assertThat(org.inbox(bob).messages()).isEmpty();
        assertThat(members(team)).containsExactlyInAnyOrder(bob, ANN, EVE);
    }

    @Test
    void userShouldComeFirstWhoHasTheAddress() {
        String user = org.user("team-leave");

        org.send(bob, Letter.from(bob, "to the user").to(user), user);

        org.inbox(user).awaitOne();
        org.awaitQuiet();
        assertThat(members(team)).contains(bob);
        org.webadmin()
                .put(Webadmin.group(org.address("sick-leave")), Map.of("name", "x", "administrators", List.of(alice)))
                .expect(400);
    }

    @Test
    void membersShouldHaveNoLinkWhereTheGroupWantsNone() {
        org.change(team, Map.of("unsubscribe", "none"));
        post("none");

        assertThat(sink.awaitOne(ANN).received().all("List-Unsubscribe")).isEmpty();
        assertThat(org.inbox(bob).awaitOne().all("List-Unsubscribe")).isEmpty();
    }
}
