// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMultipart;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.Ret;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Moderation;
import org.mailgroups.james.spool.Marks;
import org.mailgroups.james.spool.Spool;

/** What a sender wishes to be told by DSN parameters (RFC 3461), and what a group does about it. */
class SenderWishesTest {
    private static final String TEAM = "team@example.org";
    private static final String MESSAGE =
            "From: alice@example.org\r\nSubject: =?utf-8?Q?A=C3=B1o?=\r\nX-Raw: \u00f1\r\n\r\nHello\r\n";
    private static final String ALICE = "alice@example.org";

    private final MemoryPlugin plugin = new MemoryPlugin();
    private final Spool spool = plugin.spool;

    @BeforeEach
    void makeGroup() {
        plugin.server
                .user(ALICE)
                .user("bob@example.org")
                .group(TEAM, "bob@example.org", "ann@other.net")
                .settings(TEAM, GroupSettings.DEFAULT);
    }

    private static MailImpl mail(String key, String... recipients) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender(ALICE)
                .addRecipients(recipients)
                .state("transport")
                .addAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(ALICE)))
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.ISO_8859_1))));
        Marks.giveKey(mail, key);
        return mail;
    }

    private static MailImpl wishing(MailImpl mail, String envelope, String original, Notify... notify)
            throws MessagingException {
        ImmutableMap.Builder<MailAddress, RecipientDsnParameters> wishes = ImmutableMap.builder();
        for (MailAddress recipient : mail.getRecipients()) {
            RecipientDsnParameters.of(
                            notify.length == 0 ? Optional.empty() : Optional.of(EnumSet.copyOf(List.of(notify))),
                            original == null ? Optional.empty() : Optional.of(new MailAddress(original)))
                    .ifPresent(wish -> wishes.put(recipient, wish));
        }
        DsnParameters.of(Optional.ofNullable(envelope).map(EnvId::of), Optional.of(Ret.FULL), wishes.build())
                .ifPresent(mail::setDsnParameters);
        return mail;
    }

    private void serve(Mail mail) throws MessagingException {
        plugin.mailet().service(mail);
        plugin.deliver();
    }

    private List<Spool.Sent> reports() {
        return spool.sentTo("transport");
    }

    @Test
    void serviceShouldReportOnceThatTheGroupHasTheMessage() throws Exception {
        serve(wishing(mail("key", TEAM), "QQ+2B1", "group+2B1@example.com", Notify.SUCCESS, Notify.FAILURE));

        assertThat(reports()).singleElement().satisfies(report -> {
            assertThat(report.recipients()).containsExactly(ALICE);
            assertThat(report.sender()).isEqualTo("<>");
            assertThat(report.mail().getMessage().getSubject()).isEqualTo("Delivered: A\u00f1o");
            assertThat(report.mail().getMessage().getHeader("Auto-Submitted")).containsExactly("auto-replied");
            assertThat(report.mail().getMessage().getContentType())
                    .startsWith("multipart/report; report-type=delivery-status;");
            MimeMultipart parts = (MimeMultipart) report.mail().getMessage().getContent();
            assertThat(parts.getCount()).isEqualTo(3);
            assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("message/delivery-status");
            assertThat(parts.getBodyPart(2).getContentType()).isEqualTo("text/rfc822-headers");
            assertThat(new String(parts.getBodyPart(1).getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualToNormalizingNewlines(
                            """
                            Reporting-MTA: dns; example.org
                            Original-Envelope-Id: QQ+1

                            Original-Recipient: rfc822; group+1@example.com
                            Final-Recipient: rfc822; team@example.org
                            Action: delivered
                            Status: 2.0.0
                            """);
            assertThat(new String(parts.getBodyPart(2).getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("Subject: =?utf-8?Q?A=C3=B1o?=\r\n")
                    .doesNotContain("X-Raw", "Hello");
        });
    }

    @Test
    void serviceShouldLetNothingOfItReachTheMembers() throws Exception {
        serve(wishing(mail("key", TEAM), "ENV", "group@example.com", Notify.SUCCESS));

        assertThat(spool.sentTo("group-delivery")).hasSize(1);
        assertThat(spool.sentTo("relay")).hasSize(1);
        assertThat(spool.sent())
                .filteredOn(sent -> !sent.state().equals("transport"))
                .allSatisfy(sent -> {
                    assertThat(sent.mail().dsnParameters()).isEmpty();
                    assertThat(sent.mail()
                                    .attributes()
                                    .map(attribute -> attribute.getName().asString()))
                            .noneMatch(name -> name.startsWith("dsn-"));
                });
    }

    @Test
    void serviceShouldReportOnceWhenTheMessageComesAgain() throws Exception {
        serve(wishing(mail("key", TEAM), null, null, Notify.SUCCESS));
        plugin.dies();
        serve(wishing(mail("key", TEAM), null, null, Notify.SUCCESS));

        assertThat(reports()).hasSize(1);
    }

    @Test
    void serviceShouldReportWhenTheServerDiedBeforeTheReport() throws Exception {
        MailImpl mail = wishing(mail("key", TEAM), null, null, Notify.SUCCESS);
        plugin.refusedSends = 2;
        assertThatThrownBy(() -> serve(mail)).isInstanceOf(MessagingException.class);
        plugin.dies();

        serve(wishing(mail("key", TEAM), null, null, Notify.SUCCESS));

        assertThat(reports()).hasSize(1);
        assertThat(plugin.postings.postings()).hasSize(1);
    }

    @Test
    void serviceShouldNameAllNamesOfAGroupInOneReport() throws Exception {
        serve(wishing(mail("key", TEAM, "team+x@example.org"), null, null, Notify.SUCCESS));

        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.content())
                .contains("Final-Recipient: rfc822; team@example.org\r\n")
                .contains("Final-Recipient: rfc822; team+x@example.org\r\n"));
    }

    @Test
    void serviceShouldReportOnceForAnAliasThatLeadsToAGroup() throws Exception {
        plugin.server.mapping("crew@example.org", TEAM);

        serve(wishing(mail("key", "crew@example.org"), null, null, Notify.SUCCESS));

        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.content())
                .contains("Original-Recipient: rfc822; crew@example.org\r\n"
                        + "Final-Recipient: rfc822; team@example.org\r\n"
                        + "Action: delivered\r\n"));
        assertThat(plugin.postings.postings()).hasSize(1);
    }

    @Test
    void serviceShouldNameTheOriginalRecipientThatTheSenderGivesForAnAlias() throws Exception {
        plugin.server.mapping("a+b=c@example.org", TEAM);

        serve(wishing(mail("key", "a+b=c@example.org"), "ENV", "first+2B@example.com", Notify.SUCCESS));
        serve(wishing(mail("other", "a+b=c@example.org"), "ENV", null, Notify.SUCCESS));

        assertThat(reports())
                .extracting(Spool.Sent::content)
                .satisfiesExactly(
                        named -> assertThat(named).contains("Original-Recipient: rfc822; first+@example.com\r\n"),
                        bare -> assertThat(bare).contains("Original-Recipient: rfc822; a+b=c@example.org\r\n"));
    }

    @Test
    void serviceShouldReportOnceForAGroupAndItsAliases() throws Exception {
        plugin.server.mapping("crew@example.org", TEAM).mapping("all@example.org", TEAM);

        serve(wishing(mail("key", TEAM, "crew@example.org", "all@example.org"), null, null, Notify.SUCCESS));

        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.content())
                .containsOnlyOnce("Action: delivered")
                .contains("Final-Recipient: rfc822; team@example.org\r\n"));
    }

    @Test
    void serviceShouldReportForAnAliasWhenTheHeldMessageIsApproved() throws Exception {
        plugin.server
                .mapping("crew@example.org", TEAM)
                .settings(TEAM, GroupSettings.DEFAULT.withModeration(Moderation.EVERYONE));
        serve(wishing(mail("key", "crew@example.org"), null, null, Notify.SUCCESS));
        assertThat(reports()).isEmpty();

        MailImpl approved = mail("approved", TEAM);
        plugin.held.get(0).attributes().forEach(approved::setAttribute);
        Marks.beginAnew(approved, "approved");
        approved.setAttribute(Marks.approvalFor(1));
        serve(approved);

        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.content())
                .contains("Original-Recipient: rfc822; crew@example.org\r\n"));
    }

    @ParameterizedTest
    @CsvSource({"NEVER, group-refused", "FAILURE, bounces"})
    void serviceShouldTellOfAFailureOfAnAliasOnlyIfTheSenderWishesIt(Notify notify, String processor) throws Exception {
        plugin.server.group("empty@example.org").mapping("nobody@example.org", "empty@example.org");

        serve(wishing(mail("key", "nobody@example.org"), null, null, notify));

        assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly(processor);
    }

    @Test
    void serviceShouldReportOnceForAnAliasOfWhichOneAddressIsAGroup() throws Exception {
        plugin.server.mapping("both@example.org", TEAM, "alice@example.org", "x@partner.example");

        serve(wishing(mail("key", "both@example.org"), null, null, Notify.SUCCESS));

        assertThat(plugin.postings.postings()).hasSize(1);
        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.content())
                .contains("Original-Recipient: rfc822; both@example.org\r\n"
                        + "Final-Recipient: rfc822; team@example.org\r\n"
                        + "Action: delivered\r\n")
                .containsOnlyOnce("Action: "));
    }

    @Test
    void serviceShouldReportOnceForAnAliasOfSeveralGroups() throws Exception {
        plugin.server
                .group("board@example.org", "bob@example.org")
                .mapping("both@example.org", TEAM, "board@example.org");

        serve(wishing(mail("key", "both@example.org"), null, null, Notify.SUCCESS));
        serve(wishing(mail("again", "both@example.org"), null, null, Notify.SUCCESS, Notify.FAILURE));

        assertThat(plugin.postings.postings()).hasSize(2);
        assertThat(reports()).hasSize(2).allSatisfy(report -> assertThat(report.content())
                .contains("Final-Recipient: rfc822; board@example.org\r\n")
                .containsOnlyOnce("Action: "));
    }

    @ParameterizedTest
    @CsvSource({"NEVER, group-refused", "SUCCESS, group-refused", "FAILURE, bounces"})
    void serviceShouldKeepToTheWishesOfAnAliasAtEachOfItsGroups(Notify notify, String processor) throws Exception {
        plugin.server
                .group("empty@example.org")
                .group("void@example.org")
                .mapping("nobody@example.org", "empty@example.org", "void@example.org");

        serve(wishing(mail("key", "nobody@example.org"), null, null, notify));

        assertThat(spool.sent()).extracting(Spool.Sent::state).hasSize(2).containsOnly(processor);
    }

    @ParameterizedTest
    @EnumSource(
            value = Notify.class,
            names = {"NEVER", "FAILURE", "DELAY"})
    void serviceShouldReportNothingWhenTheSenderDoesNotWishIt(Notify notify) throws Exception {
        serve(wishing(mail("key", TEAM), null, null, notify));
        serve(wishing(mail("other", TEAM), "ENV", "x@y.example"));

        assertThat(reports()).isEmpty();
    }

    @Test
    void serviceShouldReportNothingToAStranger() throws Exception {
        plugin.server.group("open@example.org", "ann@other.net");
        MailImpl stranger = wishing(mail("key", "open@example.org"), null, null, Notify.SUCCESS);
        stranger.removeAttribute(Mail.SMTP_AUTH_USER);
        stranger.setSender(new MailAddress("stranger@other.net"));
        stranger.getMessage().setHeader("From", "stranger@other.net");

        serve(stranger);

        assertThat(plugin.postings.postings()).hasSize(1);
        assertThat(reports()).isEmpty();
    }

    @Test
    void serviceShouldReportOnlyWhenAHeldMessageIsApproved() throws Exception {
        plugin.server.settings(TEAM, GroupSettings.DEFAULT.withModeration(Moderation.EVERYONE));
        serve(wishing(mail("key", TEAM), null, null, Notify.SUCCESS));
        assertThat(reports()).isEmpty();
        assertThat(plugin.held).hasSize(1);

        MailImpl approved = mail("approved", TEAM);
        plugin.held.get(0).attributes().forEach(approved::setAttribute);
        Marks.beginAnew(approved, "approved");
        approved.setAttribute(Marks.approvalFor(1));
        serve(approved);

        assertThat(reports()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"NEVER, group-refused", "SUCCESS, group-refused", "FAILURE, bounces"})
    void serviceShouldTellOfAFailureOnlyIfTheSenderWishesIt(Notify notify, String processor) throws Exception {
        plugin.server.group("empty@example.org");

        serve(wishing(mail("key", "empty@example.org"), null, null, notify));

        assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly(processor);
        assertThat(plugin.told).isEmpty();
    }

    @Test
    void serviceShouldAddNoFieldWhateverTheEnvelopeSays() throws Exception {
        serve(wishing(mail("key", TEAM), "A+0D+0AAction:+20failed", null, Notify.SUCCESS));

        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.content())
                .contains("Original-Envelope-Id: A+0D+0AAction:+20failed\r\n")
                .doesNotContain("\nAction: failed"));
    }
}
