// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.PostingSummary.Recipients;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.Membership;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.group.setting.CopySettings;
import org.mailgroups.group.setting.ReplyTo;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.author.MemoryIdentities;
import org.mailgroups.james.author.SigningDomains;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.RawHeader;
import org.mailgroups.james.recipient.MailRecipient;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.james.recipient.RoleAddresses;
import org.mailgroups.james.recipient.RoleAddresses.Role;
import org.mailgroups.james.spool.Refusals;
import org.mailgroups.james.spool.Spool;
import org.mailgroups.leaving.MemoryLeaving;
import org.mailgroups.token.Signer;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

class RoleMailTest {
    private static final String HEADER =
            "From: Bob <bob@example.org>\r\nSubject: Who are you?\r\nMessage-ID: <question@example.org>\r\n";

    private final MemoryServer server = new MemoryServer()
            .user("bob@example.org")
            .group("team@example.org", "ann@other.net")
            .administrators("team@example.org", "alice@example.org", "carol@other.net");
    private final GroupDirectory directory = new GroupDirectory(server, server);
    private final MemoryLeaving leaving = new MemoryLeaving(server, address -> Set.of());
    private final RoleAddresses roles = new RoleAddresses(directory, server, leaving.links());
    private final MemoryIdentities identities = new MemoryIdentities().alias("bob@example.org", "robert@example.org");
    private final Authors authors = new Authors(
            identities,
            identities,
            new Membership(directory, server),
            new ExternalProof(server, new SigningDomains().verification()),
            server);
    private final AtomicLong nanos = new AtomicLong();
    private final Clock clock = Clock.fixed(Instant.parse("2024-05-01T12:00:00Z"), ZoneOffset.UTC);
    private final RecipientClassifier classifier = new RecipientClassifier(
            directory, new ReturnPath(new Signer(new byte[] {1}), Clock.systemUTC(), directory), roles);
    private final PostingsOfAuthors postings = new PostingsOfAuthors();
    private final RoleMail roleMail = new RoleMail(
            classifier,
            authors,
            new RequestAnswers(
                    group -> group.toString().startsWith("team") ? "Who plans the gr\u00fcne Woche" : "",
                    new OwnPosting(postings),
                    new AutomaticAnswers(clock, nanos::get)),
            new LeaveMail(leaving.service(), leaving.links(), new AutomaticAnswers(clock, nanos::get)));
    private final Spool spool = new Spool();
    private final Refusals refusals = new Refusals(
            spool.context(),
            classifier,
            (mail, group, reason) -> {},
            "group-refused",
            "bounces",
            new RecordingMetricFactory());

    private static MailImpl mail(String header, String... recipients) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender("bob@example.org")
                .addRecipients(recipients)
                .state("transport")
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream((header + "\r\nHello\r\n").getBytes(StandardCharsets.UTF_8))));
        return mail;
    }

    private static MailImpl fromBob(String header, String... recipients) throws MessagingException {
        MailImpl mail = mail(header, recipients);
        mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of("bob@example.org")));
        return mail;
    }

    private Mail served(Mail mail) throws MessagingException {
        roleMail.serve(mail, classifier.classify(mail.getRecipients()), spool.context(), refusals);
        return mail;
    }

    private static List<String> recipients(Mail mail) {
        return mail.getRecipients().stream().map(MailAddress::asString).toList();
    }

    @Nested
    class Addresses {
        @ParameterizedTest
        @CsvSource({
            "team-owner@example.org, OWNER",
            "Team-Owner@Example.ORG, OWNER",
            "team-owner+x@example.org, OWNER",
            "team-request@example.org, REQUEST",
            "team-leave@example.org, LEAVE",
            "team-leave+x@example.org, DEAD_LINK"
        })
        void ofShouldFindRoleAndGroup(String address, Role role) {
            assertThat(roles.of(Address.parse(address))).hasValueSatisfying(found -> {
                assertThat(found.role()).isEqualTo(role);
                assertThat(found.group().address()).isEqualTo(Address.parse("team@example.org"));
            });
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "team@example.org",
                    "other-owner@example.org",
                    "team-owner@other.net",
                    "-owner@example.org",
                    "teamowner@example.org",
                    "team-owner-request@example.org",
                    "team+x-owner@example.org",
                    "team-bounces@example.org"
                })
        void ofShouldBeEmptyWhenTheAddressIsNoRoleOfAGroup(String address) {
            assertThat(roles.of(Address.parse(address))).isEmpty();
        }

        @Test
        void ofShouldBeEmptyWhenAUserAliasOrGroupHasTheAddress() {
            server.user("team-owner@example.org");
            assertThat(roles.of(Address.parse("team-owner@example.org"))).isEmpty();
            assertThat(roles.of(Address.parse("team-owner+x@example.org"))).isEmpty();

            server.mapping("team-request@example.org", "bob@example.org");
            assertThat(roles.of(Address.parse("team-request@example.org"))).isEmpty();

            server.group("crew@example.org").group("crew-owner@example.org");
            assertThat(roles.of(Address.parse("crew-owner@example.org"))).isEmpty();
        }

        @Test
        void ofShouldBeEmptyWhenAUserHasTheGroupsOwnAddress() {
            server.user("team@example.org");

            assertThat(roles.of(Address.parse("team-owner@example.org"))).isEmpty();
        }
    }

    @Nested
    class Owner {
        @Test
        void serveShouldPutTheAdministratorsInItsPlaceOnceEach() throws Exception {
            Mail mail = served(fromBob(HEADER, "team-owner@example.org", "alice@example.org", "dave@example.org"));

            assertThat(recipients(mail))
                    .containsExactlyInAnyOrder("alice@example.org", "dave@example.org", "carol@other.net");
            assertThat(mail.getMaybeSender().asString()).isEqualTo("bob@example.org");
            assertThat(mail.getMessage().getHeader("List-Id")).isNull();
            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void serveShouldSetItAsideWithoutNoticeWhenNobodyAuthenticated() throws Exception {
            Mail mail = served(mail(HEADER, "team-owner@example.org", "bob@example.org"));

            assertThat(recipients(mail)).containsExactly("bob@example.org");
            assertThat(spool.sent()).singleElement().satisfies(kept -> {
                assertThat(kept.state()).isEqualTo("group-refused");
                assertThat(kept.recipients()).containsExactly("team-owner@example.org");
                assertThat(kept.mail().getErrorMessage()).startsWith("5.7.1 Only authenticated users");
            });
        }

        @Test
        void serveShouldRefuseItWhenTheSenderIsNullOrAnother() throws Exception {
            MailImpl report = fromBob(HEADER, "team-owner@example.org");
            report.setSender(null);
            served(report);
            served(fromBob(HEADER.replace("bob@", "boss@"), "team-owner@example.org"));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused", "bounces");
            assertThat(spool.sent().get(1).sender()).isEqualTo("bob@example.org");
        }

        @Test
        void serveShouldNotGoInCirclesWhenAnAdministratorIsARoleAddress() throws Exception {
            server.group("crew@example.org")
                    .administrators("crew@example.org", "team-owner@example.org", "dave@example.org")
                    .administrators("team@example.org", "crew-owner@example.org");

            assertThat(recipients(served(fromBob(HEADER, "crew-owner@example.org"))))
                    .containsExactly("dave@example.org");
            assertThat(recipients(served(fromBob(HEADER, "team-owner@example.org"))))
                    .isEmpty();
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("bounces");
        }
    }

    @Nested
    class Leave {
        private static final String LEAVE = "team-leave@example.org";
        private static final String TEAM = "team@example.org";

        private final Address ann = Address.parse("ann@other.net");

        private GroupEntry team() {
            return server.find(Address.parse(TEAM)).orElseThrow();
        }

        private List<String> members() {
            return server.members(team()).stream().map(Address::toString).toList();
        }

        private String linkOf(Address member) {
            return "team-leave+" + leaving.links().token(team(), member) + "@example.org";
        }

        private MailImpl fromStranger(String recipient) throws MessagingException {
            return mail(HEADER.replace("bob@example.org", "stranger@far.test"), recipient);
        }

        @Test
        void serveShouldEndTheMembershipOfTheUserAndAnswer() throws Exception {
            server.addMember(TEAM, "robert@example.org");
            MailImpl mail = fromBob(HEADER + "Reply-To: victim@other.net\r\n", LEAVE);

            served(mail);

            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
            assertThat(members()).containsExactly("ann@other.net");
            assertThat(spool.sent()).singleElement().satisfies(answer -> {
                assertThat(answer.recipients()).containsExactly("bob@example.org");
                assertThat(answer.sender()).isEqualTo("<>");
                assertThat(answer.content())
                        .contains("From: team-owner@example.org\r\n")
                        .contains("Auto-Submitted: auto-replied\r\n")
                        .contains("In-Reply-To: <question@example.org>\r\n")
                        .contains("You have left team <team@example.org>")
                        .doesNotContain("victim")
                        .doesNotContain("ann@");
            });
        }

        @Test
        void serveShouldTellWhoIsNoMemberThatNothingHasChanged() throws Exception {
            served(fromBob(HEADER, LEAVE));
            served(fromBob(HEADER, LEAVE));

            assertThat(members()).containsExactly("ann@other.net");
            assertThat(spool.sent()).singleElement().satisfies(answer -> assertThat(answer.content())
                    .contains("you are no member")
                    .doesNotContain("ann@"));
        }

        @Test
        void serveShouldExcludeAndAnswerOnceWhenANestedGroupHasTheUser() throws Exception {
            server.group("crew@example.org", "bob@example.org").addMember(TEAM, "crew@example.org");

            served(fromBob(HEADER, LEAVE));

            assertThat(server.excluded(team())).containsExactly(Address.parse("bob@example.org"));
            assertThat(spool.sent()).hasSize(1);
        }

        @Test
        void serveShouldSayThatItCannotBeWhenTheGroupExcludesTooMany() throws Exception {
            server.group("crew@example.org", "bob@example.org").addMember(TEAM, "crew@example.org");
            leaving.fill();

            served(fromBob(HEADER, LEAVE));

            assertThat(spool.sent()).singleElement().satisfies(answer -> assertThat(answer.content())
                    .contains("You could not leave"));
        }

        @Test
        void serveShouldEndTheMembershipThatATokenIsAboutAndAnswerThatPersonAlone() throws Exception {
            MailImpl mail = fromStranger(linkOf(ann).toUpperCase(Locale.ROOT));

            served(mail);
            served(fromStranger(linkOf(ann)));

            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
            assertThat(members()).isEmpty();
            assertThat(spool.sent()).singleElement().satisfies(answer -> {
                assertThat(answer.recipients()).containsExactly("ann@other.net");
                assertThat(answer.sender()).isEqualTo("<>");
                assertThat(answer.content())
                        .contains("Subject: Auto: team@example.org\r\n")
                        .contains("You have left team")
                        .doesNotContain("Who are you?")
                        .doesNotContain("question@");
            });
        }

        @Test
        void serveShouldGoByTheTokenWhoeverHasLoggedIn() throws Exception {
            server.addMember(TEAM, "bob@example.org");

            served(fromBob(HEADER, linkOf(ann)));

            assertThat(members()).containsExactly("bob@example.org");
        }

        @Test
        void serveShouldTakeATokenWhenTheGroupHasAnotherAddressByNow() throws Exception {
            String link = linkOf(ann);
            server.rename(TEAM, "a.much.longer.address.of.the.team@example.org");

            served(fromStranger(link));

            assertThat(spool.sent()).extracting(Spool.Sent::recipients).containsExactly(List.of("ann@other.net"));
        }

        @Test
        void serveShouldChangeNothingForATokenThatIsAnotherOrForNobody() throws Exception {
            String link = linkOf(ann);
            char last = link.charAt(link.indexOf('@') - 1);
            server.group("crew@example.org", "ann@other.net");
            served(fromStranger(link.replace(last + "@", (last == 'a' ? 'b' : 'a') + "@")));
            served(fromBob(HEADER, "team-leave+x@example.org"));
            served(fromStranger(linkOf(Address.parse("gone@other.net"))));

            assertThat(members()).containsExactly("ann@other.net");
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused", "bounces");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply"})
        void serveShouldChangeNothingForAnAutomaticReply(String field) throws Exception {
            server.addMember(TEAM, "bob@example.org");

            served(fromBob(HEADER + field + "\r\n", LEAVE));
            served(mail(HEADER + field + "\r\n", linkOf(ann)));
            MailImpl report = mail(HEADER, linkOf(ann));
            report.setSender(null);
            served(report);

            assertThat(members()).containsExactlyInAnyOrder("ann@other.net", "bob@example.org");
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsOnly("group-refused");
        }

        @Test
        void serveShouldChangeNothingForAStrangerOrUnderAnothersName() throws Exception {
            server.addMember(TEAM, "bob@example.org");

            served(mail(HEADER, LEAVE));
            served(fromBob(HEADER.replace("bob@", "boss@"), LEAVE));

            assertThat(members()).containsExactlyInAnyOrder("ann@other.net", "bob@example.org");
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused", "bounces");
        }

        @Test
        void addressShouldBelongToAUserWhoHasIt() {
            String link = linkOf(ann);
            server.user(LEAVE);

            assertThat(roles.of(Address.parse(LEAVE))).isEmpty();
            assertThat(roles.of(Address.parse(link))).isEmpty();
            assertThat(roles.of(Address.parse(link.replace("example.org", "other.net"))))
                    .isEmpty();
        }

        @Test
        void serveShouldLetTheMessageWaitWhenTheStoreIsAway() throws Exception {
            MailImpl mail = fromStranger(linkOf(ann));
            List<MailRecipient> recipients =
                    classifier.classify(mail.getRecipients()).all();
            server.goesDown();

            assertThatThrownBy(() -> roleMail.serve(mail, new MailRecipients(recipients), spool.context(), refusals))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(recipients(mail)).hasSize(1);
        }
    }

    @Nested
    class Request {
        private static final String REQUEST = "team-request@example.org";

        @Test
        void serveShouldAnswerTheUserAndNobodyElse() throws Exception {
            MailImpl mail =
                    fromBob(HEADER + "Reply-To: victim@other.net\r\nReferences: <root@example.org>\r\n", REQUEST);

            served(mail);

            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
            assertThat(spool.sent()).singleElement().satisfies(answer -> {
                assertThat(answer.recipients()).containsExactly("bob@example.org");
                assertThat(answer.sender()).isEqualTo("<>");
                assertThat(answer.state()).isEqualTo("transport");
                assertThat(answer.content())
                        .contains("From: team-request@example.org\r\n")
                        .contains("To: bob@example.org\r\n")
                        .contains("Subject: Auto: Who are you?\r\n")
                        .contains("Auto-Submitted: auto-replied\r\n")
                        .contains("In-Reply-To: <question@example.org>\r\n")
                        .contains("References: <root@example.org> <question@example.org>\r\n")
                        .contains("Date: Wed, 1 May 2024 12:00:00 ")
                        .contains("Message-ID: <")
                        .contains("team <team@example.org> is a group")
                        .contains("Who plans the gr=C3=BCne Woche")
                        .contains("Anyone may write to it.")
                        .contains("team-owner@example.org")
                        .doesNotContain("victim");
            });
        }

        @Test
        void serveShouldSayAllThatAMemberNeedsToKnow() throws Exception {
            server.settings(
                    "team@example.org",
                    GroupSettings.DEFAULT
                            .withSenders(Senders.MEMBERS)
                            .withModeration(Moderation.EVERYONE)
                            .withMessageBytesLimit(70_000)
                            .withCopies(CopySettings.DEFAULT
                                    .withReplyTo(ReplyTo.GROUP)
                                    .withSubjectPrefix("[Team]")));

            served(fromBob(HEADER, REQUEST));

            assertThat(spool.sent())
                    .singleElement()
                    .satisfies(
                            answer -> assertThat(
                                            (String) answer.mail().getMessage().getContent())
                                    .isEqualToNormalizingNewlines(
                                            """
                            team <team@example.org> is a group:
                            what is sent to this address reaches all of its members.

                            Who plans the gr\u00fcne Woche

                            Its members may write to it, from a mail program that logs in.
                            Every message waits for an administrator.
                            A message may have at most 70000 bytes.

                            The subject of its messages begins with [Team]
                            An answer to its messages goes to the group.
                            A mail program can sort them by the field List-Id: <team.example.org>

                            The group's administrators read team-owner@example.org.
                            To learn what became of your last message to the group,
                            write the word report to team-request@example.org.

                            This answer was sent automatically.
                            """));
        }

        @Test
        void serveShouldAnswerUnderTheSubjectAsItCameWhenAQueueHasWrittenTheHeaderAnew() throws Exception {
            MailImpl mail = fromBob(HEADER.replace("Who are you?", "\u00bfQui\u00e9n?"), REQUEST);
            RawHeader.keep(mail, HeaderFields.of(mail));

            served(MailImpl.duplicate(mail));

            assertThat(spool.sent()).singleElement().satisfies(answer -> assertThat(
                            answer.mail().getMessage().getSubject())
                    .isEqualTo("Auto: \u00bfQui\u00e9n?"));
        }

        @Test
        void serveShouldAnswerTheUserWhenAnAliasWrote() throws Exception {
            served(fromBob(HEADER.replace("bob@", "robert@"), REQUEST));

            assertThat(spool.sent()).extracting(Spool.Sent::recipients).containsExactly(List.of("bob@example.org"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Auto-Submitted: Auto-Generated; x=y",
                    "Precedence: bulk",
                    "Precedence: LIST",
                    "Precedence: junk",
                    "List-Id: <other.example.org>"
                })
        void serveShouldStaySilentWhenTheMessageIsAutomatic(String field) throws Exception {
            MailImpl mail = fromBob(HEADER + field + "\r\n", REQUEST);

            served(mail);

            assertThat(spool.sent()).isEmpty();
            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Auto-Submitted: auto-replied",
                    "Auto-Submitted: no\r\nAuto-Submitted: auto-replied",
                    "Auto-Submitted: auto-notified (by cron)",
                    "Auto-Submitted:",
                    "Precedence: auto_reply"
                })
        void serveShouldTellNobodyWhenItRefusesAnAutomaticReply(String field) throws Exception {
            served(fromBob(HEADER + field + "\r\n", REQUEST));

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Auto-Submitted: no", "Auto-Submitted: No (really)", "Precedence: first-class"})
        void serveShouldAnswerWhenTheMessageSaysItIsNotAutomatic(String field) throws Exception {
            served(fromBob(HEADER + field + "\r\n", REQUEST));

            assertThat(spool.sent()).hasSize(1);
        }

        @Test
        void serveShouldNotAnswerWhenNobodyAuthenticatedOrTheSenderIsNull() throws Exception {
            served(mail(HEADER, REQUEST));
            MailImpl report = fromBob(HEADER, REQUEST);
            report.setSender(null);
            served(report);

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsOnly("group-refused");
        }

        @Test
        void serveShouldAnswerOnceInTenMinutesForEachGroup() throws Exception {
            server.group("crew@example.org");
            served(fromBob(HEADER, REQUEST, "crew-request@example.org"));
            served(fromBob(HEADER, REQUEST, "team-request+again@example.org"));
            assertThat(spool.sent()).hasSize(2);

            nanos.addAndGet(AutomaticAnswers.INTERVAL.minus(Duration.ofNanos(1)).toNanos());
            served(fromBob(HEADER, REQUEST));
            assertThat(spool.sent()).hasSize(2);

            nanos.addAndGet(1);
            served(fromBob(HEADER, REQUEST));
            assertThat(spool.sent()).hasSize(3);
        }

        @Test
        void serveShouldAnswerLaterWhenTheAnswerCouldNotBeSent() throws Exception {
            MailetContext broken = (MailetContext) Proxy.newProxyInstance(
                    MailetContext.class.getClassLoader(),
                    new Class<?>[] {MailetContext.class},
                    (proxy, method, arguments) -> {
                        throw new MessagingException("no space left, for a test");
                    });
            MailImpl mail = fromBob(HEADER, REQUEST);

            assertThatThrownBy(() -> roleMail.serve(mail, classifier.classify(mail.getRecipients()), broken, refusals))
                    .isInstanceOf(MessagingException.class);
            served(mail);

            assertThat(spool.sent()).hasSize(1);
        }

        @Test
        void serveShouldWriteOneHeaderWhenTheQuestionTriesToAddFields() throws Exception {
            served(fromBob(
                    "From: bob@example.org\r\nSubject: =?utf-8?Q?Hi=0D=0ABcc:_victim@other.net?=\r\n"
                            + "Message-ID: <a@b>\r\n\tBcc: victim@other.net\r\n",
                    REQUEST));

            assertThat(spool.sent()).singleElement().satisfies(answer -> {
                assertThat(answer.recipients()).containsExactly("bob@example.org");
                assertThat(answer.mail().getMessage().getHeader("Bcc")).isNull();
            });
        }
    }

    @Nested
    class Reports {
        private static final String REQUEST = "team-request@example.org";
        private static final String FIELDS = "From: Bob <bob@example.org>\r\nMessage-ID: <question@example.org>\r\n";
        private static final Recipients SOME = new Recipients(1, 12, 3, 2, 4, 5);

        private String answerTo(String message) throws Exception {
            spool.clear();
            nanos.addAndGet(AutomaticAnswers.INTERVAL.toNanos());
            MailImpl mail = MailImpl.builder()
                    .name("message")
                    .sender("bob@example.org")
                    .addRecipients(REQUEST)
                    .state("transport")
                    .addAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of("bob@example.org")))
                    .build();
            mail.setMessageContent(MimeMessageInputStreamSource.create(
                    "message", new ByteArrayInputStream((FIELDS + message).getBytes(StandardCharsets.ISO_8859_1))));
            served(mail);
            assertThat(spool.sent()).hasSize(1);
            Spool.Sent answer = spool.sent().get(0);
            assertThat(answer.recipients()).containsExactly("bob@example.org");
            assertThat(answer.sender()).isEqualTo("<>");
            assertThat(answer.mail().getMessage().getHeader("Auto-Submitted")).containsExactly("auto-replied");
            return (String) answer.mail().getMessage().getContent();
        }

        private void visibleTo(MemberVisibility visibility) {
            server.settings("team@example.org", GroupSettings.DEFAULT.withMemberVisibility(visibility));
        }

        @Test
        void serveShouldTellWhatBecameOfTheAuthorsOwnLastPosting() throws Exception {
            visibleTo(MemberVisibility.ANYONE);
            postings.add(1, "bob@example.org", "Older", SOME)
                    .add(1, "Bob@example.org", "The latest", SOME)
                    .add(1, "alice@example.org", "Of somebody else", SOME)
                    .add(2, "bob@example.org", "Of another group", SOME)
                    .failed("ann@other.net", "team@example.org", "550 5.1.1 no such user")
                    .failed("eve@other.net", "other@example.org", "550 5.1.1 of another group")
                    .failed("zoe@other.net", null, "550 5.1.1 plain");

            assertThat(answerTo("Subject: report\r\n\r\n"))
                    .isEqualToNormalizingNewlines(
                            """
                            Your last message to team <team@example.org>:

                            Author:      Bob@example.org
                            Received:    Wed, 1 May 2024 11:00:00 GMT
                            Subject:     The latest

                            Waiting:     1
                            Delivered:   12
                            Handed over: 3
                            Failed:      2
                            Suspended:   4
                            Excluded:    5

                            Not reached:
                            ann@other.net: 550 5.1.1 no such user

                            This answer was sent automatically.
                            """);
        }

        @ParameterizedTest
        @CsvSource({"MEMBERS, false", "ADMINISTRATORS, false", "ANYONE, true"})
        void serveShouldNameThoseWhoFailedOnlyToWhomMaySeeTheMembers(MemberVisibility visibility, boolean isNamed)
                throws Exception {
            visibleTo(visibility);
            postings.add(1, "bob@example.org", "s", SOME).failed("ann@other.net", "team@example.org", "550 ann");

            assertThat(answerTo("Subject: report\r\n\r\n").contains("ann@")).isEqualTo(isNamed);
        }

        @Test
        void serveShouldNameThoseWhoFailedToAMemberByAnAliasAndToAnAdministrator() throws Exception {
            postings.add(1, "bob@example.org", "s", SOME)
                    .add(2, "bob@example.org", "s", SOME)
                    .failed("ann@other.net", "team@example.org", "550 ann")
                    .failed("ann@other.net", "crew@example.org", "550 ann");
            server.group("crew@example.org", "robert@example.org");
            assertThat(answerTo("Subject: report\r\n\r\n")).doesNotContain("ann@");

            server.administrators("team@example.org", "bob@example.org");
            assertThat(answerTo("Subject: report\r\n\r\n")).contains("ann@");
        }

        @Test
        void serveShouldNameAHundredAtMost() throws Exception {
            visibleTo(MemberVisibility.ANYONE);
            postings.add(1, "bob@example.org", "s", SOME);
            IntStream.range(0, 101).forEach(i -> postings.failed("m" + i + "@other.net", "team@example.org", "550 no"));

            assertThat(answerTo("Subject: report\r\n\r\n"))
                    .contains("m99@other.net")
                    .doesNotContain("m100@other.net")
                    .contains("\r\nand others\r\n");
        }

        @Test
        void serveShouldSayThatThereIsNoPosting() throws Exception {
            postings.add(1, "alice@example.org", "secret", SOME);

            assertThat(answerTo("Subject: report\r\n\r\n"))
                    .contains("There is no message of yours to team <team@example.org>.")
                    .doesNotContain("secret");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Subject: REPORT\r\n\r\n",
                    "Subject: =?utf-8?Q?Rep?=\r\n =?utf-8?B?b3J0?=\r\n\r\nHello",
                    "Subject:\r\n  report \r\n\r\n",
                    "\r\nreport",
                    "Subject: Hello\r\n\r\n\r\n \r\n\t\r\n  Report \r\n-- \r\nBob\r\nThe Company",
                    "Content-Transfer-Encoding: quoted-printable\r\n\r\n=20=\r\n\r\nrep=\r\nort\r\n",
                    "Content-Transfer-Encoding: base64\r\n\r\ncmVwb3J0DQoNCi0tIA0KQm9i\r\n",
                    "Content-Type: text/plain; charset=utf-16be\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                            + "AHIAZQBwAG8AcgB0\r\n",
                    "Content-Type: text/html\r\n\r\n<html><head><style>p {}</style><title>Hi</title></head><body>"
                            + "<!-- x --><p>&nbsp;</p><div><b>rep</b>ort</div><p>-- <br>Bob</p></body></html>",
                    "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
                            + "<P>Hello\r\n--b\r\n\r\nreport\r\n--b--\r\n",
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative;"
                            + " boundary=c\r\n\r\n--c\r\n\r\n  \r\n--c\r\nContent-Type: text/html\r\n\r\n"
                            + "<p>report<br>\r\n--c--\r\n\r\n--b--\r\n"
                })
        void serveShouldKnowTheWordFromAnyClient(String message) throws Exception {
            postings.add(1, "bob@example.org", "The latest", SOME);

            assertThat(answerTo(message)).contains("The latest");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Subject: reports\r\n\r\n",
                    "Subject: Re: report\r\n\r\nThank you",
                    "Subject: Hi\r\n\r\nHello,\r\nreport\r\n",
                    "Subject: Hi\r\n\r\n> report\r\n",
                    "Subject: Hi\r\nX-Subject: report\r\n\r\n",
                    "Content-Type: text/html\r\n\r\n<style>report</style><!-- report --><script>report",
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                            + "Content-Disposition: attachment\r\n\r\nreport\r\n--b--\r\n",
                    "Content-Type: multipart/mixed; boundary=\r\n\r\nreport",
                    "Content-Transfer-Encoding: base64\r\n\r\n****"
                })
        void serveShouldSendTheHelpWhenTheWordIsNotThere(String message) throws Exception {
            postings.add(1, "bob@example.org", "The latest", SOME);

            assertThat(answerTo(message))
                    .contains("is a group")
                    .contains("write the word report to team-request@example.org")
                    .doesNotContain("The latest");
        }

        @Test
        void serveShouldNotLookBehindTheBeginningOfAMessage() throws Exception {
            String blank = " \r\n".repeat(50_000);

            assertThat(answerTo("Subject: Hi\r\n\r\n" + blank + "report\r\n")).contains("is a group");
        }

        @Test
        void serveShouldAnswerOnceInTenMinutesAboutEach() throws Exception {
            served(fromBob(FIELDS + "Subject: report\r\n", REQUEST));
            served(fromBob(FIELDS + "Subject: help\r\n", REQUEST));
            served(fromBob(FIELDS + "Subject: report\r\n", REQUEST));
            served(fromBob(FIELDS + "Subject: help\r\n", REQUEST));

            assertThat(spool.sent()).hasSize(2);
        }

        @Test
        void serveShouldKeepTheMessageWhenTheStoreIsAway() throws Exception {
            MailImpl mail = fromBob(FIELDS + "Subject: report\r\n", REQUEST);
            postings.down(true);
            assertThatThrownBy(() -> served(mail)).isInstanceOf(StoreUnavailableException.class);
            assertThat(recipients(mail)).containsExactly(REQUEST);

            postings.down(false);
            served(mail);

            assertThat(spool.sent()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Auto-Submitted: auto-generated", "Precedence: bulk", "List-Id: <x.example.org>"})
        void serveShouldNotAnswerAMachine(String field) throws Exception {
            served(fromBob(FIELDS + "Subject: report\r\n" + field + "\r\n", REQUEST));

            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void serveShouldAddNoFieldAndNoLineWhateverThePostingSays() throws Exception {
            visibleTo(MemberVisibility.ANYONE);
            postings.add(1, "bob@example.org", "Hi\r\n\r\nFailed: 0\u2028x", SOME)
                    .failed("ann@other.net", "team@example.org", "550 no\r\nBcc: victim@other.net");

            String answer = answerTo("Subject: report\r\nReply-To: victim@other.net\r\n\r\n");

            assertThat(answer).doesNotContain("\nFailed: 0", "\nBcc:");
        }
    }
}
