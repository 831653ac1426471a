// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * People who say that they are somebody else. Each forgery is tried at our server as it is shipped, and at one without
 * James' own check of identities, where nothing but the group's policy stands in the way.
 */
class ForgeryIT {
    private static final String STRANGER = "stranger@elsewhere.test";
    private static final String PARTNER = "friend@partner.test";

    private static SmtpSink lenientSink;
    private static ServerProcess lenient;

    private enum Server {
        AS_SHIPPED,
        WITHOUT_IDENTITY_CHECK
    }

    private Organisation org;
    /** A member, allowed sender and administrator, whom the others claim to be. */
    private String alice;
    /** A user without further rights, who may write to the internal group as herself. */
    private String mallory;

    private String witness;
    private String internal;
    private String members;
    private String administrators;
    private String listed;

    @BeforeAll
    static void startLenient() {
        lenientSink = SmtpSink.start();
        Map<String, String> lenience = Distribution.built()
                .withConfiguration(
                        "lenient",
                        "smtpserver.xml",
                        xml -> xml.replace(
                                "<verifyIdentity>true</verifyIdentity>", "<verifyIdentity>false</verifyIdentity>"));
        lenient = Distribution.built()
                .server("lenient", lenientSink.port(), lenience)
                .start();
    }

    @AfterAll
    static void endLenient() {
        lenient.close();
        lenientSink.close();
    }

    private void found(Server server) {
        org = Organisation.on(server == Server.AS_SHIPPED ? SharedServer.besideSink() : lenient);
        alice = org.user("alice");
        mallory = org.user("mallory");
        witness = org.user("witness");
        internal = org.group("internal", witness);
        members = group("members", Map.of("senders", "members"));
        administrators = group("administrators", Map.of("senders", "administrators"));
        listed = group(
                "listed", Map.of("senders", "listed", "allowedSenders", List.of(alice, PARTNER, "@partner2.test")));
        sink(server).reset();
    }

    private String group(String name, Map<String, ?> settings) {
        String group = org.group(name, witness, alice);
        org.webadmin()
                .patch(Webadmin.group(group), Map.of("administrators", List.of(alice), "settings", settings))
                .expect(200);
        return group;
    }

    private static SmtpSink sink(Server server) {
        return server == Server.AS_SHIPPED ? SharedServer.sink() : lenientSink;
    }

    /**
     * A message that claims to be from somebody else.
     *
     * @param header everything before the empty line
     */
    private record Forgery(String mailFrom, String header) {}

    /** Returns a header with these fields first and the usual ones after. */
    private static String header(String... fields) {
        return String.join("\r\n", fields)
                + "\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000"
                + "\r\nMessage-ID: <forged@client.test>\r\nSubject: forged\r\n";
    }

    private Map<String, Forgery> forgeries(String own) {
        String o = own.isEmpty() ? STRANGER : own;
        Map<String, Forgery> all = new LinkedHashMap<>();
        all.put("spoofed From", new Forgery(own, header("From: " + alice)));
        all.put("spoofed MAIL FROM", new Forgery(alice, header("From: " + o)));
        all.put("both spoofed", new Forgery(alice, header("From: " + alice)));
        all.put("several addresses, own first", new Forgery(own, header("From: " + o + ", " + alice, "Sender: " + o)));
        all.put("several addresses, own last", new Forgery(own, header("From: " + alice + ", " + o, "Sender: " + o)));
        all.put("two From fields, own first", new Forgery(own, header("From: " + o, "From: " + alice)));
        all.put("two From fields, own last", new Forgery(own, header("From: " + alice, "FROM: " + o)));
        all.put("space before the colon", new Forgery(own, header("From : " + alice, "From: " + o)));
        all.put("another address as display name", new Forgery(own, header("From: \"" + o + "\" <" + alice + ">")));
        all.put("own address in a comment", new Forgery(own, header("From: " + alice + " (" + o + ")")));
        all.put("own address in a comment first", new Forgery(own, header("From: (<" + o + ">) " + alice)));
        all.put("two angle brackets", new Forgery(own, header("From: <" + o + "> <" + alice + ">")));
        all.put("quoted comma", new Forgery(own, header("From: \"" + o + ",\" <" + alice + ">")));
        all.put("group syntax", new Forgery(own, header("From: us: " + o + ", " + alice + ";")));
        all.put("group syntax of one", new Forgery(own, header("From: us: " + alice + ";")));
        all.put("empty group syntax", new Forgery(own, header("From: " + alice + ":;")));
        all.put("source route", new Forgery(own, header("From: <@elsewhere.test:" + alice + ">")));
        all.put("encoded word as address", new Forgery(own, header("From: " + encodedWord(alice))));
        all.put(
                "encoded word that hides an address",
                new Forgery(own, header("From: " + encodedWord(o + " <" + o + ">") + " <" + alice + ">")));
        all.put("folded From", new Forgery(own, header("From:\r\n " + alice)));
        all.put("folded within", new Forgery(own, header("From: " + o + ",\r\n\t" + alice)));
        all.put("upper case", new Forgery(own, header("From: " + alice.toUpperCase(Locale.ROOT))));
        all.put("quoted local part", new Forgery(own, header("From: \"alice\"@" + org.domain())));
        all.put("sub-address", new Forgery(own, header("From: alice+x@" + org.domain())));
        all.put("other alphabet", new Forgery(own, header("From: \u0430lice@" + org.domain())));
        all.put("no address at all", new Forgery(own, header("From: alice")));
        all.put("postmaster", new Forgery(own, header("From: postmaster@" + org.domain())));
        all.put("the group itself", new Forgery(own, header("From: " + members)));
        all.put(
                "Resent",
                new Forgery(own, header("Resent-From: " + alice, "Resent-Sender: " + alice, "From: " + alice)));
        all.put("listed partner in From", new Forgery(own, header("From: " + PARTNER)));
        all.put("listed partner in both", new Forgery(PARTNER, header("From: " + PARTNER)));
        all.put("listed domain in both", new Forgery("x@partner2.test", header("From: x@partner2.test")));
        all.put("listed partner with forged results", new Forgery(PARTNER, forgedResults()));
        all.put(
                "forged traces",
                new Forgery(
                        own,
                        header(
                                "Return-Path: <" + alice + ">",
                                "Received: from localhost ([127.0.0.1]) by " + org.domain()
                                        + " (James SMTP Server) with ESMTPSA (Authenticated sender: " + alice
                                        + ") ID 1; Sun, 22 Nov 2026 10:00:00 +0000 (UTC)",
                                "X-Authenticated-Sender: " + alice,
                                "X-Authenticated-User: " + alice,
                                "X-James-Attribute: org.apache.james.SMTPAuthUser=" + alice,
                                "org.apache.james.SMTPAuthUser: " + alice,
                                "org.apache.james.jmap.send.MailMetaData.username: " + alice,
                                "org.mailgroups.approved-for: 1",
                                "Approved: " + alice,
                                "X-Approved-By: " + alice,
                                "Authentication-Results: " + org.domain() + "; auth=pass smtp.auth=" + alice,
                                "From: " + alice)));
        return all;
    }

    private String forgedResults() {
        return header(
                "Authentication-Results: mail." + org.domain()
                        + "; spf=pass smtp.mailfrom=partner.test; dkim=pass header.d=partner.test",
                "Received-SPF: pass",
                "X-DKIM-Result: pass",
                "jDKIM.AUTHRESULT: pass (identity @partner.test)",
                "From: " + PARTNER);
    }

    /** A signature that does not verify, or cannot be verified, proves nothing. */
    @ParameterizedTest
    @EnumSource(Server.class)
    void signatureThatDoesNotVerifyShouldLeadNowhere(Server server) {
        found(server);
        String signature =
                "DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=partner.test; i=@partner.test; s=s; h=from;"
                        + " bh=AAAA; b=AAAA\r\n";
        try (SmtpClient client = org.smtp()) {
            for (String group : List.of(internal, members, administrators)) {
                assertThat(last(client, new Forgery(PARTNER, signature + forgedResults()), group)
                                .isPermanentFailure())
                        .isTrue();
                client.command("RSET");
            }
            last(client, new Forgery(PARTNER, signature + forgedResults()), listed);
        }
        assertNothingHappened(server);
    }

    private static String encodedWord(String text) {
        return "=?utf-8?b?" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "?=";
    }

    @ParameterizedTest
    @EnumSource(Server.class)
    void strangerShouldNotGetPastAnyPolicyWhateverTheMessageClaims(Server server) {
        found(server);
        Map<String, Forgery> all = new LinkedHashMap<>(forgeries(STRANGER));
        all.put("nothing claimed", new Forgery(STRANGER, header("From: " + STRANGER)));
        forgeries("").forEach((name, forgery) -> all.put("null sender, " + name, forgery));
        all.put("AUTH parameter", new Forgery(alice + "> AUTH=<" + alice, header("From: " + alice)));

        attempt(server, null, all, List.of(internal, members, administrators, listed));
    }

    /** Whoever sees an address of ours in From takes the message for a colleague's. */
    @ParameterizedTest
    @EnumSource(Server.class)
    void strangerShouldReachNoGroupUnderAnAddressOfOursWhateverItsPolicy(Server server) {
        found(server);
        String open = group("open", Map.of("senders", "anyone"));
        Map<String, Forgery> ours = forgeries(STRANGER);
        ours.keySet().removeIf(name -> name.startsWith("listed"));
        ours.values().removeIf(forgery -> !forgery.header().contains(org.domain()));

        attempt(server, null, ours, List.of(open));
    }

    @ParameterizedTest
    @EnumSource(Server.class)
    void userShouldNotWriteAsAnother(Server server) {
        found(server);

        attempt(server, mallory, forgeries(mallory), List.of(internal, members, administrators, listed));
    }

    @ParameterizedTest
    @EnumSource(Server.class)
    void userShouldNotGainRightsByWhatTheMessageSays(Server server) {
        found(server);
        Map<String, Forgery> all = new LinkedHashMap<>();
        all.put("nothing claimed", new Forgery(mallory, header("From: " + mallory)));
        all.put("display name", new Forgery(mallory, header("From: \"" + alice + "\" <" + mallory + ">")));
        all.put(
                "encoded display name",
                new Forgery(mallory, header("From: " + encodedWord(alice) + " <" + mallory + ">")));
        all.put("comment", new Forgery(mallory, header("From: " + mallory + " (" + alice + ")")));
        all.put("Sender", new Forgery(mallory, header("From: " + mallory, "Sender: " + alice)));
        all.put("Reply-To", new Forgery(mallory, header("From: " + mallory, "Reply-To: " + alice)));
        all.put("no From", new Forgery(mallory, header("To: " + members)));
        all.put("Approved", new Forgery(mallory, header("Approved: secret", "From: " + mallory)));

        attempt(server, mallory, all, List.of(members, administrators, listed));
    }

    @ParameterizedTest
    @EnumSource(Server.class)
    void aliasOfAGroupShouldNotLeadPastItsPolicy(Server server) {
        found(server);
        String alias = org.address("everybody");
        org.alias(alias, members);
        String forwarding = org.user("forwarding");
        org.forward(forwarding, members);

        for (String way : List.of(alias, forwarding)) {
            try (SmtpClient client = org.smtp()) {
                sendIfTaken(client, STRANGER, STRANGER, way);
                sendIfTaken(client, alice, alice, way);
                sendIfTaken(client, "", alice, way);
            }
            try (SmtpClient client = org.submission(mallory)) {
                sendIfTaken(client, mallory, mallory, way);
            }
        }

        assertNothingHappened(server);
    }

    private static void sendIfTaken(SmtpClient client, String mailFrom, String from, String recipient) {
        if (client.mail(mailFrom).isPositive() && client.rcpt(recipient).isPositive()) {
            client.data(Letter.from(from, "forged").to(recipient).bytes());
        }
        client.command("RSET");
    }

    @ParameterizedTest
    @EnumSource(Server.class)
    void otherSpellingsOfAGroupShouldNotLeadPastItsPolicy(Server server) {
        found(server);
        SoftAssertions refused = new SoftAssertions();
        for (String spelling : List.of(
                "MEMBERS@" + org.domain().toUpperCase(Locale.ROOT),
                "\"members\"@" + org.domain(),
                "mem\"bers\"@" + org.domain(),
                "members+x@" + org.domain(),
                "members-bounces@" + org.domain(),
                "members-bounces+x@" + org.domain(),
                "members+bounces@" + org.domain(),
                "@elsewhere.test:members@" + org.domain(),
                "members%" + org.domain(),
                "members")) {
            try (SmtpClient client = org.smtp()) {
                client.mail(STRANGER);
                Reply rcpt = client.rcpt(spelling);
                Reply last = rcpt.isPositive()
                        ? client.data(Letter.from(STRANGER, "forged").bytes())
                        : rcpt;
                refused.assertThat(last.isPermanentFailure())
                        .as(spelling + ": " + last)
                        .isTrue();
            }
        }
        refused.assertAll();
        assertNothingHappened(server);
    }

    /** Tries every forgery at every group: each is refused, nobody gets anything, and nobody is told. */
    private void attempt(Server server, String login, Map<String, Forgery> forgeries, List<String> groups) {
        SoftAssertions refused = new SoftAssertions();
        try (SmtpClient client = login == null ? org.smtp() : org.submission(login)) {
            forgeries.forEach((name, forgery) -> {
                for (String group : groups) {
                    Reply reply = last(client, forgery, group);
                    refused.assertThat(reply.isPermanentFailure())
                            .as(name + " to " + group + ": " + reply)
                            .isTrue();
                    client.command("RSET");
                }
            });
        }
        refused.assertAll();
        assertNothingHappened(server);
    }

    private static Reply last(SmtpClient client, Forgery forgery, String group) {
        Reply mail = client.mail(forgery.mailFrom());
        Reply rcpt = mail.isPositive() ? client.rcpt(group) : mail;
        return rcpt.isPositive()
                ? client.data((forgery.header() + "To: " + group + "\r\n\r\nHello.\r\n").getBytes(UTF_8))
                : rcpt;
    }

    private void assertNothingHappened(Server server) {
        org.awaitQuiet();
        List<String> subjects = new ArrayList<>();
        for (String user : List.of(witness, alice, mallory, org.address("postmaster"))) {
            org.inbox(user).messages().forEach(message -> subjects.add(user + ": " + message.first("Subject")));
        }
        subjects.removeIf(subject -> subject.startsWith(mallory));
        assertThat(subjects).isEmpty();
        for (String group : List.of(internal, members, administrators, listed)) {
            assertThat(org.held(group)).isEmpty();
        }
        assertThat(sink(server).deliveries()).isEmpty();
    }

    @Test
    void refusalAtRcptShouldSayWhy() {
        found(Server.WITHOUT_IDENTITY_CHECK);
        try (SmtpClient client = org.smtp()) {
            client.mail(alice);
            assertThat(client.rcpt(internal).text()).startsWith("550 5.7.1 Only authenticated users");
            assertThat(client.rcpt(members).text()).startsWith("550 5.7.1 Only authenticated members");
            assertThat(client.rcpt(administrators).text()).startsWith("550 5.7.1 Only authenticated administrators");
        }
        try (SmtpClient client = org.submission(mallory)) {
            client.mail(alice);
            assertThat(client.rcpt(internal).text()).startsWith("550 5.7.1 You are not " + alice);
        }
    }

    @Test
    void delegatedIdentityShouldBeFineWhereJamesAllowsIt() {
        found(Server.AS_SHIPPED);
        String alias = org.address("sales");
        org.alias(alias, mallory);
        try (SmtpClient client = org.submission(mallory)) {
            client.mail(alias);
            assertThat(client.rcpt(internal).code()).isEqualTo(250);
            assertThat(client.data(Letter.from(alias, "as sales").to(internal).bytes())
                            .code())
                    .isEqualTo(250);
        }
        org.inbox(witness).awaitOne();
    }
}
