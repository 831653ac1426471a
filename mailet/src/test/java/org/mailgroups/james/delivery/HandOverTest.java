// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.mailet.MailetContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.Route;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Carrier;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NoLinkException;
import org.mailgroups.james.spool.MemoryQueues;
import org.mailgroups.james.spool.Spool;
import org.mailgroups.value.Address;

class HandOverTest {
    private static final Hop.Processor RELAY = new Hop.Processor("relay", false);
    private static final byte[] HEADER = "Subject: Hello\r\n".getBytes(StandardCharsets.US_ASCII);

    private final MemoryBodies bodies = new MemoryBodies();
    private final Spool spool = new Spool();
    private final QueueRoom room = new QueueRoom(new MemoryQueues(), List.of(), 1, 1_000, () -> 0);
    private final HandOver handOver = new HandOver(spool::context, bodies, room, OwnSenders.NONE);
    private final Posting posting = posting();

    @BeforeEach
    void keepBody() throws IOException {
        bodies.keep(posting.id(), 0, new ByteArrayInputStream("\r\nHi\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    private static Posting posting() {
        return new Posting(
                UUID.randomUUID(),
                "key",
                "ann@example.org",
                "",
                "",
                Instant.EPOCH,
                1,
                Set.of(1L),
                List.of(new PostingCopy(0, 1L, "team-bounces@example.org", HEADER, 0, HEADER.length + 6, false)),
                new Route("local", "relay", false),
                new Origin("mail7", "host.example", "192.0.2.1", Map.of()).text());
    }

    private static DueChunk chunk(Posting of, List<Address> members) {
        return new DueChunk(
                of,
                3,
                0,
                false,
                members.stream().map(member -> new DueChunk.Due(member, 0)).toList());
    }

    private static List<Address> members(String... some) {
        return Arrays.stream(some).map(Address::parse).toList();
    }

    private Map<Address, Answer> send(List<Address> members) throws NoLinkException {
        DueChunk chunk = chunk(posting, members);
        return handOver.open(RELAY, chunk).send(chunk, members);
    }

    @Test
    void chunkShouldBecomeOneMail() throws NoLinkException {
        List<Address> members = members("a@far.example", "b@near.example");

        assertThat(send(members)).hasSize(2).allSatisfy((member, answer) -> assertThat(answer.kind())
                .isEqualTo(Answer.Kind.HANDED_OVER));

        assertThat(spool.sentTo("relay")).singleElement().satisfies(mail -> {
            assertThat(mail.recipients()).containsExactly("a@far.example", "b@near.example");
            assertThat(mail.sender()).isEqualTo("team-bounces@example.org");
            assertThat(mail.content()).isEqualTo("Subject: Hello\r\n\r\nHi\r\n");
            assertThat(mail.name()).startsWith("mail7" + QueueRoom.MARK);
        });
    }

    @Test
    void whoHasAnOwnSenderShouldGetAMailAloneOneAfterTheOther() throws NoLinkException {
        List<Address> open = new ArrayList<>(members("a@far.example", "b@far.example", "c@far.example"));
        HandOver personal = new HandOver(
                spool::context,
                bodies,
                new QueueRoom(new MemoryQueues(), List.of(), 1, 1_000, () -> 0),
                (chunk, recipient) -> Optional.of("team-bounces+" + recipient.localPart() + "@example.org")
                        .filter(sender -> !recipient.localPart().equals("b")));
        DueChunk chunk = chunk(posting, open);

        while (!open.isEmpty()) {
            Map<Address, Answer> answers = personal.open(RELAY, chunk).send(chunk, List.copyOf(open));
            assertThat(answers).hasSize(open.size());
            assertThat(open.removeIf(member -> answers.get(member).kind() == Answer.Kind.HANDED_OVER))
                    .isTrue();
        }

        assertThat(spool.sentTo("relay"))
                .extracting(mail -> mail.sender() + " to " + mail.recipients())
                .containsExactly(
                        "team-bounces@example.org to [b@far.example]",
                        "team-bounces+a@example.org to [a@far.example]",
                        "team-bounces+c@example.org to [c@far.example]");
        assertThat(spool.sentTo("relay")).extracting(Spool.Sent::name).doesNotHaveDuplicates();
    }

    @Test
    void partsAndPostingsShouldHaveNamesOfTheirOwn() throws NoLinkException, IOException {
        List<Address> members = members("a@far.example", "b@far.example", "c@far.example");
        Posting other = posting();
        bodies.keep(other.id(), 0, new ByteArrayInputStream(new byte[0]));
        DueChunk chunk = chunk(posting, members);
        DueChunk sameOfOther = chunk(other, members);

        handOver.open(RELAY, chunk).send(chunk, members);
        handOver.open(RELAY, chunk).send(chunk, members.subList(0, 1));
        handOver.open(RELAY, chunk).send(chunk, members.subList(1, 3));
        handOver.open(RELAY, sameOfOther).send(sameOfOther, members);

        assertThat(spool.sent())
                .extracting(Spool.Sent::name)
                .doesNotHaveDuplicates()
                .hasSize(4);
    }

    @Test
    void allShouldBeDeferredWhenJamesDoesNotTakeIt() throws NoLinkException {
        MailetContext unwilling = (MailetContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                    throw new MessagingException("the queue is broken");
                });
        HandOver broken = new HandOver(() -> unwilling, bodies, room, OwnSenders.NONE);
        List<Address> members = members("A.Name@Far.example", "b@bücher.example", "c@far.example");
        DueChunk chunk = chunk(posting, members);

        assertThat(broken.open(RELAY, chunk).send(chunk, members))
                .containsOnlyKeys(members)
                .allSatisfy((member, answer) -> {
                    assertThat(answer.kind()).as(member.toString()).isEqualTo(Answer.Kind.DEFERRED);
                    assertThat(answer.words()).contains("the queue is broken");
                });
    }

    @Test
    void onlyThoseWhomJamesCannotAddressShouldBeRefused() throws NoLinkException {
        List<Address> members = members("a@far.example", "b@far.1example");

        Map<Address, Answer> answers = send(members);

        assertThat(answers.get(members.get(0)).kind()).isEqualTo(Answer.Kind.HANDED_OVER);
        assertThat(answers).containsOnlyKeys(members);
    }

    @Test
    void openShouldFailWhenThereIsNoRoom() throws NoLinkException {
        QueueRoom none = new QueueRoom(new UnreadableQueues(), List.of(MailQueueFactory.SPOOL), 1, 1_000, () -> 0);
        none.take(1);
        HandOver full = new HandOver(spool::context, bodies, none, OwnSenders.NONE);

        assertThatThrownBy(() -> full.open(RELAY, chunk(posting, members("a@far.example"))))
                .isInstanceOfSatisfying(NoLinkException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(NoLinkException.Kind.FULL));
    }

    @Test
    void linkShouldBeForOneMail() throws NoLinkException {
        List<Address> members = members("a@far.example");
        DueChunk chunk = chunk(posting, members);
        Carrier.Link link = handOver.open(RELAY, chunk);
        assertThat(link.isOpen()).isTrue();

        link.send(chunk, members);

        assertThat(link.isOpen()).isFalse();
    }

    /** Queues that nobody can look into: what was put there counts as there. */
    private static final class UnreadableQueues implements MailQueueFactory<MailQueue> {
        @Override
        public Set<MailQueueName> listCreatedMailQueues() {
            return Set.of();
        }

        @Override
        public Optional<MailQueue> getQueue(MailQueueName name, PrefetchCount count) {
            return Optional.of((MailQueue) Proxy.newProxyInstance(
                    MailQueue.class.getClassLoader(),
                    new Class<?>[] {ManageableMailQueue.class},
                    (proxy, method, arguments) -> {
                        throw new MailQueue.MailQueueException("broken");
                    }));
        }

        @Override
        public MailQueue createQueue(MailQueueName name, PrefetchCount count) {
            throw new IllegalStateException("nobody makes queues");
        }
    }
}
