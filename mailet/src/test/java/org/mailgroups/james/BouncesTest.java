// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MaybeSender;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.bounce.Failure;
import org.mailgroups.bounce.SentCopy;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.spool.Marks;
import org.mailgroups.james.spool.Spool;
import org.mailgroups.value.Address;

/** What the mailet does about members whose copies fail. */
class BouncesTest {
    private static final String HARD = "5.1.1";
    private static final UUID POSTING = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
    private static final String LETTER =
            "From: Alice <alice@example.org>\r\nMessage-ID: <1@example.org>\r\nSubject: Hello\r\n\r\nHi\r\n";

    private final MemoryPlugin plugin = new MemoryPlugin();
    private final Spool spool = plugin.spool;

    private MailImpl service(String sender, String content, String... recipients) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender(MaybeSender.getMailSender(sender))
                .addRecipients(recipients)
                .state("transport")
                .addAttribute(
                        new Attribute(AttributeName.of("org.apache.james.SMTPIsAuthNetwork"), AttributeValue.of(true)))
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1))));
        Marks.giveKey(mail, UUID.randomUUID().toString());
        plugin.mailet().service(mail);
        plugin.deliver();
        return mail;
    }

    @Nested
    class Reports {
        private GroupEntry team;

        @BeforeEach
        void createTeam() {
            plugin.server.group("team@example.org", "bob@other.net", "eve@other.net");
            team = plugin.server.find(Address.parse("team@example.org")).orElseThrow();
        }

        private void sent(String member, RecipientState state) {
            plugin.sent
                    .computeIfAbsent("0123456789", start -> new HashMap<>())
                    .put(Address.parse(member), new SentCopy(POSTING, plugin.clock.instant(), state));
        }

        private MailImpl report(Address to, String member, String status) throws MessagingException {
            return service(
                    "<>",
                    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
                            + "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.other.net\r\n\r\n"
                            + "Final-Recipient: rfc822; " + member + "\r\nAction: failed\r\nStatus: " + status
                            + "\r\nDiagnostic-Code: smtp; 550 " + status + " so it is\r\n\r\n--b--\r\n",
                    to.toString());
        }

        @Test
        void serviceShouldCountAFailureOfAMemberWhoWasSentThePosting() throws Exception {
            sent("bob@other.net", RecipientState.DELIVERED);

            MailImpl report = report(plugin.returnPath.of(team, POSTING), "BOB@other.net", HARD);

            assertThat(plugin.failures)
                    .containsExactly(new Failure(
                            team.id(),
                            Address.parse("bob@other.net"),
                            POSTING,
                            plugin.clock.instant(),
                            "5.1.1",
                            "550 5.1.1 so it is",
                            false));
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-bounces");
            assertThat(report.getState()).isEqualTo(Mail.GHOST);
        }

        @ParameterizedTest
        @ValueSource(strings = {"5.7.1", "5.7.26", "5.7.515", "5.2.2", "5.3.4", "4.4.7", "2.0.0", "", "5.0.0"})
        void serviceShouldNotCountWhatDoesNotSpeakAgainstTheAddress(String status) throws Exception {
            sent("bob@other.net", RecipientState.DELIVERED);

            report(plugin.returnPath.of(team, POSTING), "bob@other.net", status);

            assertThat(plugin.failures).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(
                value = RecipientState.class,
                names = {"DELIVERED", "HANDED_OVER"},
                mode = EnumSource.Mode.EXCLUDE)
        void serviceShouldNotCountWhenNoServerHasTakenTheCopy(RecipientState state) throws Exception {
            sent("bob@other.net", state);

            report(plugin.returnPath.of(team, POSTING), "bob@other.net", HARD);

            assertThat(plugin.failures).isEmpty();
        }

        @Test
        void serviceShouldNotCountForStrangersOrByTheTokenOfSomebodyElse() throws Exception {
            sent("bob@other.net", RecipientState.DELIVERED);
            sent("eve@other.net", RecipientState.DELIVERED);
            Address ofEve = plugin.returnPath.of(team, POSTING, Address.parse("eve@other.net"));

            report(plugin.returnPath.of(team, POSTING), "stranger@other.net", HARD);
            report(plugin.returnPath.of(team, UUID.randomUUID()), "bob@other.net", HARD);
            report(ofEve, "bob@other.net", HARD);
            assertThat(plugin.failures).isEmpty();

            report(ofEve, "eve@other.net", HARD);
            assertThat(plugin.failures).singleElement().satisfies(failure -> assertThat(failure.isProven())
                    .isTrue());
        }

        @Test
        void serviceShouldNotCountALetter() throws Exception {
            sent("bob@other.net", RecipientState.DELIVERED);

            service(
                    "<>",
                    "Subject: Undelivered\r\n\r\nbob@other.net: 550 5.1.1 user unknown\r\n",
                    plugin.returnPath.of(team, POSTING).toString());

            assertThat(plugin.failures).isEmpty();
        }
    }

    @Nested
    class Suspended {
        @BeforeEach
        void suspendBob() {
            plugin.server
                    .group("team@example.org", "bob@other.net", "carol@third.net")
                    .suspending("team@example.org", "bob@other.net");
        }

        private void serviceMailTo(String... recipients) throws MessagingException {
            service("alice@example.org", LETTER, recipients);
        }

        @Test
        void serviceShouldLeaveSuspendedMembersOut() throws Exception {
            serviceMailTo("team@example.org");

            assertThat(spool.sentTo("relay"))
                    .flatExtracting(Spool.Sent::recipients)
                    .containsExactly("carol@third.net");
            assertThat(plugin.metrics.countFor("groupsBouncesNotSent")).isEqualTo(1);
            assertThat(plugin.postings.leftOut())
                    .isEqualTo(Map.of(Address.parse("bob@other.net"), RecipientState.SUSPENDED));
        }

        @Test
        void serviceShouldSayWhoIsLeftOutWhenNobodyElseIsThere() {
            plugin.server.group("crew@example.org", "bob@other.net").suspending("crew@example.org", "bob@other.net");

            List<String> audit = LoggedLines.ofAuditTrail(() ->
                    assertThatCode(() -> serviceMailTo("crew@example.org")).doesNotThrowAnyException());

            assertThat(spool.sent()).isEmpty();
            assertThat(audit)
                    .anyMatch(line -> line.startsWith("not-sent ") && line.endsWith("suspended=[\"bob@other.net\"]"));
        }

        @Test
        void serviceShouldSendAProbeAndNothingElseToThem() throws Exception {
            plugin.dueForProbe.add(Address.parse("bob@other.net"));

            serviceMailTo("team@example.org");

            assertThat(spool.sentTo("relay"))
                    .flatExtracting(Spool.Sent::recipients)
                    .containsExactlyInAnyOrder("bob@other.net", "carol@third.net");
            assertThat(plugin.metrics.countFor("groupsBouncesNotSent")).isZero();
        }

        @Test
        void serviceShouldReachThemThroughAnotherGroup() throws Exception {
            plugin.server.group("crew@example.org", "bob@other.net");

            serviceMailTo("team@example.org", "crew@example.org");

            assertThat(spool.sentTo("relay"))
                    .flatExtracting(Spool.Sent::recipients)
                    .containsExactlyInAnyOrder("bob@other.net", "carol@third.net");
        }
    }
}
