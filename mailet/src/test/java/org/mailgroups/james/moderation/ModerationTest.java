// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.builder.fluent.Configurations;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.audit.AuditLine;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.NewGroup;
import org.mailgroups.james.delivery.MembersUrl;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.RawHeader;
import org.mailgroups.james.spool.Marks;
import org.mailgroups.james.spool.Spool;
import org.mailgroups.james.spool.Spool.Sent;
import org.mailgroups.moderation.HeldLinks;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageBounds;
import org.mailgroups.moderation.HeldMessageContent.HeaderField;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.token.Signer;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StoreUnavailableException;

/** The way of a message that waits for a decision, on a real store and James' own mail repository in files. */
class ModerationTest {
    private static final String HEADER = "Received: from x by y; Mon, 1 Jan 2024 00:00:00 +0000\r\n"
            + "From: Alice <alice@example.org>\r\nTo: team@example.org\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\n"
            + "Message-ID: <1@example.org>\r\n";
    private static final String MESSAGE = HEADER + "Subject: Hello\r\n\r\nFirst line\r\nSecond line\r\n";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @TempDir
    static Path directory;

    private static GroupStore store;

    private final FakeClock clock = new FakeClock();
    private final MemoryServer server =
            new MemoryServer().user("alice@example.org").user("bob@example.org");
    private final BaseConfiguration properties = new BaseConfiguration();
    private MembersUrl url = new MembersUrl("");
    private Spool spool;
    private boolean spoolIsDown;
    private Path mail;
    private Group group;

    @BeforeAll
    static void openStore() {
        store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(directory.resolve("store")), Clock.systemUTC());
    }

    @AfterAll
    static void closeStore() {
        store.close();
    }

    @BeforeEach
    void setUp() {
        Instant later = clock.instant().plus(Duration.ofDays(1000));
        store.heldMessages().overdue(later, 1000).forEach(message -> store.heldMessages()
                .decide(message.id(), new Verdict(HeldState.EXPIRED, "an earlier test", clock.instant(), "")));
        store.heldMessages().unfinished(later, 1000).forEach(message -> store.heldMessages()
                .finish(message.id()));
        spool = new Spool();
        mail = directory.resolve("mail" + NUMBERS.incrementAndGet());
        group = createGroup("team" + NUMBERS.incrementAndGet(), "bob@example.org", "stranger@other.net");
    }

    private Group createGroup(String localPart, String... administrators) {
        return store.groups()
                .create(new NewGroup(
                        Address.parse(localPart + "@example.org"),
                        "Das B\u00fcro",
                        "",
                        MemoryServer.addresses(administrators),
                        List.of()));
    }

    /** The parts of one server. The store and the mail repository outlive it. */
    private final class Node {
        private final ModerationConfiguration configuration = ModerationConfiguration.read(properties);
        private final JamesHeldMessageContent content;
        private final ModerationNotices notices;
        private final HeldMessages held;
        private final JamesHeldMessageDecisions decisions;
        private final ModerationSchedule schedule;

        Node(Path mail) {
            MailRepositories repositories = new MailRepositories(mail);
            content = new JamesHeldMessageContent(() -> repositories, configuration);
            notices = new ModerationNotices(
                    store.heldMessages(),
                    store.groups(),
                    server,
                    ModerationTest.this::context,
                    links(),
                    url,
                    configuration,
                    clock);
            held = new HeldMessages(
                    store.heldMessages(), content, notices, server, configuration, clock, new RecordingMetricFactory());
            decisions =
                    new JamesHeldMessageDecisions(store.heldMessages(), content, notices, ModerationTest.this::context);
            schedule = new ModerationSchedule(store.heldMessages(), content, decisions, notices, configuration, clock);
        }

        boolean hold(Mail message) throws MessagingException {
            return held.hold(message, entry(group), "It waits");
        }

        /** Lets a burst of messages come to its end: now administrators hear of it. */
        void quiet() {
            clock.advance(ModerationSchedule.QUIET.plusSeconds(1));
            schedule.tellAdministrators();
        }

        /** Returns the notice that the administrator gets of a message. */
        Sent noticeOf(Mail message) throws MessagingException {
            hold(message);
            quiet();
            assertThat(sentTo("bob@example.org")).hasSize(1);
            return sentTo("bob@example.org").get(0);
        }

        HeldMessage decide(HeldState state, String comment) {
            return decisions.decide(onlyWaiting(), new Verdict(state, "bob@example.org", clock.instant(), comment));
        }
    }

    private HeldLinks links() {
        return new HeldLinks(
                new Tokens(new Signer(new byte[] {1})),
                store.heldMessages(),
                new GroupDirectory(store.lookup(), server));
    }

    private MailetContext context() {
        if (spoolIsDown) {
            throw new StoreUnavailableException("down for a test", null);
        }
        return spool.context();
    }

    private Node node() {
        return new Node(mail);
    }

    private static GroupEntry entry(Group group) {
        return new GroupEntry(
                group.id(), group.address(), group.name(), group.version(), group.administrators(), group.settings());
    }

    private List<HeldMessage> waiting() {
        return store.heldMessages()
                .list(group.address(), PageRequest.first(PageRequest.MAX_LIMIT))
                .items();
    }

    private HeldMessage onlyWaiting() {
        assertThat(waiting()).hasSize(1);
        return waiting().get(0);
    }

    private HeldMessage find(String id) {
        return store.heldMessages().find(group.address(), id).orElseThrow();
    }

    private MailImpl message(String octets) throws MessagingException {
        String name = "Mail" + NUMBERS.incrementAndGet();
        MailImpl message = MailImpl.builder()
                .name(name)
                .sender("alice@example.org")
                .addRecipients(group.address().toString())
                .state("transport")
                .build();
        message.setMessageContent(MimeMessageInputStreamSource.create(
                name, new ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1))));
        return message;
    }

    /** Returns a message that was seen at DATA, as a queue of James gives it back. */
    private static MailImpl requeued(MailImpl message) throws MessagingException {
        RawHeader.keep(message, HeaderFields.of(message));
        MailImpl again = MailImpl.duplicate(message);
        again.setName(message.getName());
        assertThat(again.getMessage().getHeader("Subject", null)).contains("?");
        return again;
    }

    private MailImpl authenticated(String octets) throws MessagingException {
        MailImpl message = message(octets);
        message.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of("Alice@example.org")));
        return message;
    }

    private static MimeMessage parsed(Sent notice) throws MessagingException {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(notice.content().getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String text(Sent notice) throws MessagingException, IOException {
        return ((String) parsed(notice).getContent()).replace("\r\n", "\n");
    }

    private Sent onlySent() {
        assertThat(spool.sent()).hasSize(1);
        return spool.sent().get(0);
    }

    private List<Sent> sentTo(String recipient) {
        return spool.sent().stream()
                .filter(sent -> sent.recipients().contains(recipient))
                .toList();
    }

    @Nested
    class SetAside {
        private static final String REASON = "5.7.1 From is of ours,\r\nBcc: x@other.net";

        private SetAsideNotices notices() {
            Node node = node();
            return new SetAsideNotices(node.notices, node.configuration, clock);
        }

        @Test
        void setAsideShouldTellTheAdministratorsWhoAreUsers() throws Exception {
            notices().setAside(message(MESSAGE), entry(group), REASON);

            Sent notice = onlySent();
            assertThat(notice.recipients()).containsExactly("bob@example.org");
            assertThat(notice.sender()).isEqualTo("<>");
            assertThat(notice.content()).contains("Auto-Submitted: auto-generated\r\n");
            assertThat(parsed(notice).getSubject()).isEqualTo("A message to " + group.address() + " was set aside");
            assertThat(text(notice))
                    .startsWith("A message was sent to " + group.address() + " and not distributed:\n\n")
                    .contains("\n  envelope sender: alice@example.org\n  reason: 5.7.1 From is of ours,")
                    .doesNotContain("\nBcc");
        }

        @Test
        void setAsideShouldTellOfEachGroupOnceInTheInterval() throws Exception {
            SetAsideNotices notices = notices();
            Group other = createGroup("other" + NUMBERS.incrementAndGet(), "bob@example.org");
            notices.setAside(message(MESSAGE), entry(group), REASON);
            notices.setAside(message(MESSAGE), entry(group), REASON);
            notices.setAside(message(MESSAGE), entry(other), REASON);
            assertThat(spool.sent()).hasSize(2);

            clock.advance(Duration.ofMinutes(15).minusMillis(1));
            notices.setAside(message(MESSAGE), entry(group), REASON);
            assertThat(spool.sent()).hasSize(2);

            clock.advance(Duration.ofMillis(1));
            notices.setAside(message(MESSAGE), entry(group), REASON);
            assertThat(spool.sent()).hasSize(3);
        }

        @Test
        void setAsideShouldTellNobodyWhenTheGroupIsGone() throws Exception {
            store.groups().delete(group.address(), OptionalLong.empty());

            notices().setAside(message(MESSAGE), entry(group), REASON);

            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void setAsideShouldNotFailAndTellOfTheNextOneWhenTheSpoolWasDown() throws Exception {
            SetAsideNotices notices = notices();
            spoolIsDown = true;
            notices.setAside(message(MESSAGE), entry(group), REASON);
            spoolIsDown = false;

            notices.setAside(message(MESSAGE), entry(group), REASON);

            assertThat(spool.sent()).hasSize(1);
        }
    }

    @Nested
    class Holding {
        @Test
        void holdShouldNoteWhatAnAdministratorNeedsToKnow() throws Exception {
            MailImpl message = authenticated(MESSAGE);

            assertThat(node().hold(message)).isTrue();

            HeldMessage held = onlyWaiting();
            assertThat(held.facts().sender()).isEqualTo("alice@example.org");
            assertThat(held.facts().author()).contains(Address.parse("alice@example.org"));
            assertThat(held.facts().subject()).isEqualTo("Hello");
            assertThat(held.facts().excerpt()).isEqualTo("First line\nSecond line");
            assertThat(held.facts().receivedAt()).isEqualTo(clock.instant());
            assertThat(held.facts().sizeBytes()).isEqualTo(MESSAGE.length());
            assertThat(held.facts().reason()).isEqualTo("It waits");
        }

        @Test
        void holdShouldNameTheAuthorBehindTheGroup() throws Exception {
            MailImpl message = authenticated(MESSAGE);
            message.setSender(new MailAddress(group.address().toString()));

            node().hold(message);

            assertThat(onlyWaiting().facts().sender()).isEqualTo("alice@example.org");
        }

        @Test
        void holdShouldKeepOneWhenTheSameMailComesAgain() throws Exception {
            MailImpl message = message(MESSAGE);

            node().hold(message);
            node().hold(message);

            assertThat(waiting()).hasSize(1);
        }

        @Test
        void holdShouldKeepItAnewWhenAMailByThatNameWasDecidedAbout() throws Exception {
            MailImpl message = message(MESSAGE);
            Node node = node();
            node.hold(message);
            node.decide(HeldState.REJECTED, "");

            node.hold(message);

            assertThat(node.content.open(onlyWaiting().id())).isPresent();
        }

        @Test
        void holdShouldSaySoAndKeepNothingWhenTooManyWait() throws Exception {
            properties.setProperty("held.maxPerGroup", "2");
            Node node = node();
            node.hold(message(MESSAGE));
            node.hold(message(MESSAGE));

            assertThat(node.hold(message(MESSAGE))).isFalse();

            assertThat(waiting()).hasSize(2);
            assertThat(mail.resolve("var/mail/group-held").toFile().list()).hasSize(4);
        }

        @ParameterizedTest
        @CsvSource({"ghost@example.org,ghost@example.org", "alice,alice@example.org"})
        void holdShouldKnowNoAuthorWhenTheAuthenticatedOneIsNoUser(String user, String sender) throws Exception {
            MailImpl message = message(MESSAGE);
            message.setSender(new MailAddress(sender));
            message.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(user)));

            node().hold(message);

            assertThat(onlyWaiting().facts().author()).isEmpty();
        }

        @Test
        void holdShouldKnowAndTellTheUserWhoSubmittedItOverJmap() throws Exception {
            MailImpl message = message(MESSAGE);
            message.setAttribute(new Attribute(
                    AttributeName.of("org.apache.james.jmap.send.MailMetaData.username"),
                    AttributeValue.of("alice@example.org")));

            node().hold(message);

            assertThat(onlyWaiting().facts().author()).contains(Address.parse("alice@example.org"));
            assertThat(sentTo("alice@example.org")).hasSize(1);
        }

        @Test
        void holdShouldKnowTheAuthenticatedUserWhoWritesUnderAnAlias() throws Exception {
            MailImpl message = authenticated(MESSAGE);
            message.setSender(new MailAddress("alias@example.org"));

            node().hold(message);

            assertThat(onlyWaiting().facts().author()).isPresent();
        }

        @Test
        void holdShouldKnowNoAuthorOfAnAutomaticMessage() throws Exception {
            node().hold(authenticated("Auto-Submitted: auto-replied\r\n" + MESSAGE));

            assertThat(onlyWaiting().facts().author()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "\r\n",
                    "Subject: =?x-unknown?Q?a?=\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nHi",
                    "Subject: =?utf-8?B?%%%?=\r\nContent-Type: multipart/mixed\r\n\r\nno boundary",
                    "Subject: x\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
                            + "--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a",
                    "Content-Type: ;;;\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%%",
                    "Content-Transfer-Encoding: nonsense\r\n\r\nHi"
                })
        void holdShouldKeepWhateverTheMessageLooksLike(String octets) throws Exception {
            assertThat(node().hold(message(octets))).isTrue();

            assertThat(waiting()).hasSize(1);
        }

        @Test
        void holdShouldFindTheTextInTheFirstPlainPart() throws Exception {
            node().hold(message(
                    "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
                            + "--a\r\nContent-Disposition: attachment\r\n\r\nnot me\r\n"
                            + "--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
                            + "--b\r\nContent-Type: text/html\r\n\r\n<p>nor me\r\n"
                            + "--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
                            + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=9Cber\r\n"
                            + "--b--\r\n--a--\r\n"));

            assertThat(onlyWaiting().facts().subject()).isEqualTo("Gr\u00fc\u00dfe");
            assertThat(onlyWaiting().facts().excerpt()).isEqualTo("\u00dcber");
        }
    }

    @Nested
    class Content {
        @Test
        void contentShouldBeThereAfterARestartOctetForOctet() throws Exception {
            String odd = "X-Folded: a\r\n\tb\r\nX-Eight: \u00e9\r\nX-Long: " + "x".repeat(3000) + "\r\n" + HEADER
                    + "subject:no space\r\n\r\n.\r\n\u00ff\r\nno line end";
            node().hold(message(odd));

            try (InputStream octets = node().content.open(onlyWaiting().id()).orElseThrow()) {
                assertThat(new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .isEqualTo(odd);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\u00f1o", "a\u00c3\u00b1o"})
        void contentShouldBeAsItCameWhenAQueueHasWrittenTheHeaderAnew(String year) throws Exception {
            String raw = HEADER + "Subject: " + year + "\r\n\tnuevo\r\nX-Other: " + year + "\r\n\r\n" + year + "\r\n";
            Node node = node();
            node.hold(requeued(message(raw)));

            HeldMessage held = onlyWaiting();
            assertThat(held.facts().subject()).isEqualTo("a\u00f1o nuevo");
            assertThat(node.content.header(held.id()).orElseThrow()).contains(new HeaderField("X-Other", "a\u00f1o"));
            try (InputStream octets = node.content.open(held.id()).orElseThrow()) {
                assertThat(new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .isEqualTo(raw);
            }
            Sent notice = node.noticeOf(message(MESSAGE));
            assertThat(text(notice)).contains("a\u00f1o nuevo").doesNotContain("a?o", "a??o");
        }

        @Test
        void approveShouldSendTheHeaderAsItCameWhenAQueueHasWrittenItAnew() throws Exception {
            String raw = "Subject: a\u00f1o\r\n" + HEADER + "\r\nHello\r\n";
            Node node = node();
            node.hold(requeued(message(raw)));

            node.decide(HeldState.APPROVED, "");

            assertThat(onlySent().content()).isEqualTo(raw);
            assertThat(HeaderFields.of(requeued(onlySent().mail())).octets())
                    .isEqualTo(HeaderFields.of(onlySent().mail()).octets());
        }

        @Test
        void headerShouldShowTheFieldsInTheirOrder() throws Exception {
            node().hold(message(
                    "X-One: a\r\n b\r\nX-Two: \u00c3\u00a9\r\nX-One: c\r\nX-Three: \u00e9 =?utf-8?Q?=C3?=\r\n"
                            + " =?utf-8?Q?=A9?=\r\n\r\nX-Not: body\r\n"));

            assertThat(node().content.header(onlyWaiting().id()).orElseThrow())
                    .containsExactly(
                            new HeaderField("X-One", "a b"),
                            new HeaderField("X-Two", "\u00e9"),
                            new HeaderField("X-One", "c"),
                            new HeaderField("X-Three", "\u00e9 \u00e9"));
        }

        @Test
        void contentShouldBeEmptyWhenThereIsNone() {
            assertThat(node().content.open("none")).isEmpty();
            assertThat(node().content.header("none")).isEmpty();
        }
    }

    @Nested
    class Approving {
        @Test
        void approveShouldSendTheOriginalToTheGroupAloneWithTheMark() throws Exception {
            MailImpl message = authenticated(MESSAGE);
            message.setRemoteAddr("192.0.2.7");
            List<Address> served = IntStream.range(0, 20_000)
                    .mapToObj(i -> Address.parse("member" + i + "@other.net"))
                    .toList();
            message.setAttribute(Marks.served(served));
            node().hold(message);
            spool = new Spool();
            Node afterRestart = node();
            String id = onlyWaiting().id();

            afterRestart.decide(HeldState.APPROVED, "");

            Sent sent = onlySent();
            assertThat(sent.content()).isEqualTo(MESSAGE);
            assertThat(sent.state()).isEqualTo(Mail.DEFAULT);
            assertThat(sent.sender()).isEqualTo("alice@example.org");
            assertThat(sent.recipients()).containsExactly(group.address().toString());
            assertThat(sent.mail().getRemoteAddr()).isEqualTo("192.0.2.7");
            assertThat(sent.mail().attributes())
                    .contains(Marks.approvalFor(group.id()))
                    .anyMatch(attribute -> attribute.getName().equals(Mail.SMTP_AUTH_USER));
            assertThat(Marks.served(sent.mail())).isEqualTo(served);
            assertThat(afterRestart.content.open(id)).isEmpty();
            assertThat(waiting()).isEmpty();
        }

        @Test
        void approveShouldSendAMessageThatHasNotWaitedWhenItWaitedBeforeItWasHeld() throws Exception {
            MailImpl message = message(MESSAGE);
            for (String name : List.of("waiting-since", "not-before", "seen-queued")) {
                message.setAttribute(new Attribute(
                        AttributeName.of("org.mailgroups." + name),
                        AttributeValue.of(clock.instant().toEpochMilli())));
            }
            message.setAttribute(new Attribute(AttributeName.of("org.mailgroups.cursor"), AttributeValue.of("1")));
            node().hold(message);
            spool = new Spool();
            clock.advance(Duration.ofDays(6));

            node().decide(HeldState.APPROVED, "");

            assertThat(onlySent()
                            .mail()
                            .attributes()
                            .map(attribute -> attribute.getName().asString())
                            .filter(name -> name.startsWith("org.mailgroups.")))
                    .containsExactlyInAnyOrder(
                            Marks.approvalFor(group.id()).getName().asString(), "org.mailgroups.message-key");
        }

        @Test
        void approveShouldSendOnceWhenDoneTwice() throws Exception {
            Node node = node();
            node.hold(message(MESSAGE));
            HeldMessage held = onlyWaiting();
            spool = new Spool();

            Verdict verdict = new Verdict(HeldState.APPROVED, "bob", clock.instant(), "");
            node.decisions.decide(held, verdict);
            HeldMessage again =
                    node.decisions.decide(held, new Verdict(HeldState.REJECTED, "eve", clock.instant(), ""));

            assertThat(again.decision()).contains(verdict);
            assertThat(spool.sent()).hasSize(1);
        }

        @Test
        void approveShouldDecideNothingWhenTheMessageIsOnAnotherServer() throws Exception {
            node().hold(message(MESSAGE));
            Node other = new Node(directory.resolve("elsewhere"));

            assertThatThrownBy(() -> other.decide(HeldState.APPROVED, ""))
                    .isInstanceOf(StoreUnavailableException.class);

            assertThat(onlyWaiting().state()).isEqualTo(HeldState.HELD);
        }

        @Test
        void roundShouldSendWhatWasInterruptedOnceAndOnlyAfterSomeTime() throws Exception {
            Node node = node();
            node.hold(message(MESSAGE));
            spool = new Spool();
            spoolIsDown = true;
            assertThatThrownBy(() -> node.decide(HeldState.APPROVED, "")).isInstanceOf(StoreUnavailableException.class);
            spoolIsDown = false;

            node.schedule.round();
            assertThat(sentTo(group.address().toString())).isEmpty();
            clock.advance(ModerationSchedule.INTERRUPTED.plusSeconds(1));
            new Node(directory.resolve("elsewhere")).schedule.round();
            assertThat(sentTo(group.address().toString())).isEmpty();
            node().schedule.round();
            node().schedule.round();

            assertThat(sentTo(group.address().toString())).hasSize(1);
        }
    }

    @Nested
    class Rejecting {
        @Test
        void rejectShouldTellTheAuthenticatedAuthorWithTheComment() throws Exception {
            Node node = node();
            node.hold(authenticated(MESSAGE));
            String id = onlyWaiting().id();
            spool = new Spool();

            node.decide(HeldState.REJECTED, "Not here:\nplease write to dev@");

            Sent notice = onlySent();
            assertThat(notice.recipients()).containsExactly("alice@example.org");
            assertThat(notice.sender()).isEqualTo("<>");
            assertThat(parsed(notice).getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(((InternetAddress) parsed(notice).getFrom()[0]).getAddress())
                    .isEqualTo(group.address().localPart() + "-owner@example.org");
            assertThat(parsed(notice).getSubject()).contains(group.address().toString(), "not distributed");
            assertThat(text(notice)).contains("> Not here:\n> please write to dev@", "Subject:  Hello");
            assertThat(node.content.open(id)).isEmpty();
            assertThat(find(id).state()).isEqualTo(HeldState.REJECTED);
        }

        @Test
        void rejectShouldTellNobodyElse() throws Exception {
            Node node = node();
            node.hold(message(MESSAGE));
            spool = new Spool();

            node.decide(HeldState.REJECTED, "Go away");

            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void rejectShouldTellNobodyWhenTheAuthorIsNoUserAnyMore() throws Exception {
            Node node = node();
            server.user("carol@example.org");
            MailImpl message = message(MESSAGE);
            message.setSender(new MailAddress("carol@example.org"));
            message.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of("carol@example.org")));
            node.hold(message);
            server.removeUser("carol@example.org");
            spool = new Spool();

            node.decide(HeldState.REJECTED, "");

            assertThat(spool.sent()).isEmpty();
        }
    }

    @Nested
    class Expiring {
        @Test
        void roundShouldLetAMessageExpireAndTellTheAuthor() throws Exception {
            Node node = node();
            node.hold(authenticated(MESSAGE));
            String id = onlyWaiting().id();
            spool = new Spool();

            clock.advance(Duration.ofDays(14));
            node.schedule.round();
            assertThat(waiting()).hasSize(1);
            clock.advance(Duration.ofSeconds(1));
            node.schedule.round();
            node().schedule.round();

            assertThat(find(id).decision().orElseThrow().by()).isEqualTo("expiry");
            assertThat(find(id).state()).isEqualTo(HeldState.EXPIRED);
            assertThat(node.content.open(id)).isEmpty();
            assertThat(text(onlySent())).contains("nobody decided in time");
            assertThat(onlySent().recipients()).containsExactly("alice@example.org");
        }

        @Test
        void roundShouldTellNobodyWhenTheAuthorIsNotProven() throws Exception {
            Node node = node();
            node.hold(message(MESSAGE));
            spool = new Spool();

            clock.advance(Duration.ofDays(15));
            node.schedule.round();

            assertThat(waiting()).isEmpty();
            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void roundShouldLetMessagesOfADisbandedGroupExpire() throws Exception {
            Node node = node();
            node.hold(authenticated(MESSAGE));
            String id = onlyWaiting().id();
            spool = new Spool();
            store.groups().delete(group.address(), OptionalLong.empty());

            node.schedule.round();

            assertThat(node.content.open(id)).isEmpty();
            assertThat(onlySent().recipients()).containsExactly("alice@example.org");
        }

        @Test
        void roundShouldForgetOldDecisions() throws Exception {
            Node node = node();
            node.hold(message(MESSAGE));
            String id = onlyWaiting().id();
            node.decide(HeldState.REJECTED, "");

            clock.advance(ModerationSchedule.REMEMBERED.plusSeconds(1));
            node.schedule.round();

            assertThat(store.heldMessages().find(group.address(), id)).isEmpty();
        }
    }

    @Nested
    class Notices {
        @Test
        void holdShouldTellAdministratorsWhoAreUsersAndNobodyElse() throws Exception {
            Sent notice = node().noticeOf(authenticated(MESSAGE));

            assertThat(sentTo("stranger@other.net")).isEmpty();
            assertThat(notice.recipients()).containsExactly("bob@example.org");
            assertThat(notice.sender()).isEqualTo("<>");
            assertThat(notice.state()).isEqualTo(Mail.DEFAULT);
            MimeMessage message = parsed(notice);
            assertThat(message.getFrom())
                    .containsExactly(new InternetAddress(
                            group.address().localPart() + "-owner@example.org", "Das B\u00fcro", "UTF-8"));
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(message.getSubject()).isEqualTo("1 message to " + group.address() + " waits for your decision");
            assertThat(text(notice))
                    .contains(
                            "Sender:   alice@example.org (authenticated)\n",
                            "Subject:  Hello\n",
                            "Size:     " + MESSAGE.length() + " bytes\n",
                            "Waits:    It waits\n",
                            "> First line\n> Second line\n",
                            "A reply to this mail decides about the message below.\n",
                            "\n  http://localhost:8000/groups/" + group.address() + "/held\n")
                    .doesNotContain("browser", "curl");
            assertThat(message.getReplyTo())
                    .containsExactly(new InternetAddress(way("bob@example.org", onlyWaiting())));
            assertThat(text(notice)).contains("\n  " + way("bob@example.org", onlyWaiting()) + "\n");
        }

        /** Returns the address by which an administrator decides about a message. */
        private String way(String administrator, HeldMessage message) {
            return group.address().localPart() + "-request+" + links().token(message, Address.parse(administrator))
                    + "@example.org";
        }

        @Test
        void noticeShouldHaveALinkOfEachAdministratorWhenMembersReachAPage() throws Exception {
            url = new MembersUrl("https://groups.example.org/");
            server.user("carol@example.org");
            group = createGroup("two" + NUMBERS.incrementAndGet(), "bob@example.org", "carol@example.org");

            node().noticeOf(message(MESSAGE));

            for (String administrator : List.of("bob@example.org", "carol@example.org")) {
                assertThat(sentTo(administrator)).singleElement().satisfies(notice -> {
                    assertThat(notice.recipients()).containsExactly(administrator);
                    assertThat(parsed(notice).getReplyTo())
                            .containsExactly(new InternetAddress(way(administrator, onlyWaiting())));
                    assertThat(text(notice))
                            .contains("or with a browser\n  https://groups.example.org/l/"
                                    + links().token(onlyWaiting(), Address.parse(administrator)) + "\n")
                            .contains("The addresses and links are yours alone");
                });
            }
            assertThat(way("bob@example.org", onlyWaiting())).isNotEqualTo(way("carol@example.org", onlyWaiting()));
        }

        @Test
        void noticeOfSeveralMessagesShouldHaveAnAddressForEachAndNoneForAReply() throws Exception {
            Node node = node();
            node.hold(message(MESSAGE));
            node.hold(message(MESSAGE));
            node.quiet();

            assertThat(parsed(onlySent()).getHeader("Reply-To")).isNull();
            assertThat(text(onlySent())).contains("A reply to this mail decides nothing.");
            assertThat(waiting()).hasSize(2).allSatisfy(message -> assertThat(text(onlySent()))
                    .contains("\n  " + way("bob@example.org", message) + "\n"));
        }

        @Test
        void wayShouldHaveAnAddressThatMailAllowsWhenTheGroupsIsLong() throws Exception {
            group = createGroup("a".repeat(30) + NUMBERS.incrementAndGet(), "bob@example.org");

            node().noticeOf(message(MESSAGE));

            String address = ((InternetAddress) parsed(onlySent()).getReplyTo()[0]).getAddress();
            assertThat(address.substring(0, address.indexOf('@'))).hasSize(64).contains("aaa-request+");
        }

        @Test
        void holdShouldSendNoNoticeWhenNoAdministratorIsAUser() throws Exception {
            group = createGroup("lonely" + NUMBERS.incrementAndGet(), "stranger@other.net", "gone@example.org");

            Node node = node();
            assertThat(node.hold(message(MESSAGE))).isTrue();
            node.quiet();

            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void noticesShouldComeNotMoreOftenThanConfiguredAndLoseNothing() throws Exception {
            properties.setProperty("held.notifyMinutes", "30");
            Node node = node();
            node.noticeOf(message(MESSAGE));
            spool = new Spool();

            for (int i = 0; i < 25; i++) {
                node.hold(message(MESSAGE.replace("Hello", "Number " + i + ".")));
            }
            clock.advance(Duration.ofMinutes(30));
            node.schedule.tellAdministrators();
            assertThat(spool.sent()).isEmpty();
            clock.advance(Duration.ofSeconds(1));
            node.schedule.tellAdministrators();
            node.schedule.tellAdministrators();

            Sent notice = onlySent();
            assertThat(parsed(notice).getSubject()).startsWith("25 messages");
            assertThat(text(notice))
                    .contains("with those you have been told of, 26 wait", "Number 0.", "Number 19.", "5 more")
                    .doesNotContain("Number 20.");
            clock.advance(Duration.ofHours(1));
            node.schedule.tellAdministrators();
            assertThat(spool.sent()).hasSize(1);
        }

        @Test
        void noticeShouldTellOfAWholeBurst() throws Exception {
            Node node = node();
            for (int i = 0; i < 10; i++) {
                node.hold(message(MESSAGE.replace("Hello", "Number " + i + ".")));
                node.schedule.tellAdministrators();
                clock.advance(ModerationSchedule.QUIET);
                node.schedule.tellAdministrators();
            }
            assertThat(spool.sent()).isEmpty();

            node.quiet();
            node.quiet();

            assertThat(parsed(onlySent()).getSubject()).startsWith("10 messages");
            assertThat(text(onlySent())).contains("Number 0.", "Number 9.").doesNotContain("been told of", "more are");
        }

        @Test
        void noticeShouldNotWaitForTheEndOfALongBurst() throws Exception {
            Node node = node();
            for (int i = 0; i < 90; i++) {
                node.hold(message(MESSAGE));
                clock.advance(Duration.ofSeconds(1));
                node.schedule.tellAdministrators();
            }

            assertThat(parsed(onlySent()).getSubject()).startsWith("61 messages");
            assertThat(text(onlySent())).contains("41 more are not shown here");
        }

        @Test
        void noticeShouldBeSentOnceWhenNodesAskTogether() throws Exception {
            Node node = node();
            node.noticeOf(message(MESSAGE));

            node().quiet();
            node.schedule.round();

            assertThat(spool.sent()).hasSize(1);
        }

        @Test
        void noticeShouldComeWhenTheSpoolIsBack() throws Exception {
            spoolIsDown = true;
            Node node = node();
            MailImpl message = message(MESSAGE);
            assertThat(node.hold(message)).isTrue();
            node.quiet();
            spoolIsDown = false;

            node.schedule.tellAdministrators();

            assertThat(spool.sent()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Subject: Hello\r\n =?utf-8?Q?=0D=0ABcc:_victim@other.net=0D=0A=0D=0AForged?=\r\n\r\n",
                    "Subject: =?utf-8?B?DQpCY2M6IHZpY3RpbUBvdGhlci5uZXQNCg0KRm9yZ2Vk?=\r\n\r\n",
                    "Subject: \u0000\u000bBcc: victim@other.net\u0085Forged\r\n\r\n"
                })
        void noticeShouldLetNothingOfTheMessageIntoItsHeader(String octets) throws Exception {
            Sent notice = node().noticeOf(message(octets + "Approve it:\r\n  curl http://evil.example/\r\n"));

            assertThat(notice.recipients()).containsExactly("bob@example.org");
            assertThat(parsed(notice).getHeader("Bcc")).isNull();
            assertThat(notice.content().substring(0, notice.content().indexOf("\r\n\r\n")))
                    .doesNotContain("victim", "Forged");
            assertThat(text(notice).lines().filter(line -> line.contains("Forged")))
                    .allMatch(line -> line.startsWith("Subject:  "));
            assertThat(text(notice).lines().filter(line -> line.contains("evil")))
                    .allMatch(line -> line.startsWith("> "));
        }

        @Test
        void noticeShouldLetNothingOfTheSenderIntoItsHeader() throws Exception {
            MailImpl message = message(MESSAGE);
            message.setSender(new MailAddress("\"Bcc: victim\"@other.net"));

            node().noticeOf(message);

            assertThat(parsed(onlySent()).getHeader("Bcc")).isNull();
            assertThat(text(onlySent()).lines().filter(line -> line.contains("victim")))
                    .allMatch(line -> line.startsWith("Sender:   "));
        }

        @Test
        void noticeShouldSayWhereAPostmasterSeesAll() throws Exception {
            group = createGroup("a'b`id`$x&" + NUMBERS.incrementAndGet(), "bob@example.org");
            properties.setProperty("held.webadminUrl", "https://mail.example.org/webadmin/");

            node().noticeOf(message(MESSAGE));

            assertThat(text(onlySent()).lines().filter(line -> line.contains("/held")))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("  https://mail.example.org/webadmin/groups/a%27b%60id%60%24x%26")
                            .endsWith("/held"));
        }
    }

    @Nested
    class TellingAuthors {
        private static final String ALICE = "alice@example.org";

        private List<Sent> told(Node node, String octets) throws MessagingException {
            spool = new Spool();
            assertThat(node.hold(authenticated(octets))).isTrue();
            return spool.sent();
        }

        @Test
        void holdShouldTellTheAuthenticatedAuthorAtOnce() throws Exception {
            assertThat(told(node(), MESSAGE)).hasSize(1);

            Sent notice = onlySent();
            assertThat(notice.recipients()).containsExactly(ALICE);
            assertThat(notice.sender()).isEqualTo("<>");
            assertThat(parsed(notice).getHeader("Auto-Submitted")).containsExactly("auto-replied");
            assertThat(parsed(notice).getHeader("In-Reply-To")).containsExactly("<1@example.org>");
            assertThat(parsed(notice).getHeader("References")).containsExactly("<1@example.org>");
            assertThat(parsed(notice).getSubject())
                    .isEqualTo("Your message to " + group.address() + " waits for a decision");
            assertThat(text(notice)).contains("  It waits\n", "Subject:  Hello\n", "need not send it again");
        }

        @Test
        void holdShouldTellAnAuthorOnceInAStorm() throws Exception {
            Node node = node();
            for (int i = 0; i < 50; i++) {
                node.hold(authenticated(MESSAGE));
                clock.advance(ModerationSchedule.LONGEST_BURST);
            }
            assertThat(sentTo(ALICE)).hasSize(1);

            clock.advance(ModerationNotices.STORM_OVER);

            assertThat(told(node, MESSAGE)).hasSize(1);
        }

        @Test
        void holdShouldTellEachAuthorAtEachGroup() throws Exception {
            Node node = node();
            node.hold(authenticated(MESSAGE));
            MailImpl bobs = message(MESSAGE);
            bobs.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of("bob@example.org")));
            node.hold(bobs);
            group = createGroup("other" + NUMBERS.incrementAndGet(), "bob@example.org");
            node.hold(authenticated(MESSAGE));

            assertThat(sentTo(ALICE)).hasSize(2);
            assertThat(sentTo("bob@example.org")).hasSize(1);
        }

        @Test
        void holdShouldTellNobodyWhenNobodyHasAuthenticated() throws Exception {
            node().hold(message(MESSAGE));

            assertThat(spool.sent()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"auto-replied", "auto-generated; x=y", "AUTO-NOTIFIED", "anything"})
        void holdShouldTellNobodyOfAnAutomaticMessage(String automatic) throws Exception {
            assertThat(told(node(), "Auto-Submitted: " + automatic + "\r\n" + MESSAGE))
                    .isEmpty();
        }

        @Test
        void holdShouldTellNobodyWhenTheSenderIsEmpty() throws Exception {
            MailImpl report = authenticated(MESSAGE);
            report.setSender(null);

            node().hold(report);

            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void holdShouldKeepTheMessageAndTellOfTheNextOneWhenTheAuthorCannotBeTold() throws Exception {
            Node node = node();
            spoolIsDown = true;
            assertThat(node.hold(authenticated(MESSAGE))).isTrue();
            spoolIsDown = false;

            assertThat(told(node, MESSAGE)).hasSize(1);
            assertThat(waiting()).hasSize(2);
        }

        @Test
        void holdShouldTellAgainOfAMessageThatCameAgainAfterACrash() throws Exception {
            MailImpl message = authenticated(MESSAGE);
            spoolIsDown = true;
            node().hold(message);
            spoolIsDown = false;

            node().hold(message);

            assertThat(sentTo(ALICE)).hasSize(1);
            assertThat(waiting()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Message-ID: <a@b>\r\n Bcc: victim@other.net\r\n",
                    "Message-ID: <a@b> <c@d>\r\n",
                    "Message-ID: <\u00e9@b>\r\n",
                    "Message-ID: <\u0000@b>\r\n",
                    "Message-ID: none\r\n",
                    "Message-ID:\r\n",
                    ""
                })
        void noticeShouldReferToNoIdThatIsNone(String field) throws Exception {
            told(node(), field + "Subject: \r\n x\u2028y\rz\r\n\r\nBody");

            assertThat(parsed(onlySent()).getHeader("In-Reply-To")).isNull();
            assertThat(parsed(onlySent()).getHeader("Bcc")).isNull();
        }
    }

    @Nested
    class DecidingMany {
        private List<HeldMessage> hold(Node node, int count) throws MessagingException {
            for (int i = 0; i < count; i++) {
                node.hold(message(MESSAGE));
            }
            spool = new Spool();
            return waiting();
        }

        private Verdict verdict(HeldState state) {
            return new Verdict(state, "bob@example.org", clock.instant(), "");
        }

        @Test
        void decideAllShouldSendAllToTheGroupAndAuditEach() throws Exception {
            Node node = node();
            List<HeldMessage> messages = hold(node, 3);

            List<String> lines =
                    LoggedLines.ofAuditTrail(() -> node.decisions.decideAll(messages, verdict(HeldState.APPROVED)));

            assertThat(sentTo(group.address().toString())).hasSize(3);
            assertThat(lines.stream().map(line -> AuditLine.parse(line).fields().get("held")))
                    .isEqualTo(messages.stream().map(HeldMessage::id).toList());
            assertThat(messages).noneMatch(message -> node.content.contains(message.id()));
            clock.advance(ModerationSchedule.INTERRUPTED.plusSeconds(1));
            node.schedule.round();
            assertThat(spool.sent()).hasSize(3);
        }

        @Test
        void decideAllShouldDecideNothingWhenOneIsOnAnotherServer() throws Exception {
            Node node = node();
            hold(new Node(directory.resolve("elsewhere" + NUMBERS.incrementAndGet())), 1);
            List<HeldMessage> messages = hold(node, 1);

            assertThatThrownBy(() -> node.decisions.decideAll(messages, verdict(HeldState.APPROVED)))
                    .isInstanceOf(StoreUnavailableException.class);

            assertThat(waiting()).hasSize(2);
            assertThat(spool.sent()).isEmpty();
        }

        @Test
        void decideAllShouldLeaveTheRestToTheScheduleWhenItIsInterrupted() throws Exception {
            Node node = node();
            List<HeldMessage> messages = hold(node, 3);
            spoolIsDown = true;
            assertThatThrownBy(() -> node.decisions.decideAll(messages, verdict(HeldState.APPROVED)))
                    .isInstanceOf(StoreUnavailableException.class);
            spoolIsDown = false;

            clock.advance(ModerationSchedule.INTERRUPTED.plusSeconds(1));
            node.schedule.round();

            assertThat(sentTo(group.address().toString())).hasSize(3);
            assertThat(waiting()).isEmpty();
        }

        @Test
        void decideAllShouldChangeNothingWhenItIsDoneAgain() throws Exception {
            Node node = node();
            List<HeldMessage> messages = hold(node, 2);
            node.decisions.decideAll(messages, verdict(HeldState.APPROVED));
            List<HeldMessage> decided =
                    messages.stream().map(message -> find(message.id())).toList();

            node.decisions.decideAll(decided, verdict(HeldState.APPROVED));

            assertThat(spool.sent()).hasSize(2);
        }
    }

    @Nested
    class Configuration {
        @ParameterizedTest
        @CsvSource({
            "held.notifyMinutes,-1",
            "held.notifyMinutes,x",
            "held.expireDays,0",
            "held.maxPerGroup,0",
            "held.maxPerGroup,99999999999",
            "held.maxBytesPerGroup,1000",
            "held.maxBytesPerGroup,much",
            "held.maxBytes,-1",
            "held.maxBytes,99999999999999999999",
            "held.repository,var/mail",
            "held.webadminUrl,localhost",
            "held.webadminUrl,ftp://localhost/",
            "held.webadminUrl,http://localhost/\"$(id)"
        })
        void readShouldRefuseWhenAValueIsWrong(String name, String value) {
            properties.setProperty(name, value);

            assertThatThrownBy(() -> ModerationConfiguration.read(properties))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void readShouldHaveTheDefaultsThatAreDocumented() {
            assertThat(ModerationConfiguration.read(properties))
                    .isEqualTo(new ModerationConfiguration(
                            null,
                            Duration.ofMinutes(15),
                            Duration.ofDays(14),
                            new HeldMessageBounds(1000, 1L << 30, 10L << 30),
                            "http://localhost:8000"));
            assertThat(ModerationConfiguration.read(properties).repository()).isEqualTo(Optional.empty());
        }

        /** The file that goes with the server also works in a James that does not know the server's properties. */
        @Test
        void readShouldTakeTheAddressThatTheServerSaysAndElseTheDefault() throws Exception {
            PropertiesConfiguration shipped = new Configurations().properties(new File("../conf/groups.properties"));

            assertThat(ModerationConfiguration.read(shipped).webadminUrl()).isEqualTo("http://localhost:8000");
            System.setProperty("mailgroups.webadmin.url", "http://127.0.0.1:9000");
            try {
                assertThat(ModerationConfiguration.read(shipped).webadminUrl()).isEqualTo("http://127.0.0.1:9000");
            } finally {
                System.clearProperty("mailgroups.webadmin.url");
            }
        }
    }

    /** Time that passes when a test says so. */
    private static final class FakeClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T10:15:30Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void messageShouldBeRemovedFromItsServerWhenAnotherOneRejectsIt() throws MessagingException {
        Node owner = node();
        Node other = new Node(directory.resolve("mail" + NUMBERS.incrementAndGet()));
        owner.hold(message(MESSAGE));
        HeldMessage message = onlyWaiting();
        owner.schedule.round();
        assertThat(owner.content.ids()).containsExactly(message.id());

        other.decide(HeldState.REJECTED, "no");
        assertThat(owner.content.contains(message.id())).isTrue();
        owner.schedule.round();

        assertThat(owner.content.ids()).isEmpty();
    }

    @Test
    void messageThatNobodyKnowsShouldStayForAsLongAsItMayBeWrittenDown() throws MessagingException {
        Node node = node();
        Mail unknown = message(MESSAGE);
        node.content.store("0", unknown, HeaderFields.of(unknown));
        clock.advance(Duration.between(clock.instant(), Instant.now()));

        node.schedule.round();
        assertThat(node.content.ids()).containsExactly("0");

        clock.advance(ModerationSchedule.REMEMBERED.plusDays(1));
        node.schedule.round();
        assertThat(node.content.ids()).isEmpty();
    }
}
