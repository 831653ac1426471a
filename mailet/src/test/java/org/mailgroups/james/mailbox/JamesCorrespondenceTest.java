// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.inmemory.manager.InMemoryIntegrationResources;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.correspondence.CorrespondenceMessage;
import org.mailgroups.correspondence.CorrespondenceMessage.Direction;
import org.mailgroups.correspondence.CorrespondencePage;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

class JamesCorrespondenceTest {
    private static final Address ALICE = Address.parse("alice@example.org");
    private static final Address ALIAS = Address.parse("a.smith@example.org");
    private static final Address ANN = Address.parse("ann@partner.example");
    private static final Address ANNS_OTHER = Address.parse("ann@home.example");
    private static final Set<Address> ANNS = Set.of(ANN, ANNS_OTHER);
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final MailboxPath INBOX = MailboxPath.inbox(Username.of("alice@example.org"));
    private static final MailboxPath SENT = MailboxPath.forUser(Username.of("alice@example.org"), "Sent");

    private MailboxManager mailboxes;
    private JamesCorrespondence correspondence;
    private int minutes;

    @BeforeEach
    void setUp() throws MailboxException {
        mailboxes = InMemoryIntegrationResources.defaultResources().getMailboxManager();
        correspondence = new JamesCorrespondence(mailboxes, user -> Set.of(ALIAS));
        create(INBOX);
        create(SENT);
    }

    private void create(MailboxPath path) throws MailboxException {
        mailboxes.createMailbox(path, session(path.getUser()));
    }

    private MailboxSession session(Username user) {
        return mailboxes.createSystemSession(user);
    }

    private void append(MailboxPath path, Instant date, String... lines) throws MailboxException {
        appendOctets(path, date, (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private void appendOctets(MailboxPath path, Instant date, byte[] octets) throws MailboxException {
        MessageManager mailbox = mailboxes.getMailbox(path, session(path.getUser()));
        mailbox.appendMessage(
                AppendCommand.builder()
                        .withInternalDate(Date.from(date))
                        .withFlags(new Flags())
                        .build(new ByteContent(octets)),
                session(path.getUser()));
    }

    /** Each a minute after the one before. */
    private void receive(String from, String subject) throws MailboxException {
        append(
                INBOX,
                START.plusSeconds(60L * minutes++),
                "From: " + from,
                "To: alice@example.org",
                "Subject: " + subject,
                "Message-ID: <" + subject + "@test>",
                "",
                "text");
    }

    private List<CorrespondenceMessage> messages() {
        return correspondence.of(ALICE, ANNS, Optional.empty(), 100).messages();
    }

    private List<String> subjects() {
        return messages().stream().map(CorrespondenceMessage::subject).toList();
    }

    @Test
    void ofShouldListReceivedMessagesOfEveryAccountNewestFirst() throws MailboxException {
        receive("Ann <ann@partner.example>", "one");
        receive("bob@partner.example", "of-another");
        receive("\"Ann at home\" <ANN@home.example>", "two");

        assertThat(messages())
                .containsExactly(
                        new CorrespondenceMessage(
                                "<two@test>", START.plusSeconds(120), Direction.RECEIVED, "two", List.of()),
                        new CorrespondenceMessage("<one@test>", START, Direction.RECEIVED, "one", List.of()));
    }

    @Test
    void ofShouldListSentMessagesWhenTheUserOrAnAliasWroteThem() throws MailboxException {
        append(
                SENT,
                START,
                "From: alice@example.org",
                "To: x@y.example, Ann <ann@partner.example>",
                "Subject: to",
                "",
                "");
        append(
                SENT,
                START.plusSeconds(1),
                "From: a.smith@example.org",
                "Cc: Friends: ann@home.example, z@y.example;",
                "Subject: cc",
                "",
                "");
        append(SENT, START.plusSeconds(2), "From: alice@example.org", "To: x@y.example", "Subject: other", "", "");

        assertThat(messages()).extracting(CorrespondenceMessage::subject).containsExactly("cc", "to");
        assertThat(messages()).extracting(CorrespondenceMessage::direction).containsOnly(Direction.SENT);
    }

    @Test
    void ofShouldLeaveOutAThirdPersonsMailToBoth() throws MailboxException {
        append(
                INBOX,
                START,
                "From: x@y.example",
                "To: alice@example.org, ann@partner.example",
                "Subject: third",
                "",
                "");

        assertThat(messages()).isEmpty();
    }

    @Test
    void ofShouldDecodeSubjectAndAttachmentNames() throws MailboxException {
        append(
                INBOX,
                START,
                "From: ann@partner.example",
                "Subject: =?utf-8?Q?Presupuesto_a=C3=B1o?=",
                " =?utf-8?Q?_2026?=",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Type: text/plain",
                "",
                "text",
                "--b",
                "Content-Type: application/pdf",
                "Content-Disposition: attachment; filename*=UTF-8''a%C3%B1o.pdf",
                "",
                "x",
                "--b",
                "Content-Type: image/png; name=\"=?utf-8?Q?dise=C3=B1o.png?=\"",
                "",
                "x",
                "--b",
                "Content-Type: message/rfc822",
                "Content-Disposition: attachment",
                "",
                "Subject: inner",
                "Content-Disposition: attachment; filename=inner.txt",
                "",
                "x",
                "--b--");

        assertThat(messages()).singleElement().satisfies(message -> {
            assertThat(message.subject()).isEqualTo("Presupuesto año 2026");
            assertThat(message.attachments()).containsExactly("año.pdf", "diseño.png", "message/rfc822");
        });
    }

    @Test
    void ofShouldNameEachFileWhateverProgramWroteItsName() throws MailboxException {
        append(
                INBOX,
                START,
                "From: ann@partner.example",
                "Subject: files",
                "Content-Type: multipart/mixed; boundary=m",
                "",
                "--m",
                "Content-Type: application/pdf",
                "Content-Disposition: attachment;",
                " filename*0*=UTF-8''presupuesto%20de%20la%20;",
                " filename*1*=reuni%C3%B3n%20;",
                " filename*2=\"final.pdf\"",
                "",
                "x",
                "--m",
                "Content-Type: application/pdf",
                "Content-Disposition: attachment; filename=\"=?UTF-8?B?YcOxbyAyMDI2LnBkZg==?=\"",
                "",
                "x",
                "--m",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Disposition: attachment; filename=\"año.txt\"",
                "",
                "x",
                "--m",
                "Content-Type: application/ms-tnef; name=\"winmail.dat\"",
                "Content-Disposition: attachment; filename=\"winmail.dat\"",
                "",
                "x",
                "--m",
                "Content-Type: message/rfc822",
                "Content-Disposition: attachment",
                "",
                "Subject: inner",
                "",
                "x",
                "--m",
                "Content-Type: text/calendar; method=REQUEST; name=\"invite.ics\"",
                "",
                "x",
                "--m--");

        assertThat(messages())
                .singleElement()
                .extracting(CorrespondenceMessage::attachments)
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .containsExactly(
                        "presupuesto de la reunión final.pdf",
                        "año 2026.pdf",
                        "año.txt",
                        "winmail.dat",
                        "message/rfc822",
                        "invite.ics");
    }

    @Test
    void ofShouldReadASubjectOfRawOctetsOrOfSplitWords() throws MailboxException {
        receive("José Niño <ann@partner.example>", "Reunión del año");
        append(
                INBOX,
                START.minusSeconds(1),
                "From: ann@partner.example",
                "Subject: =?UTF-8?B?QWN0YSBkZSBsYSByZXVuacM=?=",
                " =?UTF-8?B?s24gZGUgYWRtaW5pc3RyYWNpw7NuIHkgYcOxbyBudWV2bw==?=",
                "",
                "");
        appendOctets(
                INBOX,
                START.minusSeconds(2),
                "From: ann@partner.example\r\nSubject: Año nuevo\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(subjects())
                .containsExactly("Reunión del año", "Acta de la reunión de administración y año nuevo", "Año nuevo");
    }

    @Test
    void ofShouldFindAContactOfAnInternationalDomainByEitherSpelling() throws MailboxException {
        Set<Address> accounts = Set.of(Address.parse("ann@müller.example"));
        receive("Ann <ann@xn--mller-kva.example>", "A-label");
        receive("Ann <ann@müller.example>", "U-label");

        assertThat(correspondence.of(ALICE, accounts, Optional.empty(), 10).messages())
                .extracting(CorrespondenceMessage::subject)
                .containsExactly("U-label", "A-label");
    }

    @Test
    void ofShouldTakeBrokenMessagesAsTheyAre() throws MailboxException {
        append(
                INBOX,
                START,
                "From: ann@partner.example, <<>>, \"",
                "Subject: a\tb\u0001c",
                "Content-Type: multipart/mixed",
                "",
                "--nothing");
        append(INBOX, START.plusSeconds(1), "no header at all");

        assertThat(messages()).singleElement().satisfies(message -> {
            assertThat(message.messageId()).isEmpty();
            assertThat(message.subject()).isEqualTo("a b c");
        });
    }

    @Test
    void ofShouldListAMessageOnceWhenItLiesInTwoMailboxes() throws MailboxException {
        receive("ann@partner.example", "copied");
        mailboxes.copyMessages(MessageRange.all(), INBOX, SENT, session(INBOX.getUser()));

        assertThat(subjects()).containsExactly("copied");
    }

    @Test
    void ofShouldSortByTheInternalDateWhateverTheOrderOfArrival() throws MailboxException {
        append(INBOX, START.plusSeconds(5), "From: ann@partner.example", "Subject: newer", "", "");
        append(INBOX, START, "From: ann@partner.example", "Subject: older", "", "");
        append(
                SENT,
                START.plusSeconds(3),
                "From: alice@example.org",
                "To: ann@partner.example",
                "Subject: between",
                "",
                "");

        assertThat(subjects()).containsExactly("newer", "between", "older");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Drafts", "Trash", "Trash.old", "Spam", "JUNK", "Outbox"})
    void ofShouldLeaveOutWhatWasNotExchanged(String name) throws MailboxException {
        MailboxPath path = MailboxPath.forUser(INBOX.getUser(), name);
        create(path);
        append(path, START, "From: alice@example.org", "To: ann@partner.example", "Subject: never sent", "", "");

        assertThat(subjects()).isEmpty();
    }

    @Test
    void ofShouldReadFoldersOfTheUsersOwn() throws MailboxException {
        MailboxPath path = MailboxPath.forUser(INBOX.getUser(), "Projects.Spam filter");
        create(path);
        append(path, START, "From: ann@partner.example", "Subject: filed", "", "");

        assertThat(subjects()).containsExactly("filed");
    }

    @Test
    void ofShouldNeverReadAnotherUsersMailboxesEvenWhereTheyAreShared() throws MailboxException {
        MailboxPath bobs = MailboxPath.forUser(Username.of("bob@example.org"), "Shared");
        create(bobs);
        append(bobs, START, "From: ann@partner.example", "Subject: bobs", "", "");
        mailboxes.applyRightsCommand(
                bobs,
                MailboxACL.command()
                        .forUser(INBOX.getUser())
                        .rights(MailboxACL.FULL_RIGHTS)
                        .asAddition(),
                session(bobs.getUser()));

        assertThat(subjects()).isEmpty();
    }

    @Test
    void ofShouldGoOnAfterAPage() throws MailboxException {
        for (int i = 0; i < 7; i++) {
            receive("ann@partner.example", "m" + i);
        }
        List<String> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        int pages = 0;
        do {
            CorrespondencePage page = correspondence.of(ALICE, ANNS, after, 3);
            page.messages().forEach(message -> all.add(message.subject()));
            after = page.next();
            pages++;
            receive("ann@partner.example", "meanwhile" + pages);
        } while (after.isPresent());

        assertThat(all).containsExactly("m6", "m5", "m4", "m3", "m2", "m1", "m0");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void ofShouldSayThatThereIsMoreWhenACallHasLookedAtEnough() throws MailboxException {
        receive("ann@partner.example", "oldest");
        for (int i = 0; i < JamesCorrespondence.EXAMINED_AT_MOST; i++) {
            receive("bob@partner.example", "of-another" + i);
        }

        CorrespondencePage first = correspondence.of(ALICE, ANNS, Optional.empty(), 10);
        CorrespondencePage second = correspondence.of(ALICE, ANNS, first.next(), 10);

        assertThat(first.messages()).isEmpty();
        assertThat(second.messages()).extracting(CorrespondenceMessage::subject).containsExactly("oldest");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void ofShouldBeEmptyWhenTheUserHasNoMailbox() {
        CorrespondencePage page = correspondence.of(Address.parse("carol@example.org"), ANNS, Optional.empty(), 10);

        assertThat(page).isEqualTo(new CorrespondencePage(List.of(), Optional.empty()));
    }

    @Test
    void ofShouldRefuseAnAfterThatIsNone() {
        for (String after :
                List.of("", "x", "1.2", "1.2.", "99999999999999999999.1.1", "1.99999999999.1", "../1.2.3")) {
            assertThatThrownBy(() -> correspondence.of(ALICE, ANNS, Optional.of(after), 10))
                    .as(after)
                    .isInstanceOf(InvalidValueException.class);
        }
    }
}
