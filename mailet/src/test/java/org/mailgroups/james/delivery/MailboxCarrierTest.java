// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.ArbitrarySerializable;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.Route;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Carrier;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NoLinkException;
import org.mailgroups.james.message.PostingMessage;
import org.mailgroups.james.processor.JamesProcessors;
import org.mailgroups.james.spool.Spool;
import org.mailgroups.value.Address;

class MailboxCarrierTest {
    private static final Hop.Processor LOCAL = new Hop.Processor("group-delivery", true);
    private static final byte[] HEADER = "Subject: Hello\r\n".getBytes(StandardCharsets.US_ASCII);

    /** What the processor does with the mail of a member; nothing is a delivery. */
    private interface Mailets {
        void service(Mail mail) throws MessagingException;
    }

    private final MemoryBodies bodies = new MemoryBodies();
    private final Spool spool = new Spool();
    private final Map<String, Mailets> members = new HashMap<>();
    private final List<String> runs = new ArrayList<>();
    private final List<Mail> mails = new ArrayList<>();
    private Mailets everybody = mail -> {};
    private long nanos;
    private String full = "";
    private final MailboxCarrier carrier = new MailboxCarrier(
            new JamesProcessors(() -> this::service),
            spool::context,
            bodies,
            (user, bytes) -> user.asString().equals(full) && bytes == HEADER.length + 6,
            () -> nanos);
    private final Posting posting = posting(1L);

    @BeforeEach
    void keepBody() throws IOException {
        keepBody(posting);
    }

    private void keepBody(Posting of) throws IOException {
        bodies.keep(of.id(), 0, new ByteArrayInputStream("\r\nHi\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    private void service(Mail mail) throws MessagingException {
        String member = mail.getRecipients().iterator().next().asString();
        runs.add(member);
        mails.add(mail);
        everybody.service(mail);
        members.getOrDefault(member, other -> {}).service(mail);
    }

    private static Posting posting(Long group) {
        return posting(group, "{\"serializer\":\"StringSerializer\",\"value\":\"mild\"}");
    }

    private static Posting posting(Long group, String flavour) {
        return new Posting(
                UUID.randomUUID(),
                "key",
                "ann@example.org",
                "",
                "",
                Instant.EPOCH,
                1,
                Set.of(1L),
                List.of(new PostingCopy(0, group, "team-bounces@example.org", HEADER, 0, HEADER.length + 6, false)),
                new Route("group-delivery", "relay", true),
                new Origin("mail7", "host.example", "192.0.2.1", Map.of("flavour", flavour)).text());
    }

    private static List<Address> addresses(String... localParts) {
        return Stream.of(localParts)
                .map(localPart -> Address.parse(localPart + "@example.org"))
                .toList();
    }

    private static DueChunk chunk(Posting of, List<Address> recipients) {
        return new DueChunk(
                of,
                3,
                0,
                true,
                recipients.stream().map(member -> new DueChunk.Due(member, 0)).toList());
    }

    private static Map<String, String> words(Map<Address, Answer> answers) {
        Map<String, String> words = new HashMap<>();
        answers.forEach((member, answer) -> words.put(
                member.localPart(), answer.kind() + " " + answer.words().split(" ", -1)[0]));
        return words;
    }

    private Map<String, String> send(String... localParts) throws NoLinkException {
        List<Address> recipients = addresses(localParts);
        DueChunk chunk = chunk(posting, recipients);
        return words(carrier.open(LOCAL, chunk).send(chunk, recipients));
    }

    private static void brokenStore(Mail mail) throws MessagingException {
        throw new MessagingException("Unable to access mailbox.", new IOException("no such file"));
    }

    private static void overQuota(Mail mail) throws MessagingException {
        throw new MessagingException(
                "Unable to access mailbox.", new OverQuotaException(QuotaSizeLimit.size(1), QuotaSizeUsage.size(2)));
    }

    @Test
    void scriptShouldNotRunAgainWhileTheMailboxIsFull() throws Exception {
        full = "full@example.org";
        members.put(full, MailboxCarrierTest::overQuota);
        assertThat(send("full", "ann")).containsEntry("full", "DEFERRED 4.2.2");
        assertThat(runs).containsExactly(full, "ann@example.org");

        List<Address> later = addresses("full", "new");
        DueChunk again = new DueChunk(
                posting, 3, 0, true, List.of(new DueChunk.Due(later.get(0), 1), new DueChunk.Due(later.get(1), 0)));
        runs.clear();
        assertThat(words(carrier.open(LOCAL, again).send(again, later))).containsEntry("full", "DEFERRED 4.2.2");
        assertThat(runs).containsExactly("new@example.org");

        full = "";
        members.clear();
        assertThat(words(carrier.open(LOCAL, again).send(again, later.subList(0, 1))))
                .containsEntry("full", "DELIVERED processor");
    }

    @Test
    void eachMemberShouldHaveAMailOfItsOwnWithWhatTheOriginalHad() throws Exception {
        List<String> octets = new ArrayList<>();
        everybody = mail -> {
            try (MimeMessageInputStream content = new MimeMessageInputStream(mail.getMessage())) {
                octets.add(new String(content.readAllBytes(), StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new MessagingException("unreadable", e);
            }
            assertThat(mail.getState()).isEqualTo("group-delivery");
            assertThat(mail.getAttribute(AttributeName.of("flavour"))).isPresent();
            mail.removeAttribute(AttributeName.of("flavour"));
            mail.getMessage().addHeader("Delivered-To", "somebody");
        };

        assertThat(send("a", "b", "c")).hasSize(3).allSatisfy((member, words) -> assertThat(words)
                .isEqualTo("DELIVERED processor"));

        assertThat(runs).containsExactly("a@example.org", "b@example.org", "c@example.org");
        assertThat(octets).hasSize(3).containsOnly("Subject: Hello\r\n\r\nHi\r\n");
        assertThat(mails).extracting(Mail::getName).doesNotHaveDuplicates();
        assertThat(mails).extracting(Mail::getRemoteAddr).containsOnly("192.0.2.1");
        assertThat(mails).extracting(Mail::getRemoteHost).containsOnly("host.example");
        assertThat(mails).extracting(mail -> mail.getMaybeSender().asString()).containsOnly("team-bounces@example.org");
    }

    @Test
    void troubleOfOneMemberShouldBeThatMembersAlone() throws Exception {
        members.put("broken@example.org", MailboxCarrierTest::brokenStore);
        members.put("full@example.org", MailboxCarrierTest::overQuota);
        members.put("gone@example.org", mail -> {
            mail.setState(Mail.ERROR);
            mail.setErrorMessage("550 5.1.1 No such user here");
        });
        members.put("later@example.org", mail -> {
            mail.setState(Mail.ERROR);
            mail.setErrorMessage("4.7.1 Try later");
        });
        members.put("deep@example.org", mail -> {
            throw new StackOverflowError();
        });

        assertThat(send("a", "broken", "b", "full", "gone", "later", "deep", "c"))
                .isEqualTo(Map.of(
                        "a", "DELIVERED processor",
                        "broken", "DEFERRED 4.3.0",
                        "b", "DELIVERED processor",
                        "full", "DEFERRED 4.2.2",
                        "gone", "REFUSED 5.1.1",
                        "later", "DEFERRED 4.7.1",
                        "deep", "DEFERRED 4.3.0",
                        "c", "DELIVERED processor"));
        assertThat(runs).doesNotHaveDuplicates().hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5.1.1",
                "55 5.1.1 No such user",
                "no 5.1.1 such user",
                "2.0.0 fine",
                "5.1.1111 What",
                "550 No such user"
            })
    void noticeShouldBeNoVerdictWhenItIsNotWrittenLikeOne(String notice) throws Exception {
        members.put("a@example.org", mail -> {
            mail.setState(Mail.ERROR);
            mail.setErrorMessage(notice);
        });

        assertThat(send("a")).containsEntry("a", "DEFERRED 4.3.0");
    }

    @Test
    void restShouldWaitAndTheStoreRestWhenNoMailboxCanBeWritten() throws Exception {
        everybody = MailboxCarrierTest::brokenStore;
        List<Address> recipients = addresses("a", "b", "c", "d", "e");
        DueChunk chunk = chunk(posting, recipients);
        Carrier.Link link = carrier.open(LOCAL, chunk);

        assertThat(words(link.send(chunk, recipients)))
                .containsEntry("c", "DEFERRED 4.3.0")
                .containsEntry("d", "ONCE_MORE ")
                .containsEntry("e", "ONCE_MORE ");
        assertThat(link.isOpen()).isFalse();
        assertThat(runs).hasSize(3);
        assertThatThrownBy(() -> carrier.open(LOCAL, chunk)).isInstanceOfSatisfying(NoLinkException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(NoLinkException.Kind.TEMPORARY);
            assertThat(failure).hasMessageContaining("no such file");
        });
        assertThat(carrier.open(LOCAL, chunk).isOpen()).isTrue();
    }

    @Test
    void storeShouldNotRestWhenManyMailboxesAreFull() throws Exception {
        everybody = MailboxCarrierTest::overQuota;

        assertThat(send("a", "b", "c", "d", "e")).hasSize(5).allSatisfy((member, words) -> assertThat(words)
                .isEqualTo("DEFERRED 4.2.2"));
        assertThat(runs).hasSize(5);
    }

    @Test
    void restShouldBeAnotherTurnWhenTheStoreIsSlow() throws Exception {
        everybody = mail -> nanos += Duration.ofMillis(400).toNanos();

        assertThat(send("a", "b", "c", "d", "e"))
                .isEqualTo(Map.of(
                        "a", "DELIVERED processor",
                        "b", "DELIVERED processor",
                        "c", "DELIVERED processor",
                        "d", "ONCE_MORE ",
                        "e", "ONCE_MORE "));
    }

    @Test
    void sendShouldEndWithTheMemberThatItIsAtWhenTheLinkIsAborted() throws Exception {
        List<Address> recipients = addresses("a", "b", "c");
        DueChunk chunk = chunk(posting, recipients);
        Carrier.Link link = carrier.open(LOCAL, chunk);
        members.put("b@example.org", mail -> link.abort());

        assertThat(words(link.send(chunk, recipients)))
                .containsEntry("b", "DELIVERED processor")
                .containsEntry("c", "ONCE_MORE ");
        assertThat(link.send(chunk, recipients)).isEmpty();
        assertThat(runs).hasSize(2);
    }

    @Test
    void allShouldWaitAndOthersGoOnWhenTheBodyCannotBeRead() throws Exception {
        bodies.remove(List.of(posting.id()));
        Posting other = posting(1L);
        keepBody(other);
        List<Address> recipients = addresses("a", "b", "c", "d");
        Carrier.Link link = carrier.open(LOCAL, chunk(posting, recipients));

        assertThat(words(link.send(chunk(posting, recipients), recipients)))
                .hasSize(4)
                .allSatisfy((member, words) -> assertThat(words).isEqualTo("DEFERRED 4.3.0"));
        assertThat(words(link.send(chunk(other, recipients), recipients)))
                .allSatisfy((member, words) -> assertThat(words).isEqualTo("DELIVERED processor"));
    }

    /** A value that a mailet can change. */
    public static final class Notes implements ArbitrarySerializable<Notes> {
        private final List<String> lines = new ArrayList<>();

        @Override
        public Serializable<Notes> serialize() {
            return new Serializable<>(AttributeValue.of(""), Blank.class);
        }

        public static final class Blank implements Deserializer<Notes> {
            @Override
            public Optional<Notes> deserialize(Serializable<Notes> written) {
                return Optional.of(new Notes());
            }
        }
    }

    @Test
    void memberShouldNotHaveWhatAMailetHasWrittenIntoAnAttributeForAnother() throws Exception {
        Posting noted = posting(
                1L, AttributeValue.of(new Notes()).toJson().orElseThrow().toString());
        keepBody(noted);
        List<List<String>> found = new ArrayList<>();
        everybody = mail -> {
            Notes notes = (Notes) mail.getAttribute(AttributeName.of("flavour"))
                    .orElseThrow()
                    .getValue()
                    .value();
            found.add(List.copyOf(notes.lines));
            notes.lines.add("seen");
        };
        List<Address> recipients = addresses("a", "b");
        DueChunk chunk = chunk(noted, recipients);

        carrier.open(LOCAL, chunk).send(chunk, recipients);

        assertThat(found).containsExactly(List.of(), List.of());
    }

    @Test
    void allShouldWaitWhenTheAttributesOfTheOriginalCannotBeRead() throws Exception {
        Posting odd = posting(1L, "{\"serializer\":\"of another version\",\"value\":\"mild\"}");
        keepBody(odd);
        List<Address> recipients = addresses("a", "b");
        DueChunk chunk = chunk(odd, recipients);

        assertThat(words(carrier.open(LOCAL, chunk).send(chunk, recipients)))
                .hasSize(2)
                .allSatisfy((member, words) -> assertThat(words).isEqualTo("DEFERRED 4.3.0"));
        assertThat(runs).isEmpty();
    }

    @Test
    void plainCopyShouldBeKeptByJamesWhenItCannotBeDelivered() throws Exception {
        Posting plain = posting(null);
        keepBody(plain);
        members.put("b@example.org", MailboxCarrierTest::brokenStore);
        List<Address> recipients = addresses("a", "b");
        DueChunk chunk = chunk(plain, recipients);

        assertThat(words(carrier.open(LOCAL, chunk).send(chunk, recipients)))
                .isEqualTo(Map.of("a", "DELIVERED processor", "b", "HANDED_OVER processor"));

        assertThat(spool.sent()).singleElement().satisfies(mail -> {
            assertThat(mail.state()).isEqualTo(Mail.ERROR);
            assertThat(mail.recipients()).containsExactly("b@example.org");
            assertThat(mail.content()).isEqualTo("Subject: Hello\r\n\r\nHi\r\n");
            assertThat(mail.mail().getErrorMessage()).contains("no such file");
        });
    }

    @Test
    void largeCopyShouldNotBeHeldInMemory() throws IOException {
        PostingCopy copy = new PostingCopy(0, 1L, "", HEADER, 0, 1 + (1L << 20), false);
        PostingMessage large = new PostingMessage(bodies, posting.id(), copy);

        assertThat(large.forManyReaders()).isSameAs(large);
        assertThat(new PostingMessage(bodies, posting.id(), posting.copies().get(0)).forManyReaders())
                .satisfies(small -> assertThat(small.getMessageSize()).isEqualTo(HEADER.length + 6));
    }
}
