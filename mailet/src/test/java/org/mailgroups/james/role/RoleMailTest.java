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
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.group.setting.CopySettings;
import org.mailgroups.group.setting.Join;
import org.mailgroups.group.setting.ReplyTo;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.author.GroupSenders;
import org.mailgroups.james.author.MemoryIdentities;
import org.mailgroups.james.author.SigningDomains;
import org.mailgroups.james.delivery.MembersUrl;
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
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.RequestState;
import org.mailgroups.leaving.MemoryLeaving;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.MemoryHeld;
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
    private final MemoryHeld held = new MemoryHeld(server);
    private final RoleAddresses roles = new RoleAddresses(
            directory, server, leaving.links(), held.links(), leaving.requests().links(), leaving.confirmations());
    private final MemoryIdentities identities = new MemoryIdentities().alias("bob@example.org", "robert@example.org");
    private final Authors authors = new Authors(
            identities,
            identities,
            new GroupSenders(directory, new GroupRights(server, new Membership(directory, server))),
            new Membership(directory, server),
            new ExternalProof(server, new SigningDomains().verification()),
            server);
    private final AtomicLong nanos = new AtomicLong();
    private final Clock clock = Clock.fixed(Instant.parse("2024-05-01T12:00:00Z"), ZoneOffset.UTC);
    private final RecipientClassifier classifier = new RecipientClassifier(
            directory, new ReturnPath(new Signer(new byte[] {1}), Clock.systemUTC(), directory), roles);
    private final PostingsOfAuthors postings = new PostingsOfAuthors();
    private final MemoryRequests requests = new MemoryRequests(server);
    private final RoleMail roleMail = new RoleMail(
            classifier,
            roles,
            authors,
            requests.answers(
                    group -> group.toString().startsWith("team") ? "Who plans the gr\u00fcne Woche" : "",
                    postings,
                    new AutomaticAnswers(clock, nanos::get)),
            new LeaveMail(leaving.service(), leaving.links(), new AutomaticAnswers(clock, nanos::get)),
            new JoinMail(leaving.joining(), leaving.confirmations(), new AutomaticAnswers(clock, nanos::get)),
            new HeldDecisionMail(held.service(), held.links(), new AutomaticAnswers(clock, nanos::get)),
            new JoinDecisionMail(
                    leaving.requests().service(), leaving.requests().links(), new AutomaticAnswers(clock, nanos::get)),
            new ConfirmationMail(
                    leaving.confirmations(),
                    new MembersUrl("https://groups.example.org"),
                    new AutomaticAnswers(clock, nanos::get)));
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

    /** Returns a server that can send nothing. */
    private static MailetContext full() {
        return (MailetContext) Proxy.newProxyInstance(
                MailetContext.class.getClassLoader(),
                new Class<?>[] {MailetContext.class},
                (proxy, method, arguments) -> {
                    throw new MessagingException("no space left, for a test");
                });
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
    class Decisions {
        private static final String TEAM = "team@example.org";
        private static final String BY_PERSON =
                "From: X <x@far.test>\r\nSubject: Re: x\r\nMessage-ID: <r@far.test>\r\n";

        private final HeldMessage message = held.hold(TEAM, "eve@far.test", null, "An offer");
        private final HeldMessage ofUser = held.hold(TEAM, "bob@example.org", "bob@example.org", "A plan");

        private String way(HeldMessage about, String administrator) {
            return "team-request+" + held.links().token(about, Address.parse(administrator)) + "@example.org";
        }

        private MailImpl reply(String header, String body, String recipient) throws MessagingException {
            MailImpl mail = mail("", recipient);
            mail.setSender(new MailAddress("x@far.test"));
            mail.setMessageContent(MimeMessageInputStreamSource.create(
                    "reply", new ByteArrayInputStream((header + "\r\n" + body).getBytes(StandardCharsets.UTF_8))));
            return mail;
        }

        private MailImpl by(String user, MailImpl mail) throws MessagingException {
            mail.setSender(new MailAddress(user));
            mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(user)));
            return mail;
        }

        private MailImpl replied(String body) throws MessagingException {
            return reply(BY_PERSON, body, way(message, "alice@example.org"));
        }

        private String textTo(String person) throws Exception {
            assertThat(spool.sent()).hasSize(1);
            assertThat(spool.sent().get(0).recipients()).containsExactly(person);
            assertThat(spool.sent().get(0).sender()).isEqualTo("<>");
            return (String) spool.sent().get(0).mail().getMessage().getContent();
        }

        private HeldState state() {
            return held.now(message).state();
        }

        @Test
        void tokenShouldDecideWhoeverWritesAndTellThatAdministratorAlone() throws Exception {
            Mail mail = served(replied("\r\n  Approve.\r\n\r\n> reject\r\n"));

            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
            assertThat(state()).isEqualTo(HeldState.APPROVED);
            assertThat(held.now(message).verdict().by()).isEqualTo("alice@example.org");
            assertThat(textTo("alice@example.org"))
                    .contains("You have approved this message.", "Subject:  An offer", "Sender:   eve@far.test")
                    .doesNotContain("far.test>");
            assertThat(spool.sent().get(0).content())
                    .contains("From: team-owner@example.org\r\n")
                    .contains("Subject: Auto: team@example.org\r\n")
                    .contains("Auto-Submitted: auto-replied\r\n")
                    .doesNotContain("r@far.test");
        }

        @Test
        void administratorWhoHasLoggedInShouldDecideInTheOwnName() throws Exception {
            server.administrators(TEAM, "alice@example.org", "robert@example.org");

            served(by("bob@example.org", replied("approve\r\n")));

            assertThat(held.now(message).verdict().by()).isEqualTo("bob@example.org");
            assertThat(textTo("bob@example.org")).contains("You have approved");
        }

        @Test
        void rejectionShouldCarryItsWords() throws Exception {
            served(reply(
                    BY_PERSON, "REJECT: please write\tto sales\u202e.\r\nBye\r\n", way(ofUser, "alice@example.org")));

            assertThat(held.now(ofUser).verdict().state()).isEqualTo(HeldState.REJECTED);
            assertThat(held.now(ofUser).verdict().comment()).isEqualTo("please write to sales .");
            assertThat(textTo("alice@example.org")).contains("with these words:\r\n\r\n> please write to sales .");
            assertThat(state()).isEqualTo(HeldState.HELD);
        }

        @Test
        void rejectionOfAStrangersMessageShouldSayThatNobodyIsTold() throws Exception {
            served(replied("reject go away\r\n"));

            assertThat(textTo("alice@example.org")).contains("Nobody is told").doesNotContain("go away");
        }

        @Test
        void replyShouldDecideWhenItIsHtmlAlone() throws Exception {
            served(reply(
                    BY_PERSON + "Content-Type: text/html; charset=utf-8\r\n",
                    "<html><head><style>p {}</style></head><body><div>&nbsp;</div><div>reject <b>not</b> this</div>"
                            + "<blockquote>approve</blockquote></body></html>",
                    way(message, "alice@example.org")));

            assertThat(held.now(message).verdict().comment()).isEqualTo("not this");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "> approve\r\n",
                    "On Monday, the server wrote:\r\n> approve\r\n",
                    "Approved\r\n",
                    "approve? never\r\n",
                    "approve this nonsense?\r\n",
                    "rejection\r\n",
                    "reject-this\r\n",
                    "I approve\r\n"
                })
        void replyShouldDecideNothingWhenItsFirstLineIsNoDecision(String body) throws Exception {
            String way = way(message, "alice@example.org");
            served(reply(BY_PERSON, body, way));

            assertThat(state()).isEqualTo(HeldState.HELD);
            assertThat(textTo("alice@example.org")).contains("Nothing was decided", "\r\n  approve\r\n");
            assertThat(spool.sent().get(0).mail().getMessage().getReplyTo())
                    .extracting(Object::toString)
                    .containsExactly(way);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Auto-Submitted: auto-replied",
                    "Auto-Submitted: auto-generated",
                    "X-Autoreply: yes",
                    "Precedence: bulk",
                    "List-Id: <x.example.org>"
                })
        void machinesShouldDecideNothing(String field) throws Exception {
            served(reply(BY_PERSON + field + "\r\n", "approve\r\n", way(message, "alice@example.org")));
            MailImpl report = replied("approve\r\n");
            report.setSender(null);
            served(report);

            assertThat(state()).isEqualTo(HeldState.HELD);
            assertThat(spool.sent()).noneMatch(sent -> sent.recipients().contains("alice@example.org"));
        }

        @Test
        void secondDecisionShouldBeToldOfTheFirst() throws Exception {
            server.administrators(TEAM, "alice@example.org", "bob@example.org");
            served(by("bob@example.org", replied("reject\r\n")));
            spool.clear();

            served(replied("approve\r\n"));

            assertThat(state()).isEqualTo(HeldState.REJECTED);
            assertThat(textTo("alice@example.org"))
                    .contains("Nothing has changed: this message was rejected before,", "by bob@example.org.");
        }

        @Test
        void decisionShouldBeToldOfOneThatCameAMomentBefore() throws Exception {
            held.decideFirst(HeldState.REJECTED, "carol@other.net");

            served(replied("approve\r\n"));

            assertThat(textTo("alice@example.org")).contains("was rejected before,", "by carol@other.net.");
        }

        @Test
        void decisionAboutAnExpiredMessageShouldBeToldSo() throws Exception {
            held.decide(message, HeldState.EXPIRED, "expiry");

            served(replied("approve\r\n"));

            assertThat(textTo("alice@example.org")).contains("this message has expired on Wed, 1 May 2024");
        }

        @Test
        void whoIsNoAdministratorAnyMoreShouldDecideNothing() throws Exception {
            MailImpl token = replied("approve\r\n");
            MailImpl loggedIn = by("bob@example.org", replied("approve\r\n"));
            server.administrators(TEAM, "carol@other.net");

            served(token);
            assertThat(spool.sent()).isEmpty();
            served(loggedIn);

            assertThat(state()).isEqualTo(HeldState.HELD);
            assertThat(textTo("bob@example.org"))
                    .contains("you are no administrator of the group")
                    .doesNotContain("carol");
        }

        @Test
        void answersShouldComeOnceForEachMessageAndOutcome() throws Exception {
            for (int i = 0; i < 3; i++) {
                served(replied("hello\r\n"));
                served(reply(BY_PERSON, "hello\r\n", way(ofUser, "alice@example.org")));
            }
            assertThat(spool.sent()).hasSize(2);

            served(replied("approve\r\n"));
            served(reply(BY_PERSON, "approve\r\n", way(ofUser, "alice@example.org")));
            assertThat(spool.sent()).hasSize(4);
        }

        @ParameterizedTest
        @CsvSource({
            "team-request, DECIDE",
            "TEAM-Request, DECIDE",
            "other-request, DECIDE",
            "team-leave, DEAD_LINK",
            "team-owner, OWNER"
        })
        void tokenShouldBeGoodAtOneAddress(String localPart, Role role) {
            String token = held.links().token(message, Address.parse("alice@example.org"));

            assertThat(roles.of(Address.parse(localPart + '+' + token + "@example.org")))
                    .hasValueSatisfying(found -> assertThat(found.role()).isEqualTo(role));
            assertThat(roles.of(Address.parse(localPart + '+' + token + "@other.net")))
                    .isEmpty();
        }

        @Test
        void tokenShouldBeRefusedWhenItIsOfAnotherPurposeOrAlteredOrForgotten() {
            String token = held.links().token(message, Address.parse("alice@example.org"));
            GroupEntry team = server.find(Address.parse(TEAM)).orElseThrow();
            String leave = leaving.links().token(team, Address.parse("ann@other.net"));
            String altered = (token.charAt(0) == 'a' ? 'b' : 'a') + token.substring(1);
            held.forget(ofUser);
            String forgotten = held.links().token(ofUser, Address.parse("alice@example.org"));

            for (String bad : List.of(leave, altered, forgotten)) {
                assertThat(roles.of(Address.parse("team-request+" + bad + "@example.org")))
                        .hasValueSatisfying(found -> assertThat(found.role()).isEqualTo(Role.DEAD_LINK));
            }
        }
    }

    @Nested
    class Joining {
        private static final String JOIN = "team-join@example.org";
        private static final String TEAM = "team@example.org";

        private List<String> members() {
            return server.members(server.find(Address.parse(TEAM)).orElseThrow()).stream()
                    .map(Address::toString)
                    .toList();
        }

        private void open() {
            server.settings(TEAM, GroupSettings.DEFAULT.withJoin(Join.OPEN));
        }

        private String onlyAnswer() throws Exception {
            assertThat(spool.sent()).hasSize(1);
            assertThat(spool.sent().get(0).recipients()).containsExactly("bob@example.org");
            assertThat(spool.sent().get(0).content()).contains("From: team-owner@example.org\r\n");
            return (String) spool.sent().get(0).mail().getMessage().getContent();
        }

        @Test
        void serveShouldMakeTheUserAMemberAndAnswer() throws Exception {
            open();
            MailImpl mail = fromBob(HEADER.replace("bob@", "robert@") + "Reply-To: victim@other.net\r\n", JOIN);

            served(mail);

            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
            assertThat(members()).containsExactlyInAnyOrder("ann@other.net", "bob@example.org");
            assertThat(onlyAnswer()).contains("You have joined team <team@example.org>", "team-leave@example.org");
        }

        @Test
        void serveShouldTellAMemberThatNothingHasChanged() throws Exception {
            open();
            server.addMember(TEAM, "robert@example.org");

            served(fromBob(HEADER, JOIN));

            assertThat(members()).containsExactlyInAnyOrder("ann@other.net", "robert@example.org");
            assertThat(onlyAnswer()).contains("You are in team <team@example.org> already");
        }

        @Test
        void serveShouldLetNobodyIntoAClosedGroup() throws Exception {
            served(fromBob(HEADER, JOIN));
            served(fromBob(HEADER, JOIN));

            assertThat(members()).containsExactly("ann@other.net");
            assertThat(onlyAnswer()).contains("You cannot join team").doesNotContain("ann@");
        }

        @Test
        void serveShouldAskTheAdministratorsAndSaySo() throws Exception {
            server.settings(TEAM, GroupSettings.DEFAULT.withJoin(Join.REQUEST));

            served(fromBob(HEADER, JOIN));
            assertThat(onlyAnswer()).contains("You have asked to join team <team@example.org>.");
            served(fromBob(HEADER, JOIN));

            assertThat(members()).containsExactly("ann@other.net");
            assertThat(leaving.requests().requests())
                    .extracting(JoinRequest::person)
                    .containsExactly(Address.parse("bob@example.org"));
            assertThat(spool.sent()).hasSize(2);
            assertThat(spool.sent().get(1).content()).contains("You have asked to join team", "before");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Precedence: bulk", "Auto-Submitted: auto-generated", "List-Id: <x.example.org>"})
        void serveShouldChangeNothingForMachines(String field) throws Exception {
            open();

            served(fromBob(HEADER + field + "\r\n", JOIN));

            assertThat(members()).containsExactly("ann@other.net");
            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void serveShouldChangeNothingForAStrangerOrUnderAnothersName() throws Exception {
            open();

            served(mail(HEADER, JOIN));
            served(fromBob(HEADER.replace("bob@", "boss@"), JOIN));

            assertThat(members()).containsExactly("ann@other.net");
            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused", "bounces");
        }
    }

    /** People who are no users of this server. */
    @Nested
    class Strangers {
        private static final String TEAM = "team@example.org";
        private static final String JOIN = "team-join@example.org";
        private static final String LEAVE = "team-leave@example.org";
        private static final String TOKEN = "[a-z2-7]{40}";

        private MailImpl from(String person, String field, String recipient) throws MessagingException {
            MailImpl mail = mail("From: A <" + person + ">\r\nSubject: BUY NOW\r\n" + field, recipient);
            mail.setSender(new MailAddress(person));
            return mail;
        }

        private List<String> members() {
            return server.members(server.find(Address.parse(TEAM)).orElseThrow()).stream()
                    .map(Address::toString)
                    .toList();
        }

        private void let(Join join) {
            server.settings(TEAM, GroupSettings.DEFAULT.withJoin(join));
        }

        private String replyAddress() throws Exception {
            return spool.sent().get(0).mail().getMessage().getReplyTo()[0].toString();
        }

        @Test
        void memberShouldBeAskedOnceAndLeaveByTheReply() throws Exception {
            served(from("ann@other.net", "", LEAVE));
            served(from("ann@other.net", "", LEAVE));

            assertThat(members()).containsExactly("ann@other.net");
            assertThat(spool.sent()).singleElement().satisfies(question -> {
                assertThat(question.recipients()).containsExactly("ann@other.net");
                assertThat(question.sender()).isEqualTo("<>");
                assertThat(question.content())
                        .contains("Auto-Submitted: auto-replied\r\n")
                        .doesNotContain("BUY NOW");
                assertThat((String) question.mail().getMessage().getContent())
                        .contains("to leave team <team@example.org>")
                        .containsPattern("\\n  team-leave\\+" + TOKEN + "@example\\.org\\r")
                        .containsPattern("\\n  https://groups\\.example\\.org/l/" + TOKEN + "\\r");
            });
            served(from("ann@other.net", "", replyAddress()));
            assertThat(members()).isEmpty();
        }

        @Test
        void strangerShouldJoinAnOpenGroupByTheReplyAlone() throws Exception {
            let(Join.OPEN);

            served(from("eve@far.test", "", JOIN));

            assertThat(members()).containsExactly("ann@other.net");
            String way = replyAddress();
            assertThat(way).matches("team-join\\+" + TOKEN + "@example\\.org");
            served(from("mallory@far.test", "", way));
            assertThat(members()).containsExactlyInAnyOrder("ann@other.net", "eve@far.test");
            assertThat(spool.sent().get(1).recipients()).containsExactly("eve@far.test");
            assertThat((String) spool.sent().get(1).mail().getMessage().getContent())
                    .contains("You have joined team");
        }

        @Test
        void strangerWhoHasLeftANestedGroupsMailShouldJoinAgainByTheReply() throws Exception {
            let(Join.OPEN);
            server.group("crew@example.org", "eve@far.test");
            server.addMember(TEAM, "crew@example.org");
            served(from("eve@far.test", "", JOIN));
            assertThat(spool.sent()).as("a member").isEmpty();
            server.excluding(TEAM, "eve@far.test");

            served(from("eve@far.test", "", LEAVE));
            assertThat(spool.sent()).as("to leave again").isEmpty();
            served(from("eve@far.test", "", JOIN));
            served(from("eve@far.test", "", replyAddress()));

            assertThat(server.excluded(server.find(Address.parse(TEAM)).orElseThrow()))
                    .isEmpty();
        }

        @Test
        void strangerShouldAskTheAdministratorsByTheReplyWhereTheyDecide() throws Exception {
            let(Join.REQUEST);
            served(from("eve@far.test", "", JOIN));
            assertThat(leaving.requests().requests()).isEmpty();

            served(from("eve@far.test", "", replyAddress()));

            assertThat(leaving.requests().requests())
                    .extracting(JoinRequest::person)
                    .containsExactly(Address.parse("eve@far.test"));
            assertThat(members()).containsExactly("ann@other.net");
        }

        @Test
        void nobodyShouldBeAskedWhenNothingCouldComeOfIt() throws Exception {
            served(from("eve@far.test", "", LEAVE));
            served(from("eve@far.test", "", JOIN));
            let(Join.OPEN);
            served(from("ann@other.net", "", JOIN));

            assertThat(spool.sent())
                    .as("a closed group is said to be so at RCPT")
                    .allSatisfy(sent -> assertThat(sent.state()).isEqualTo("group-refused"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Auto-Submitted: auto-replied",
                    "Auto-Submitted: auto-generated",
                    "Precedence: bulk",
                    "List-Id: <x.example.org>",
                    "X-Autoreply: yes"
                })
        void machinesShouldNeverBeAsked(String field) throws Exception {
            let(Join.OPEN);

            served(from("eve@far.test", field + "\r\n", JOIN));
            served(from("ann@other.net", field + "\r\n", LEAVE));

            assertThat(spool.sent()).allSatisfy(sent -> assertThat(sent.state()).isEqualTo("group-refused"));
        }

        @Test
        void nobodyShouldBeAskedWhoStandsInOneOfTheTwoPlacesAlone() throws Exception {
            MailImpl mail = from("ann@other.net", "", LEAVE);
            mail.setSender(new MailAddress("eve@far.test"));
            served(mail);
            MailImpl bounce = from("ann@other.net", "", LEAVE);
            bounce.setSender(null);
            served(bounce);

            assertThat(spool.sent()).extracting(Spool.Sent::state).containsExactly("group-refused");
            assertThat(members()).containsExactly("ann@other.net");
        }

        @Test
        void oneAddressShouldHearOfFewGroups() throws Exception {
            for (int i = 0; i < 6; i++) {
                server.group("g" + i + "@example.org", "ann@other.net");
                served(from("ann@other.net", "", "g" + i + "-leave@example.org"));
            }

            assertThat(spool.sent()).hasSize(3);
        }

        @Test
        void oneGroupShouldAskSoManyAndNoMore() throws Exception {
            let(Join.OPEN);
            for (int i = 0; i < 110; i++) {
                served(from("u" + i + "@far.test", "", JOIN));
            }

            assertThat(spool.sent()).hasSize(100);
        }

        @Test
        void automaticReplyShouldConfirmNothing() throws Exception {
            let(Join.OPEN);
            served(from("eve@far.test", "", JOIN));

            served(from("eve@far.test", "Auto-Submitted: auto-replied\r\n", replyAddress()));

            assertThat(members()).containsExactly("ann@other.net");
        }

        @Test
        void questionThatCannotBeSentShouldBeSentWhenTheMailComesAgain() throws Exception {
            MailImpl mail = from("ann@other.net", "", LEAVE);

            MailetContext broken = full();

            assertThatThrownBy(() -> roleMail.serve(mail, classifier.classify(mail.getRecipients()), broken, refusals))
                    .isInstanceOf(MessagingException.class);
            served(from("ann@other.net", "", LEAVE));

            assertThat(spool.sent()).hasSize(1);
        }
    }

    @Nested
    class JoinDecision {
        private static final String TEAM = "team@example.org";

        private final JoinRequest request = leaving.requests().ask(TEAM, "bob@example.org");

        private String way(String administrator) {
            return "team-request+" + leaving.requests().links().token(request, Address.parse(administrator))
                    + "@example.org";
        }

        private MailImpl reply(String header, String body) throws MessagingException {
            MailImpl mail = mail("", way("alice@example.org"));
            mail.setSender(new MailAddress("x@far.test"));
            mail.setMessageContent(MimeMessageInputStreamSource.create(
                    "reply",
                    new ByteArrayInputStream(
                            ("From: X <x@far.test>\r\n" + header + "\r\n" + body).getBytes(StandardCharsets.UTF_8))));
            return mail;
        }

        private RequestState state() {
            return leaving.requests().requests().get(0).state();
        }

        private String answer() throws Exception {
            assertThat(spool.sent()).hasSize(1);
            assertThat(spool.sent().get(0).recipients()).containsExactly("alice@example.org");
            assertThat(spool.sent().get(0).sender()).isEqualTo("<>");
            return (String) spool.sent().get(0).mail().getMessage().getContent();
        }

        @Test
        void replyShouldLetThePersonIn() throws Exception {
            Mail mail = served(reply("", "Approve\r\n\r\n> reject\r\n"));

            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
            assertThat(state()).isEqualTo(RequestState.APPROVED);
            assertThat(server.members(server.find(Address.parse(TEAM)).orElseThrow()))
                    .contains(Address.parse("bob@example.org"));
            assertThat(leaving.requests().told()).containsExactly("bob@example.org APPROVED ");
            assertThat(answer()).contains("You have let bob@example.org in").doesNotContain("far.test");
        }

        @Test
        void approvalShouldSayThatNothingIsDecidedWhenTheAddressIsNobodysAnyMore() throws Exception {
            server.removeUser("bob@example.org");

            served(reply("", "approve\r\n"));

            assertThat(state()).isEqualTo(RequestState.WAITING);
            assertThat(answer()).contains("Nothing was decided: you cannot make this address a member any more.");
            assertThat(spool.sent().get(0).mail().getMessage().getReplyTo()[0].toString())
                    .isEqualToIgnoringCase(way("alice@example.org"));
        }

        @Test
        void rejectionShouldCarryItsWords() throws Exception {
            served(reply("", "reject: We are full\r\n"));

            assertThat(state()).isEqualTo(RequestState.REJECTED);
            assertThat(leaving.requests().told()).containsExactly("bob@example.org REJECTED We are full");
            assertThat(answer()).contains("You have not let bob@example.org in");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "Hello", "approved", "> approve"})
        void otherFirstLinesShouldDecideNothingAndBeToldSo(String line) throws Exception {
            served(reply("", line + "\r\n"));

            assertThat(state()).isEqualTo(RequestState.WAITING);
            assertThat(answer()).contains("Nothing was decided. Reply with");
            assertThat(spool.sent().get(0).mail().getMessage().getReplyTo()[0].toString())
                    .isEqualTo(way("alice@example.org"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <x.example.org>"})
        void machinesShouldDecideNothing(String field) throws Exception {
            served(reply(field + "\r\n", "approve\r\n"));

            assertThat(state()).isEqualTo(RequestState.WAITING);
            assertThat(spool.sent()).allSatisfy(sent -> assertThat(sent.state()).isEqualTo("group-refused"));
        }

        @Test
        void secondDecisionShouldChangeNothing() throws Exception {
            served(reply("", "approve\r\n"));
            served(reply("", "reject\r\n"));

            assertThat(state()).isEqualTo(RequestState.APPROVED);
            assertThat(spool.sent()).hasSize(2);
            assertThat(spool.sent().get(1).content()).contains("this request was decided before");
        }

        @Test
        void whoIsNoAdministratorAnyMoreShouldDecideNothing() throws Exception {
            MailImpl mail = reply("", "approve\r\n");
            server.administrators(TEAM, "carol@other.net");

            served(mail);

            assertThat(state()).isEqualTo(RequestState.WAITING);
            assertThat(spool.sent()).isEmpty();
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
                            To leave the group, write to team-leave@example.org.
                            Write one of these words to team-request@example.org, as subject or first line:

                              report  what became of your last message to the group
                              who     who is in the group, if you may see that
                              which   the groups that you are in, and how you came to be in each
                              help    this text

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
            MailetContext broken = full();
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

        @ParameterizedTest
        @CsvSource({
            "who, Hello, 'You may not see who is in team <team@example.org>'",
            "' WHO ', Hello, 'You may not see who is in team <team@example.org>'",
            "Re: help, Which, You are in no group.",
            "Who?, Hello, is a group:",
            "which, who, You are in no group.",
            "report, who, There is no message of yours",
            "'', <p>&nbsp;who</p>, is a group:",
            "help, who, is a group:",
            "who is it, who cares, is a group:"
        })
        void serveShouldAnswerTheWordThatTheMessageIs(String subject, String line, String expected) throws Exception {
            assertThat(answerTo("Subject: " + subject + "\r\n\r\n\r\n" + line + "\r\nBye\r\n"))
                    .contains(expected)
                    .contains("This answer was sent automatically.");
        }

        @Test
        void helpShouldSayHowToJoinWhenTheGroupIsOpen() throws Exception {
            assertThat(answerTo("Subject: help\r\n\r\n")).doesNotContain("team-join@");

            server.settings("team@example.org", GroupSettings.DEFAULT.withJoin(Join.OPEN));

            assertThat(answerTo("Subject: help\r\n\r\n")).contains("team-join@example.org", "team-leave@example.org");
        }

        @Test
        void helpShouldNameEachWord() throws Exception {
            assertThat(answerTo("Subject: help\r\n\r\n"))
                    .contains("  report  ", "  who     ", "  which   ", "  help    ", REQUEST);
        }

        @ParameterizedTest
        @CsvSource({"MEMBERS, false", "ADMINISTRATORS, false", "ANYONE, true"})
        void whoShouldNameTheMembersOnlyToWhomMaySeeThem(MemberVisibility visibility, boolean isNamed)
                throws Exception {
            visibleTo(visibility);

            String answer = answerTo("Subject: who\r\n\r\n");

            assertThat(answer.contains("ann@other.net")).isEqualTo(isNamed);
            assertThat(answer.contains("members and administrators of team@example.org may list its members"))
                    .isEqualTo(visibility == MemberVisibility.MEMBERS);
        }

        @Test
        void whoShouldNameTheMembersToAMemberByAnAlias() throws Exception {
            server.group("secret@example.org", "spy@other.net")
                    .settings(
                            "secret@example.org",
                            GroupSettings.DEFAULT.withMemberVisibility(MemberVisibility.ADMINISTRATORS));
            server.addMember("team@example.org", "robert@example.org");
            server.addMember("team@example.org", "secret@example.org");
            requests.name("ann@other.net", "Ann Example");

            assertThat(answerTo("Subject: who\r\n\r\n"))
                    .isEqualToNormalizingNewlines(
                            """
                            team <team@example.org> has 3 members:

                            ann@other.net  Ann Example
                            robert@example.org
                            secret@example.org  (a group)

                            This answer was sent automatically.
                            """);
        }

        @Test
        void whoShouldNameSoManyAndCountTheOthers() throws Exception {
            visibleTo(MemberVisibility.ANYONE);
            IntStream.range(0, MemberNames.MAX_NAMED + 6)
                    .forEach(i -> server.addMember("team@example.org", "m" + i + "@far.test"));

            assertThat(answerTo("Subject: who\r\n\r\n"))
                    .contains("has " + (MemberNames.MAX_NAMED + 7) + " members:")
                    .contains("\r\nand 7 more.\r\n")
                    .satisfies(answer -> assertThat(answer.lines().filter(line -> line.contains("@")))
                            .hasSize(MemberNames.MAX_NAMED + 1));
        }

        @Test
        void whoAndWhichShouldHoldOneLineForEachNameWhateverIsInIt() throws Exception {
            visibleTo(MemberVisibility.ANYONE);
            server.addMember("team@example.org", "bob@example.org");
            requests.name("ann@other.net", "Ann\r\nboss@example.org\u202egro\u2028x");
            requests.name("team@example.org", "Team\r\n\r\nboss@example.org\u2067x");

            for (String word : List.of("who", "which")) {
                assertThat(answerTo("Subject: " + word + "\r\n\r\n").lines())
                        .noneMatch(line -> line.startsWith("boss@"))
                        .noneMatch(line -> line.matches(".*[\u2028\u202e\u2067].*"));
            }
        }

        @Test
        void whichShouldTellHowTheUserCameToBeInEachGroup() throws Exception {
            server.group("crew@example.org", "bob@example.org").addMember("team@example.org", "crew@example.org");
            server.group("all@example.org", "team@example.org", "robert@example.org");
            server.group("quiet@example.org", "crew@example.org").excluding("quiet@example.org", "bob@example.org");
            server.group("back@example.org", "bob@example.org", "robert@example.org")
                    .excluding("back@example.org", "bob@example.org");
            server.group("other@example.org", "ann@other.net");

            assertThat(answerTo("Subject: which\r\n\r\n"))
                    .isEqualToNormalizingNewlines(
                            """
                            You are in 5 groups:

                            all@example.org  all
                              as robert@example.org
                            back@example.org  back
                              as bob@example.org
                            crew@example.org  crew
                              as bob@example.org
                            quiet@example.org  quiet
                              through the group crew@example.org, which is in it; \
                            but you have left it, or were excluded, and get no messages from it
                            team@example.org  team
                              through the group crew@example.org, which is in it

                            This answer was sent automatically.
                            """);
        }

        @Test
        void whichShouldNameSoManyAndCountTheOthers() throws Exception {
            IntStream.range(0, OwnGroups.MAX_NAMED + 4)
                    .forEach(i -> server.group("g" + i + "@example.org", "bob@example.org"));

            assertThat(answerTo("Subject: which\r\n\r\n"))
                    .contains("You are in " + (OwnGroups.MAX_NAMED + 4) + " groups:")
                    .contains("\r\nand 4 more.\r\n");
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
                    .contains("of these words to team-request@example.org")
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
