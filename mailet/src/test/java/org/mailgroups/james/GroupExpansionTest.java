// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.james.author.MemoryIdentities;
import org.mailgroups.james.author.SigningDomains;
import org.mailgroups.james.message.Trace;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.james.spool.Marks;
import org.mailgroups.james.spool.Spool;
import org.mailgroups.value.Address;

class GroupExpansionTest {
    private static final String LIST_FIELDS =
            """
            List-Id: "team" <team.example.org>
            List-Post: <mailto:team@example.org>
            List-Owner: <mailto:team-owner@example.org>
            List-Help: <mailto:team-request@example.org?subject=help>
            List-Unsubscribe: <mailto:team-leave@example.org>
            """
                    .replace("\n", "\r\n");

    private static final String HEADER = "From: alice@example.org\r\nTo: team@example.org\r\n";
    private static final String BODY = "\r\nHello\r\n";

    private final MemoryPlugin plugin = new MemoryPlugin();
    private final MemoryServer server = plugin.server;
    private final ReturnPath returnPath = plugin.returnPath;
    private final MemoryIdentities identities = plugin.identities;
    private final SigningDomains signers = plugin.signers;
    private final Trace trace = plugin.trace;
    private final List<Mail> held = plugin.held;
    private final Spool spool = plugin.spool;

    /** A place of the mailet; what it posts is delivered when it is done. */
    private Place mailet(String... parameters) throws MessagingException {
        GroupExpansion mailet = plugin.mailet(parameters);
        return mail -> {
            mailet.service(mail);
            plugin.deliver();
        };
    }

    @FunctionalInterface
    private interface Place {
        void service(Mail mail) throws MessagingException;
    }

    private static MailImpl mailOf(String content, String... recipients) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender("alice@example.org")
                .addRecipients(recipients)
                .state("transport")
                // A client that may relay, such as a scanner of ours.
                .addAttribute(
                        new Attribute(AttributeName.of("org.apache.james.SMTPIsAuthNetwork"), AttributeValue.of(true)))
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1))));
        // As the SMTP door does.
        Marks.giveKey(mail, UUID.randomUUID().toString());
        return mail;
    }

    private static MailImpl mail(String... recipients) throws MessagingException {
        return mailOf(HEADER + BODY, recipients);
    }

    private static MailImpl stranger(MailImpl mail) {
        mail.removeAttribute(AttributeName.of("org.apache.james.SMTPIsAuthNetwork"));
        return mail;
    }

    private static MailImpl authenticated(MailImpl mail, String user) {
        mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(user)));
        return mail;
    }

    private static String[] people(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("m%04d@other.net", i))
                .toArray(String[]::new);
    }

    private static List<String> recipients(Mail mail) {
        return mail.getRecipients().stream().map(MailAddress::asString).toList();
    }

    @Nested
    class Distribution {
        @Test
        void serviceShouldLeaveAMessageAloneWhenNoRecipientIsAGroup() throws Exception {
            MailImpl mail = mail("bob@example.org");

            mailet().service(mail);

            assertThat(recipients(mail)).containsExactly("bob@example.org");
            assertThat(mail.getState()).isEqualTo("transport");
            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void serviceShouldSendLocalAndRemoteChunksToTheirProcessors() throws Exception {
            server.group("team@example.org", "bob@example.org", "ann@other.net", "eve@third.net");
            MailImpl mail = mail("team@example.org");

            mailet().service(mail);

            assertThat(spool.sentTo("group-delivery"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("bob@example.org"));
            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("ann@other.net", "eve@third.net"));
            assertThat(spool.sent())
                    .extracting(Spool.Sent::name)
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.matches("message-chunk-[0-9a-f]{8}-[01]"));
            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        }

        @Test
        void serviceShouldSendAMessageAgainLaterWhenItCannotBePutBackNow() throws Exception {
            server.group("team@example.org", "bob@example.org");
            MailImpl early = mail("team@example.org", "dave@other.net");
            early.setAttribute(new Attribute(
                    AttributeName.of("org.mailgroups.not-before"),
                    AttributeValue.of(plugin.clock.instant().plusSeconds(60).toEpochMilli())));
            plugin.refusedSends = 1;

            mailet().service(early);

            assertThat(spool.sent()).hasSize(1);
            assertThat(spool.sent().get(0).recipients()).contains("team@example.org");
            assertThat(Stream.concat(recipients(early).stream(), spool.sent().get(0).recipients().stream()))
                    .as("the recipients that wait, and those that go on")
                    .containsExactlyInAnyOrder("team@example.org", "dave@other.net");
            plugin.clock.pass(Duration.ofSeconds(60));

            MailImpl again = spool.take("transport");
            mailet().service(again);

            assertThat(spool.sentTo("group-delivery"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("bob@example.org"));
        }

        @Test
        void serviceShouldFailAndKeepAllRecipientsWhenNothingCanBeSent() throws Exception {
            server.group("team@example.org", "bob@example.org");
            MailImpl early = mail("team@example.org", "dave@other.net");
            early.setAttribute(new Attribute(
                    AttributeName.of("org.mailgroups.not-before"),
                    AttributeValue.of(plugin.clock.instant().plusSeconds(60).toEpochMilli())));
            plugin.refusedSends = 2;

            assertThatThrownBy(() -> mailet().service(early)).isInstanceOf(MessagingException.class);

            assertThat(recipients(early)).containsExactlyInAnyOrder("team@example.org", "dave@other.net");
            assertThat(early.getState()).isNotEqualTo(Mail.GHOST);
        }

        @Test
        void serviceShouldRefuseAnEmptyGroupOnceWhenItHasTwoNames() throws Exception {
            server.group("empty@example.org");

            mailet().service(mail("empty@example.org", "empty+x@example.org"));

            assertThat(spool.sentTo("group-refused"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("empty@example.org", "empty+x@example.org"));
        }

        @Test
        void serviceShouldLeaveDirectRecipientsInTheMessage() throws Exception {
            server.group("team@example.org", "bob@other.net", "ann@other.net");
            MailImpl mail = mail("bob@other.net", "team@example.org");

            mailet().service(mail);

            assertThat(recipients(mail)).containsExactly("bob@other.net");
            assertThat(mail.getState()).isEqualTo("transport");
            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("ann@other.net"));
        }

        @Test
        void serviceShouldSendInChunksOfTheConfiguredSize() throws Exception {
            server.group("team@example.org", people(25));

            mailet("recipientsPerTransaction", "10").service(mail("team@example.org"));

            assertThat(spool.sentTo("relay"))
                    .extracting(sent -> sent.recipients().size())
                    .containsExactly(10, 10, 5);
        }

        @Test
        void serviceShouldSendTheEnvelopeFromTheGroupsReturnPath() throws Exception {
            server.group("team@example.org", "bob@other.net");

            mailet().service(mail("team@example.org"));

            String sender = spool.sent().get(0).sender();
            assertThat(sender).startsWith("team-bounces+").endsWith("@example.org");
            assertThat(returnPath.read(MemoryServer.addresses(sender).get(0))).isPresent();
        }

        /** Version 1.0 sent chunks step by step, and left the rest in the queue as the message itself. */
        @Test
        void serviceShouldServeTheRestThatAnOlderVersionLeftInTheQueue() throws Exception {
            server.group("team@example.org", people(25)).group("other@example.org", "zoe@third.net");
            MailImpl rest = mail("team@example.org", "other@example.org");
            rest.setAttribute(attribute("cursor", "12 m0019@other.net"));
            rest.setAttribute(attribute("admitted", "1"));
            rest.setAttribute(attribute("served", "m0021@other.net"));
            server.settings("team@example.org", GroupSettings.DEFAULT);

            mailet().service(stranger(rest));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("relay");
            assertThat(spool.sentTo("relay").get(0).recipients())
                    .containsExactly("m0020@other.net", "m0022@other.net", "m0023@other.net", "m0024@other.net");
            assertThat(rest.getState()).isEqualTo(Mail.GHOST);
            assertThat(spool.sent().get(0).mail().attributeNames())
                    .extracting(AttributeName::asString)
                    .doesNotContain("org.mailgroups.cursor", "org.mailgroups.admitted", "org.mailgroups.served");
        }

        private Attribute attribute(String name, String value) {
            return new Attribute(AttributeName.of("org.mailgroups." + name), AttributeValue.of(value));
        }
    }

    /** A message that comes again is the same message, whatever has changed meanwhile. */
    @Nested
    class Exclusions {
        @Test
        void serviceShouldWriteDownWhomAGroupExcludes() throws Exception {
            server.group("all@example.org", "dev@example.org", "eve@third.net")
                    .group("dev@example.org", "bob@example.org", "ann@other.net")
                    .excluding("all@example.org", "bob@example.org", "ann@other.net");

            mailet().service(mail("all@example.org"));

            assertThat(spool.sent()).extracting(Spool.Sent::recipients).containsExactly(List.of("eve@third.net"));
            assertThat(plugin.postings.leftOut())
                    .containsOnly(
                            entry(Address.parse("bob@example.org"), RecipientState.EXCLUDED),
                            entry(Address.parse("ann@other.net"), RecipientState.EXCLUDED));
        }

        @Test
        void serviceShouldWriteDownAPostingThatNobodyGets() throws Exception {
            server.group("all@example.org", "dev@example.org")
                    .group("dev@example.org", "bob@example.org")
                    .excluding("all@example.org", "bob@example.org");

            mailet().service(mail("all@example.org"));

            assertThat(spool.sent()).isEmpty();
            assertThat(plugin.postings.leftOut()).containsOnlyKeys(Address.parse("bob@example.org"));
        }
    }

    @Nested
    class Replays {
        private MailImpl again(MailImpl mail, String... recipients) throws MessagingException {
            MailImpl again = mail(recipients);
            mail.attributes().forEach(again::setAttribute);
            return again;
        }

        @Test
        void serviceShouldServeOnceWhenTheServerDiedBeforeTheQueueHeardOfIt() throws Exception {
            server.group("team@example.org", people(25));
            MailImpl mail = mail("team@example.org", "carl@third.net");
            MailImpl again = again(mail, "team@example.org", "carl@third.net");
            plugin.mailet().service(mail);

            plugin.dies();
            mailet().service(again);

            assertThat(recipients(again)).containsExactly("carl@third.net");
            assertThat(spool.sentTo("relay")).extracting(Spool.Sent::recipients).containsExactly(List.of(people(25)));
        }

        @Test
        void serviceShouldServeWhoeverWasToBeServedWhenTheGroupChangedMeanwhile() throws Exception {
            server.group("team@example.org", people(25));
            MailImpl mail = mail("team@example.org");
            plugin.mailet("recipientsPerTransaction", "10").service(mail);
            server.settings("team@example.org", GroupSettings.DEFAULT.withSenders(Senders.ADMINISTRATORS));

            plugin.dies();
            mailet("recipientsPerTransaction", "10").service(again(mail, "team@example.org"));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsOnly("relay");
            assertThat(spool.sentTo("relay").stream().flatMap(sent -> sent.recipients().stream()))
                    .containsExactly(people(25));
        }

        @Test
        void serviceShouldServeEverybodyWhenTheGroupIsDisbandedMeanwhile() throws Exception {
            server.group("team@example.org", people(3));
            plugin.mailet().service(mail("team@example.org"));
            server.disband("team@example.org");

            plugin.deliver();

            assertThat(spool.sent()).extracting(Spool.Sent::recipients).containsExactly(List.of(people(3)));
        }

        @Test
        void serviceShouldNotAskAgainWhatWasDecided() throws Exception {
            server.group("team@example.org", "bob@other.net")
                    .group("closed@example.org", "eve@other.net")
                    .settings("closed@example.org", GroupSettings.DEFAULT.withSenders(Senders.ADMINISTRATORS));
            MailImpl mail = mail("team@example.org", "closed@example.org");
            MailImpl again = again(mail, "team@example.org", "closed@example.org");
            mailet().service(mail);
            server.settings("closed@example.org", GroupSettings.DEFAULT.withSenders(Senders.ANYONE));

            mailet().service(again);

            assertThat(again.getState()).isEqualTo(Mail.GHOST);
            assertThat(spool.sentTo("relay")).hasSize(1);
            assertThat(spool.sentTo("group-refused")).hasSize(1);
        }

        @Test
        void serviceShouldTellWhatItHasDecidedWhenTheServerDiedInBetween() throws Exception {
            server.group("closed@example.org", "eve@other.net").settings("closed@example.org", GroupSettings.DEFAULT);
            MailImpl mail = stranger(mail("closed@example.org"));
            plugin.postings.decide(
                    Marks.key(mail),
                    List.of(new GroupOutcome(
                            1,
                            Address.parse("closed@example.org"),
                            GroupOutcome.Kind.REFUSED,
                            Decision.Cause.NOT_ALLOWED.name(),
                            "only some may write here",
                            false)));

            mailet().service(mail);

            assertThat(spool.sentTo("group-refused"))
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.mail().getErrorMessage()).contains("only some may write here"));
        }

        @Test
        void serviceShouldServeOnceWhenAForwardLeadsBackToAGroupThatTookTheMessage() throws Exception {
            server.group("team@example.org", "bob@other.net", "ann@other.net")
                    .group("crew@example.org", "ann@other.net");
            MailImpl mail = mail("team@example.org");
            mailet().service(mail);

            // James' own mailet has followed a forward of somebody else among the recipients.
            mailet().service(again(mail, "team@example.org", "crew@example.org"));

            assertThat(spool.sentTo("relay").stream().flatMap(sent -> sent.recipients().stream()))
                    .containsExactly("ann@other.net", "bob@other.net");
        }

        @Test
        void serviceShouldServeTheSameMessageFromTheErrorRepositoryOnlyOnce() throws Exception {
            server.group("team@example.org", "bob@other.net");
            MailImpl mail = mail("team@example.org");
            mail.attributes().toList().forEach(attribute -> mail.removeAttribute(attribute.getName()));
            MailImpl again = mail("team@example.org");
            again.attributes().toList().forEach(attribute -> again.removeAttribute(attribute.getName()));
            server.settings("team@example.org", GroupSettings.DEFAULT.withSenders(Senders.ANYONE));

            mailet().service(mail);
            mailet().service(again);

            assertThat(spool.sent()).hasSize(1);
        }

        @Test
        void serviceShouldKeepTheMessageWhenItsBodyCannotBeKept() throws Exception {
            server.group("team@example.org", "bob@other.net");
            plugin.bodies.fills();

            mailet().service(mail("team@example.org"));
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("transport");
            plugin.bodies.hasRoom();
            plugin.clock.pass(Duration.ofSeconds(5));
            mailet().service(spool.take("transport"));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("relay");
        }

        @Test
        void serviceShouldKeepTheMessageWhenThePostingCannotBeWritten() throws Exception {
            server.group("team@example.org", "bob@other.net");
            plugin.postings.goesDown();

            plugin.mailet().service(mail("team@example.org"));
            plugin.postings.comesBack();
            plugin.clock.pass(Duration.ofSeconds(5));
            mailet().service(spool.take("transport"));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("relay");
            assertThat(plugin.postings.postings()).hasSize(1);
        }
    }

    @Nested
    class Content {
        @Test
        void copiesShouldKeepTheOriginalsOctets() throws Exception {
            server.group("team@example.org", "bob@other.net");
            String original = "DKIM-Signature: v=1; a=rsa-sha256;\r\n\tb=abc\r\nfrom:  alice@example.org\r\n"
                    + "Subject: gr\u00fc\u00df\r\n e\r\n\r\n8-bit \u00e4\r\n.\r\n\r\n";

            mailet().service(mailOf(original, "team@example.org"));

            assertThat(spool.sent().get(0).content()).isEqualTo(trace.field(1) + "\r\n" + LIST_FIELDS + original);
        }

        @Test
        void copiesShouldNotCarryBccReturnPathOrAnotherListsFields() throws Exception {
            server.group("team@example.org", "bob@other.net");
            String other = "Bcc: secret@other.net,\r\n more@other.net\r\nList-Id: <other.example.com>\r\n"
                    + "LIST-UNSUBSCRIBE: <mailto:x@other.net>\r\nList-Unknown-To-Us: x\r\n"
                    + "Return-Path: <x@other.net>\r\n";

            mailet().service(mailOf(other + HEADER + BODY, "team@example.org"));

            assertThat(spool.sent().get(0).content()).isEqualTo(trace.field(1) + "\r\n" + LIST_FIELDS + HEADER + BODY);
        }

        @Test
        void copiesShouldBePlainForTheRestOfAnAliasThatLeadsToAGroup() throws Exception {
            server.group("team@example.org", "bob@other.net")
                    .mapping("crew@example.org", "team@example.org", "eve@third.net");

            mailet().service(mail("team@example.org", "crew@example.org"));

            Spool.Sent plain = spool.sent().stream()
                    .filter(sent -> sent.recipients().contains("eve@third.net"))
                    .findFirst()
                    .orElseThrow();
            assertThat(plain.content()).isEqualTo(HEADER + BODY);
            assertThat(plain.sender()).isEqualTo("alice@example.org");
        }
    }

    @Nested
    class Refusal {
        @Test
        void serviceShouldTellAnAuthenticatedAuthor() throws Exception {
            server.group("team@example.org", people(3));

            mailet("maxRecipients", "2")
                    .service(authenticated(mail("team@example.org", "carl@third.net"), "alice@example.org"));

            assertThat(spool.sentTo("bounces"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("team@example.org"));
            assertThat(spool.sent()).hasSize(1);
        }

        @Test
        void serviceShouldTellNobodyWhenTheAuthorIsUnproven() throws Exception {
            server.group("team@example.org", people(3));
            MailImpl automatic = authenticated(mail("team@example.org"), "alice@example.org");
            automatic.setSender(null);

            mailet("maxRecipients", "2").service(automatic);
            mailet("maxRecipients", "2").service(mail("team@example.org"));

            assertThat(spool.sentTo("group-refused")).hasSize(2);
            assertThat(spool.sentTo("group-refused").get(1).mail().getErrorMessage())
                    .isEqualTo("5.2.4 the groups have more than 2 recipients");
            assertThat(spool.sent()).hasSize(2);
        }

        @Test
        void serviceShouldTellTheAuthenticatedUserUnderWhicheverAddressTheMessageWasWritten() throws Exception {
            server.group("team@example.org", people(3));
            identities.alias("carol@example.org", "alice@example.org");

            mailet("maxRecipients", "2").service(authenticated(mail("team@example.org"), "carol@example.org"));
            mailet("maxRecipients", "2").service(authenticated(mail("team@example.org"), "mallory@example.org"));

            assertThat(spool.sentTo("bounces"))
                    .extracting(Spool.Sent::sender)
                    .containsExactly("carol@example.org", "mallory@example.org");
            assertThat(spool.sent()).hasSize(2);
        }

        @Test
        void serviceShouldStillLeaveDirectRecipientsInARefusedMessage() throws Exception {
            server.group("team@example.org", people(3));
            MailImpl mail = mail("team@example.org", "carl@third.net");

            mailet("maxRecipients", "2").service(mail);

            assertThat(recipients(mail)).containsExactly("carl@third.net");
            assertThat(mail.getErrorMessage()).isNull();
        }

        @Test
        void serviceShouldRefuseAnEmptyGroupAndServeTheOthers() throws Exception {
            server.group("empty@example.org").group("team@example.org", "bob@other.net");

            mailet().service(mail("empty@example.org", "team@example.org"));

            assertThat(spool.sentTo("group-refused"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("empty@example.org"));
            assertThat(spool.sentTo("relay")).hasSize(1);
        }

        @Test
        void serviceShouldRefuseAMessageThatHasBeenThroughTheGroup() throws Exception {
            server.group("team@example.org", "bob@other.net");
            String looping = "Received: from x\r\n" + trace.field(1) + "\r\n" + HEADER + BODY;

            mailet().service(mailOf(looping, "team@example.org"));
            mailet().service(authenticated(mailOf(looping, "team@example.org"), "alice@example.org"));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused", "bounces");
            assertThat(spool.sent().get(0).mail().getErrorMessage()).startsWith("5.4.6 ");
        }

        @Test
        void serviceShouldDistributeWhatAPersonSendsAgain() throws Exception {
            server.group("team@example.org", "bob@other.net");
            String resent = "Resent-From: alice@example.org\r\n" + trace.field(1) + "\r\n" + HEADER + BODY;

            mailet().service(mailOf(resent, "team@example.org"));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("relay");
        }

        @Test
        void serviceShouldNotTakeOtherServersFieldsForALoop() throws Exception {
            server.group("team@example.org", "bob@other.net");
            String foreign = "Delivered-To: team@example.org\r\nList-Id: <team.example.org>\r\n"
                    + "X-Mail-Groups-Trace: 1-aaaaaaaaaaaaaaaa\r\nX-Loop: team@example.org\r\n";

            mailet().service(mailOf(foreign + "Received: from x\r\n".repeat(100) + HEADER + BODY, "team@example.org"));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("relay");
        }

        @Test
        void serviceShouldRefuseAMessageThatHasBeenThroughTooManyServers() throws Exception {
            server.group("team@example.org", "bob@other.net");

            mailet().service(mailOf("Received: from x\r\n".repeat(101) + HEADER + BODY, "team@example.org"));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused");
        }

        @Test
        void serviceShouldGiveEachRefusedPartANameOfItsOwn() throws Exception {
            server.group("one@example.org").group("two@example.org");

            mailet().service(mail("one@example.org", "two@example.org"));

            assertThat(spool.sentTo("group-refused"))
                    .extracting(Spool.Sent::name)
                    .hasSize(2)
                    .doesNotHaveDuplicates();
        }

        @Test
        void serviceShouldLeaveNoMarkOfTheDistributionOnAnAuthorsNotice() throws Exception {
            server.group("team@example.org", people(6));
            MailImpl mail = authenticated(mail("team@example.org"), "alice@example.org");
            mail.setAttribute(Marks.served(MemoryServer.addresses("m0001@other.net")));

            mailet("maxRecipients", "2").service(mail);

            assertThat(spool.sentTo("bounces")).singleElement().satisfies(notice -> {
                assertThat(notice.sender()).isEqualTo("alice@example.org");
                assertThat(notice.mail().attributeNames())
                        .extracting(AttributeName::asString)
                        .noneMatch(name -> name.startsWith("org.mailgroups."));
            });
        }

        @Test
        void serviceShouldRefuseAutomaticRepliesAndTakeTheReportsOfMachines() throws Exception {
            server.group("team@example.org", "bob@other.net");

            mailet().service(mailOf("Auto-Submitted: auto-replied\r\n" + HEADER + BODY, "team@example.org"));
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused");

            mailet().service(mailOf("Auto-Submitted: auto-generated\r\n" + HEADER + BODY, "team@example.org"));
            assertThat(spool.sentTo("relay")).hasSize(1);
        }
    }

    /** Groups that a member's forward leads to: they are asked as if the message were written to them. */
    @Nested
    class Forwards {
        Forwards() {
            server.group("team@example.org", "bob@example.org", "eve@other.net")
                    .group("board@example.org", "ceo@other.net")
                    .mapping("bob@example.org", "board@example.org");
        }

        @Test
        void serviceShouldAskAGroupThatAMembersForwardLeadsTo() throws Exception {
            server.settings("board@example.org", GroupSettings.DEFAULT.withSenders(Senders.ADMINISTRATORS));

            mailet().service(authenticated(mail("team@example.org"), "alice@example.org"));

            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("eve@other.net"));
            assertThat(spool.sentTo("bounces"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("board@example.org"));
        }

        @Test
        void serviceShouldHoldForAGroupThatAMembersForwardLeadsTo() throws Exception {
            server.settings("board@example.org", GroupSettings.DEFAULT.withModeration(Moderation.EVERYONE));

            mailet().service(mail("team@example.org"));

            assertThat(held).extracting(GroupExpansionTest::recipients).containsExactly(List.of("board@example.org"));
            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("eve@other.net"));
        }

        @Test
        void serviceShouldServeAGroupThatAMembersForwardLeadsToIfItTakesTheMessage() throws Exception {
            mailet().service(mail("team@example.org"));

            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("ceo@other.net", "eve@other.net"));
        }

        @Test
        void serviceShouldRememberWhichGroupsTakeTheMessageWhenTheServerRestarts() throws Exception {
            server.group("closed@example.org", "boss@other.net")
                    .settings("closed@example.org", GroupSettings.DEFAULT.withSenders(Senders.ADMINISTRATORS))
                    .group("all@example.org", "bob@example.org", "carol@example.org", "zoe@other.net")
                    .mapping("carol@example.org", "closed@example.org");
            String[] small = {"recipientsPerTransaction", "1"};

            mailet(small).service(mail("all@example.org"));

            assertThat(spool.sentTo("relay").stream().flatMap(sent -> sent.recipients().stream()))
                    .containsExactly("ceo@other.net", "zoe@other.net");
            assertThat(spool.sentTo("group-refused"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("closed@example.org"));
        }

        @Test
        void serviceShouldNotAskANestedGroup() throws Exception {
            server.group("all@example.org", "board@example.org")
                    .settings("board@example.org", GroupSettings.DEFAULT.withSenders(Senders.ADMINISTRATORS));

            mailet().service(mail("all@example.org"));

            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("ceo@other.net"));
        }
    }

    @Nested
    class Policy {
        private final GroupSettings internal = GroupSettings.DEFAULT;

        @Test
        void serviceShouldRefuseWhoMayNotWriteAndServeTheOtherGroups() throws Exception {
            server.group("team@example.org", "bob@other.net").group("open@example.org", "ann@other.net");
            server.settings("team@example.org", internal);

            mailet().service(mail("team@example.org", "open@example.org"));

            assertThat(spool.sentTo("group-refused")).singleElement().satisfies(refused -> {
                assertThat(refused.recipients()).containsExactly("team@example.org");
                assertThat(refused.mail().getErrorMessage()).startsWith("5.7.1 ");
            });
            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("ann@other.net"));
        }

        @Test
        void serviceShouldTakeFromAnAuthenticatedUserOnlyAsHimself() throws Exception {
            server.group("team@example.org", "bob@other.net").settings("team@example.org", internal);

            mailet().service(authenticated(mail("team@example.org"), "alice@example.org"));
            assertThat(spool.sentTo("relay")).hasSize(1);

            mailet().service(authenticated(mail("team@example.org"), "mallory@example.org"));
            assertThat(spool.sentTo("relay")).hasSize(1);
            assertThat(spool.sentTo("bounces")).hasSize(1);
        }

        @Test
        void serviceShouldNotLetAnAliasLeadPastThePolicy() throws Exception {
            server.group("open@example.org", "ann@other.net")
                    .group("team@example.org", "bob@other.net")
                    .mapping("crew@example.org", "team@example.org", "eve@third.net")
                    .settings("team@example.org", internal);
            Place mailet = mailet("recipientsPerTransaction", "1");
            MailImpl mail = mail("open@example.org", "crew@example.org");

            mailet.service(mail);

            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
            assertThat(spool.sentTo("group-refused"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("team@example.org"));
            assertThat(spool.sentTo("relay").stream().flatMap(sent -> sent.recipients().stream()))
                    .containsExactlyInAnyOrder("ann@other.net", "eve@third.net");
        }

        @Test
        void serviceShouldRefuseMailWithoutASenderEvenThroughAnAlias() throws Exception {
            server.group("team@example.org", "bob@other.net").mapping("crew@example.org", "team@example.org");
            MailImpl report = mail("crew@example.org");
            report.setSender(null);

            mailet().service(report);

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused");
        }

        @Test
        void serviceShouldHoldWhatWaitsForTheAdministrators() throws Exception {
            server.group("team@example.org", "bob@other.net")
                    .settings("team@example.org", internal.withModeration(Moderation.EVERYONE));

            mailet().service(mail("team@example.org"));

            assertThat(held).extracting(Mail::getName).containsExactly("message");
            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void serviceShouldServeOnceWhomTheRestOfAHeldMessageHasServed() throws Exception {
            server.group("team@example.org", "bob@other.net", "ann@other.net", "eve@other.net", "carl@third.net")
                    .settings("team@example.org", internal.withModeration(Moderation.EVERYONE))
                    .group("open@example.org", "ann@other.net", "inner@example.org")
                    .group("inner@example.org", "carl@third.net")
                    .mapping("robert@example.org", "bob@other.net");
            MailImpl mail = mail("team@example.org", "robert@example.org", "open@example.org");

            mailet().service(mail);

            assertThat(recipients(mail)).containsExactly("robert@example.org");
            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("ann@other.net", "carl@third.net"));
            assertThat(sentOnApproval()).containsExactly("eve@other.net");
        }

        /** The addresses that a held message reaches when it is approved. */
        private List<String> sentOnApproval() throws MessagingException {
            assertThat(held).hasSize(1);
            MailImpl approved = mail("team@example.org");
            held.get(0).attributes().forEach(approved::setAttribute);
            Marks.beginAnew(approved, "approved 1");
            approved.setAttribute(Marks.approvalFor(1));
            spool.clear();
            mailet("recipientsPerTransaction", "1").service(approved);
            return spool.sentTo("relay").stream()
                    .flatMap(sent -> sent.recipients().stream())
                    .toList();
        }

        @Test
        void serviceShouldServeLaterWhomTheOtherGroupExcludes() throws Exception {
            server.group("team@example.org", "bob@other.net", "eve@other.net")
                    .settings("team@example.org", internal.withModeration(Moderation.EVERYONE))
                    .group("open@example.org", "inner@example.org", "eve@other.net")
                    .group("inner@example.org", "bob@other.net")
                    .excluding("open@example.org", "bob@other.net");
            mailet().service(mail("team@example.org", "open@example.org"));

            assertThat(plugin.postings.leftOut()).containsOnlyKeys(Address.parse("bob@other.net"));
            assertThat(sentOnApproval()).containsExactly("bob@other.net");
        }

        @Test
        void serviceShouldServeWhoJoinedTheOtherGroupOnlyAfterTheMessage() throws Exception {
            server.group("team@example.org", "bob@other.net", "eve@other.net")
                    .settings("team@example.org", internal.withModeration(Moderation.EVERYONE))
                    .group("open@example.org", "ann@other.net");
            mailet().service(mail("team@example.org", "open@example.org"));
            server.disband("open@example.org");
            server.group("open@example.org", "ann@other.net", "eve@other.net");

            assertThat(sentOnApproval()).containsExactly("bob@other.net", "eve@other.net");
        }

        @Test
        void serviceShouldServeEverybodyLaterWhenTheRestWasRefused() throws Exception {
            server.group("team@example.org", "bob@other.net", "eve@other.net")
                    .settings("team@example.org", internal.withModeration(Moderation.EVERYONE))
                    .group("large@example.org", "ann@other.net", "bob@other.net", "carl@other.net");

            mailet("maxRecipients", "2").service(mail("team@example.org", "large@example.org"));

            assertThat(spool.sentTo("group-refused"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("large@example.org"));
            assertThat(sentOnApproval()).containsExactly("bob@other.net", "eve@other.net");
        }

        @Test
        void serviceShouldServeOnceWhomTheRestServedWhenAnAliasLeadsToAGroupThatHolds() throws Exception {
            server.group("team@example.org", "bob@other.net", "eve@other.net")
                    .settings("team@example.org", internal.withModeration(Moderation.EVERYONE))
                    .mapping("crew@example.org", "team@example.org", "bob@other.net");

            mailet().service(mail("crew@example.org"));

            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("bob@other.net"));
            assertThat(sentOnApproval()).containsExactly("eve@other.net");
        }

        @Test
        void serviceShouldTakeWhatTheGroupsAdministratorsApprovedAndOnlyThere() throws Exception {
            server.group("team@example.org", "bob@other.net")
                    .group("other@example.org", "ann@other.net")
                    .settings("team@example.org", internal)
                    .settings("other@example.org", internal);
            MailImpl approved = mail("team@example.org", "other@example.org");
            approved.setAttribute(Marks.approvalFor(1));

            mailet().service(approved);

            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("bob@other.net"));
            assertThat(spool.sentTo("group-refused"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("other@example.org"));
        }
    }

    @Nested
    class Guard {
        private MailImpl named(String name, String... recipients) throws MessagingException {
            MailImpl mail = mail(recipients);
            mail.setName(name);
            return mail;
        }

        @Test
        void serviceShouldNotDistributeWhatIsOverALimitAtOneGroup() throws Exception {
            server.group("team@example.org", "bob@other.net").group("open@example.org", "ann@other.net");
            Place mailet = mailet("maxPerSenderPerMinute", "1", "maxRepliesPerMinute", "0");

            mailet.service(named("one", "team@example.org"));
            mailet.service(named("two", "team@example.org", "open@example.org"));

            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("bob@other.net"), List.of("ann@other.net"));
        }

        @Test
        void serviceShouldCountOnceAMessageThatMeetsTheMailetTwice() throws Exception {
            server.group("team@example.org", "bob@other.net");
            mailet("maxPerGroupPerMinute", "2").service(named("one", "team@example.org"));
            mailet("maxPerGroupPerMinute", "2").service(named("one", "team@example.org"));
            mailet("maxPerGroupPerMinute", "2").service(named("two", "team@example.org"));

            assertThat(spool.sentTo("relay")).hasSize(3);
        }

        @Test
        void serviceShouldPassWhatTheAdministratorsApprovedWhateverTheLimit() throws Exception {
            server.group("team@example.org", "bob@other.net");
            Place mailet = mailet("maxPerGroupPerMinute", "1");
            mailet.service(named("one", "team@example.org"));
            MailImpl approved = named("two", "team@example.org");
            approved.setAttribute(Marks.approvalFor(1));

            mailet.service(approved);

            assertThat(spool.sentTo("relay")).hasSize(2);
        }
    }

    @Nested
    class Proof {
        private MailImpl fromAnn(String signer) throws MessagingException {
            return mailOf(
                    SigningDomains.sign("d=" + signer + ';', "From: ann@partner.example\r\n" + BODY),
                    "team@example.org");
        }

        @Test
        void serviceShouldTakeAnAllowedSenderOnlyWithProof() throws Exception {
            server.group("team@example.org", "bob@other.net")
                    .settings(
                            "team@example.org",
                            GroupSettings.DEFAULT.withAllowedSenders(List.of(AllowedSender.parse("@partner.example"))));
            Place mailet = mailet("externalProof", "dkim");

            mailet.service(fromAnn("partner.example"));
            assertThat(spool.sentTo("relay")).hasSize(1);

            mailet.service(fromAnn("evil.net"));
            assertThat(spool.sentTo("relay")).hasSize(1);
            assertThat(spool.sentTo("group-refused")).hasSize(1);
            assertThat(spool.sentTo("bounces")).isEmpty();
        }

        @Test
        void serviceShouldTryAgainWhenTheProofCannotBeLookedUpNow() throws Exception {
            server.group("team@example.org", "bob@other.net")
                    .settings(
                            "team@example.org",
                            GroupSettings.DEFAULT.withAllowedSenders(List.of(AllowedSender.parse("@partner.example"))));
            signers.silence("partner.example");
            Place mailet = mailet("externalProof", "dkim");

            mailet.service(fromAnn("partner.example"));
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("transport");

            signers.publish("partner.example");
            plugin.clock.pass(Duration.ofSeconds(5));
            mailet.service(spool.take("transport"));
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("relay");
        }

        @Test
        void serviceShouldRefuseAnAddressOfOursThatSpfDidNotProve() throws Exception {
            server.group("team@example.org", "bob@other.net");
            Place mailet = mailet("externalProof", "spf");
            for (String result : List.of("fail", "none", "neutral")) {
                MailImpl mail = stranger(mail("team@example.org"));
                mail.setAttribute(new Attribute(
                        AttributeName.of("org.apache.james.transport.mailets.spf.result"), AttributeValue.of(result)));
                mailet.service(mail);
            }
            mailet.service(stranger(mail("team@example.org")));

            assertThat(spool.sent()).hasSize(4).extracting(Spool.Sent::state).containsOnly("group-refused");
        }

        @Test
        void serviceShouldRefuseAnAddressOfOursFromAStrangerWhateverThePolicy() throws Exception {
            server.group("team@example.org", "bob@other.net");
            Place mailet = mailet("externalProof", "dkim");

            mailet.service(stranger(mail("team@example.org")));
            mailet.service(stranger(mailOf("From: Boss <boss@example.org>, x@y.net\r\n" + BODY, "team@example.org")));
            mailet.service(stranger(mailOf("From: boss@example.org@evil.net\r\n" + BODY, "team@example.org")));
            assertThat(spool.sent())
                    .extracting(Spool.Sent::state)
                    .containsExactly("group-refused", "group-refused", "group-refused");

            signers.publish("example.org");
            mailet.service(stranger(mailOf(SigningDomains.sign("d=example.org;", HEADER + BODY), "team@example.org")));
            mailet.service(stranger(mailOf("From: x@y.net\r\n" + BODY, "team@example.org")));
            assertThat(spool.sentTo("relay")).hasSize(2);
        }
    }

    @Nested
    class Roles {
        @Test
        void serviceShouldPassOwnerMailOnAndDistributeWhereAnAdministratorIsAGroup() throws Exception {
            server.group("team@example.org", "bob@other.net")
                    .group("staff@example.org", "ann@other.net")
                    .administrators("team@example.org", "staff@example.org", "carol@example.org");
            MailImpl mail = authenticated(mail("team-owner@example.org"), "alice@example.org");

            mailet().service(mail);

            assertThat(recipients(mail)).containsExactly("carol@example.org");
            assertThat(spool.sentTo("relay"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("ann@other.net"));
        }
    }

    @Nested
    class Aliases {
        @Test
        void serviceShouldServeOnceWhomAnAliasReachesDirectlyAndThroughItsGroup() throws Exception {
            server.group("team@example.org", "bob@other.net", "ann@other.net")
                    .mapping("both@example.org", "team@example.org", "bob@other.net");

            mailet().service(mail("both@example.org"));

            assertThat(spool.sentTo("relay").stream().flatMap(sent -> sent.recipients().stream()))
                    .containsExactlyInAnyOrder("ann@other.net", "bob@other.net");
        }

        @Test
        void serviceShouldNotExpandTwiceWhenAnAliasLeadsToAGroupAndToOneThatRefuses() throws Exception {
            server.group("team@example.org", "bob@other.net")
                    .group("closed@example.org", "eve@other.net")
                    .mapping("crew@example.org", "team@example.org", "closed@example.org")
                    .settings("closed@example.org", GroupSettings.DEFAULT);
            MailImpl mail = mail("team@example.org", "crew@example.org");

            mailet().service(mail);

            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
            assertThat(spool.sentTo("relay").stream().flatMap(sent -> sent.recipients().stream()))
                    .containsExactly("bob@other.net");
            assertThat(spool.sentTo("group-refused"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("closed@example.org"));
        }

        @Test
        void serviceShouldRefuseAnEmptyGroupBehindAnAlias() throws Exception {
            server.group("team@example.org", "bob@other.net")
                    .group("empty@example.org")
                    .mapping("crew@example.org", "empty@example.org");

            mailet().service(mail("team@example.org", "crew@example.org"));

            assertThat(spool.sentTo("group-refused"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("empty@example.org"));
        }

        @Test
        void serviceShouldRefuseAGroupNoneOfWhoseMembersCanBeReached() throws Exception {
            server.group("team@example.org", "gone@example.org").mappingToNowhere("gone@example.org", "550 gone");

            mailet().service(mail("team@example.org"));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused");
        }

        @Test
        void serviceShouldRefuseALoopThatComesThroughAnAlias() throws Exception {
            server.group("open@example.org", "ann@other.net")
                    .group("team@example.org", "bob@other.net")
                    .mapping("crew@example.org", "team@example.org");

            mailet().service(mailOf(trace.field(2) + "\r\n" + HEADER + BODY, "open@example.org", "crew@example.org"));

            assertThat(spool.sentTo("group-refused"))
                    .extracting(Spool.Sent::recipients)
                    .containsExactly(List.of("team@example.org"));
        }

        @Test
        void serviceShouldKnowALoopOverTwoGroupsThatLeadToEachOther() throws Exception {
            server.group("a@example.org", "one@other.net").group("b@example.org", "two@other.net");
            Place mailet = mailet();

            mailet.service(mail("a@example.org"));
            mailet.service(mailOf(spool.sentTo("relay").get(0).content(), "b@example.org"));
            mailet.service(mailOf(spool.sentTo("relay").get(1).content(), "a@example.org"));

            assertThat(spool.sentTo("relay")).hasSize(2);
            assertThat(spool.sentTo("group-refused")).hasSize(1);
        }
    }

    @Nested
    class Reports {
        @Test
        void serviceShouldHandReportsAboutMembersToTheirProcessor() throws Exception {
            server.group("team@example.org", "bob@other.net");
            String address = returnPath
                    .of(
                            server.find(MemoryServer.addresses("team@example.org")
                                            .get(0))
                                    .orElseThrow(),
                            UUID.randomUUID())
                    .toString();
            MailImpl report = mail(address);

            mailet().service(report);

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-bounces");
            assertThat(report.getState()).isEqualTo(Mail.GHOST);
        }
    }

    @Nested
    class Trouble {
        @Test
        void serviceShouldLetGroupsWaitAndServeUsersWhileTheStoreIsDown() throws Exception {
            server.group("team@example.org", "bob@other.net")
                    .user("carl@example.org")
                    .goesDown();
            MailImpl mail = mail("team@example.org", "carl@example.org", "eve@third.net");

            mailet().service(mail);

            assertThat(recipients(mail)).containsExactly("carl@example.org", "eve@third.net");
            assertThat(mail.getState()).isEqualTo("transport");
            assertThat(spool.sent()).singleElement().satisfies(waiting -> {
                assertThat(waiting.recipients()).containsExactly("team@example.org");
                assertThat(waiting.state()).isEqualTo("transport");
                assertThat(waiting.delaySeconds()).isEqualTo(5);
            });
        }

        /** James' spooler knows exceptions only: with an error it would keep the mail until the next start. */
        @ParameterizedTest
        @ValueSource(classes = {StackOverflowError.class, OutOfMemoryError.class, NoSuchMethodError.class})
        void serviceShouldThrowAnExceptionInsteadOfAnError(Class<? extends Error> type) throws Exception {
            server.group("team@example.org", "bob@other.net");
            Error error = type.getDeclaredConstructor().newInstance();
            Mail mail = (Mail) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Mail.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("getName")) {
                            return "message";
                        }
                        throw error;
                    });

            assertThatThrownBy(() -> plugin.mailet().service(mail))
                    .isInstanceOf(MessagingException.class)
                    .hasRootCause(error);
        }

        @Test
        void serviceShouldServeOnceWhoDidNotHaveToWait() throws Exception {
            server.group("team@example.org", "carl@example.org", "bob@other.net")
                    .user("carl@example.org")
                    .goesDown();
            mailet().service(mail("team@example.org", "carl@example.org"));
            server.comesBack();

            plugin.clock.pass(Duration.ofSeconds(5));
            mailet().service(spool.take("transport"));

            assertThat(spool.sent()).extracting(Spool.Sent::recipients).containsExactly(List.of("bob@other.net"));
        }

        @Test
        void serviceShouldWaitLongerEachTimeAndKeepTheMessageAtLast() throws Exception {
            server.group("team@example.org", "bob@other.net").goesDown();
            Place mailet = mailet();
            Instant start = plugin.clock.instant();
            List<Long> delays = new ArrayList<>();

            mailet.service(mail("team@example.org"));
            while (!spool.sentTo("transport").isEmpty()) {
                delays.add(spool.sentTo("transport").get(0).delaySeconds());
                plugin.clock.pass(Duration.ofSeconds(delays.get(delays.size() - 1)));
                mailet.service(spool.take("transport"));
            }

            assertThat(delays)
                    .startsWith(5L, 5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L)
                    .isSorted();
            assertThat(Duration.between(start, plugin.clock.instant()))
                    .isBetween(Duration.ofDays(5), Duration.ofDays(5).plusMinutes(16));
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused");
        }

        /** James' queue on RabbitMQ hands a mail out at once, whatever the delay. */
        @Test
        void serviceShouldWaitAsLongWhenTheQueueIgnoresDelays() throws Exception {
            server.group("team@example.org", "bob@other.net").goesDown();
            Place mailet = mailet();
            Instant start = plugin.clock.instant();

            mailet.service(mail("team@example.org"));
            int rounds = 0;
            while (plugin.clock.instant().isBefore(start.plus(Duration.ofHours(1)))) {
                mailet.service(spool.take("transport"));
                rounds++;
            }
            assertThat(rounds).isLessThan(3700);
            server.comesBack();
            while (!spool.sentTo("transport").isEmpty()) {
                mailet.service(spool.take("transport"));
            }

            assertThat(Duration.between(start, plugin.clock.instant())).isLessThan(Duration.ofMinutes(76));
            assertThat(spool.sent()).singleElement().satisfies(copy -> assertThat(copy.recipients())
                    .containsExactly("bob@other.net"));
            assertThat(spool.sent().get(0).mail().attributeNames())
                    .extracting(AttributeName::asString)
                    .doesNotContain("org.mailgroups.not-before", "org.mailgroups.waiting-since");
        }

        @Test
        void serviceShouldGiveUpAfterFiveDaysWhenTheQueueIgnoresDelays() throws Exception {
            server.group("team@example.org", "bob@other.net").goesDown();
            Place mailet = mailet();
            mailet.service(mail("team@example.org"));

            plugin.clock.pass(Duration.ofDays(5));
            mailet.service(spool.take("transport"));
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("transport");
            plugin.clock.pass(Duration.ofMinutes(16));
            mailet.service(spool.take("transport"));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused");
        }
    }

    @Nested
    class Parameters {
        @Test
        void initShouldFailWhenAParameterIsUnknown() {
            assertThatThrownBy(() -> mailet("remoteprocessor", "relay")).hasMessageContaining("remoteprocessor");
        }

        @Test
        void initShouldFailWhenANumberIsOutOfRange() {
            assertThatThrownBy(() -> mailet("recipientsPerTransaction", "0"))
                    .hasMessageContaining("recipientsPerTransaction");
            assertThatThrownBy(() -> mailet("maxDepth", "many")).hasMessageContaining("maxDepth");
            assertThatThrownBy(() -> mailet("bytesInFlight", "much")).hasMessageContaining("bytesInFlight");
        }

        @Test
        void initShouldFailWhenAnotherPlaceHasAnotherExternalProof() throws Exception {
            mailet("externalProof", "spf");

            assertThatThrownBy(() -> mailet()).hasMessageContaining("externalProof");
        }

        @Test
        void requiredProcessingStateShouldNameTheProcessorsOfTheParameters() throws Exception {
            assertThat(plugin.mailet("remoteProcessor", "smarthost").requiredProcessingState())
                    .extracting(state -> state.getValue())
                    .contains("smarthost", "group-delivery", "group-refused", "group-bounces", "bounces");
        }
    }
}
