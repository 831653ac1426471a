// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.CopyForm;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.OwnFields;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.smtp.SinkAnswer;
import org.mailgroups.delivery.smtp.SinkScript;
import org.mailgroups.delivery.smtp.SinkScript.Verb;
import org.mailgroups.delivery.smtp.SmtpClient;
import org.mailgroups.delivery.smtp.SmtpSettings;
import org.mailgroups.delivery.smtp.SmtpSink;
import org.mailgroups.delivery.smtp.SmtpTimeouts;
import org.mailgroups.delivery.smtp.StartTls;
import org.mailgroups.delivery.work.Postings;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/** Our client as a carrier, against servers that are unkind. */
class SmtpCarrierTest {
    private final List<SmtpSink> sinks = new ArrayList<>();
    private final MemoryBodies bodies = new MemoryBodies();
    private final Posting posting = Postings.direct("1");
    private final Hosts hosts = new Hosts();
    private OwnFields own = OwnFields.NONE;
    private SevenBitCopies.Made made = new SevenBitCopies.Made.Later("nobody asks");
    private final SmtpCarrier carrier = new SmtpCarrier(
            new SmtpClient(SmtpSettings.named("sender.example")
                    .withStartTls(StartTls.OPPORTUNISTIC, false)
                    .withTimeouts(SmtpTimeouts.DEFAULT.atMost(Duration.ofSeconds(10)))),
            hosts,
            bodies,
            chunk -> made,
            (chunk, copy) -> own.of(chunk, copy));

    SmtpCarrierTest() {
        Postings.keepBody(bodies, posting);
    }

    @AfterEach
    void close() throws IOException {
        for (SmtpSink sink : sinks) {
            sink.close();
        }
    }

    /** Every host is here, or has no address. */
    private static final class Hosts implements NextHops {
        @Override
        public Optional<Hop.Servers> known(String domain) {
            return Optional.empty();
        }

        @Override
        public Found find(String domain) {
            return new Found.Unknown("nobody asks");
        }

        @Override
        public List<InetAddress> addresses(String host) {
            return host.startsWith("nowhere") ? List.of() : List.of(InetAddress.getLoopbackAddress());
        }
    }

    private Hop.Host sink(SinkScript script) {
        SmtpSink sink = SmtpSink.start(script);
        sinks.add(sink);
        return new Hop.Host("mx" + sinks.size() + ".example", sink.host().port());
    }

    private static Hop.Servers hop(Hop.Host... some) {
        return new Hop.Servers("servers", Arrays.asList(some));
    }

    private DueChunk chunk(int recipients) {
        return Postings.due(posting, 0, Postings.members(recipients, "far.example"));
    }

    private Map<Address, Answer> send(SinkScript script, int recipients) throws NoLinkException {
        DueChunk chunk = chunk(recipients);
        Carrier.Link link = carrier.open(hop(sink(script)), chunk);
        try {
            return link.send(chunk, Postings.members(recipients, "far.example"));
        } finally {
            link.abort();
        }
    }

    private static List<Answer.Kind> kinds(Map<Address, Answer> answers) {
        return answers.values().stream().map(Answer::kind).distinct().sorted().toList();
    }

    private NoLinkException noLink(Hop.Host... some) {
        return catchThrowableOfType(NoLinkException.class, () -> carrier.open(hop(some), chunk(1)));
    }

    @Test
    void allShouldBeDelivered() throws NoLinkException {
        Map<Address, Answer> answers = send(new SinkScript(), 100);

        assertThat(answers).hasSize(100);
        assertThat(kinds(answers)).containsExactly(Answer.Kind.DELIVERED);
        assertThat(sinks.get(0).taken()).hasSize(1);
    }

    @Test
    void finalDotShouldWaitForWhatIsToBeDoneBefore() throws NoLinkException {
        DueChunk chunk = chunk(100);
        Carrier.Link link = carrier.open(hop(sink(new SinkScript())), chunk);
        List<String> heard = new ArrayList<>();

        Map<Address, Answer> answers = link.send(chunk, Postings.members(100, "far.example"), () -> {
            assertThat(sinks.get(0).taken()).isEmpty();
            heard.addAll(sinks.get(0).lines(1));
        });

        assertThat(heard).as("all is said but the content").hasSize(103).last().isEqualTo("DATA");
        assertThat(kinds(answers)).containsExactly(Answer.Kind.DELIVERED);
        assertThat(sinks.get(0).taken()).hasSize(1);
        assertThat(link.isOpen()).isTrue();
        link.abort();
    }

    @Test
    void nobodyShouldGetAnythingWhenWhatIsToBeDoneBeforeFails() throws NoLinkException {
        DueChunk chunk = chunk(100);
        Carrier.Link link = carrier.open(hop(sink(new SinkScript())), chunk);

        link.send(chunk, Postings.members(100, "far.example"), () -> {
            throw new StoreUnavailableException("for a test", null);
        });

        assertThat(sinks.get(0).taken()).isEmpty();
        assertThat(link.isOpen()).isFalse();
    }

    @Test
    void restShouldGoOnceMoreWhenTenAreEnough() throws NoLinkException {
        Map<Address, Answer> answers = send(
                new SinkScript()
                        .on(
                                Verb.RCPT,
                                asked -> asked.ofTransaction() > 10
                                        ? SinkAnswer.text("452 4.5.3 Too many recipients")
                                        : null),
                25);

        assertThat(kinds(answers)).containsExactly(Answer.Kind.DELIVERED, Answer.Kind.ONCE_MORE);
        assertThat(answers.values().stream().filter(answer -> answer.kind() == Answer.Kind.DELIVERED))
                .hasSize(10);
    }

    @Test
    void allShouldBeDeferredWhenTheServerSays421OrDropsAfterTheDot() throws NoLinkException {
        assertThat(kinds(send(new SinkScript().on(Verb.MAIL, SinkAnswer.textAndClose("421 4.3.2 Closing")), 3)))
                .containsExactly(Answer.Kind.DEFERRED);
        assertThat(kinds(send(new SinkScript().on(Verb.END, SinkAnswer.close()), 3)))
                .containsExactly(Answer.Kind.DEFERRED);
    }

    private Map<Address, Answer> sendEightBits(SinkScript script) throws NoLinkException {
        byte[] header = "Subject: Gr\u00fc\u00dfe\r\n".getBytes(StandardCharsets.UTF_8);
        PostingCopy copy = new PostingCopy(0, 1L, "b@example.org", header, 0, header.length + 9L, true);
        Posting eightBit = new Posting(
                posting.id(),
                posting.key(),
                posting.author(),
                "",
                "",
                posting.receivedAt(),
                1,
                posting.groups(),
                List.of(copy),
                posting.route(),
                posting.origin());
        DueChunk chunk = Postings.due(eightBit, 0, Postings.members(2, "far.example"));
        Carrier.Link link = carrier.open(hop(sink(script)), chunk);
        try {
            return link.send(chunk, Postings.members(2, "far.example"));
        } finally {
            assertThat(link.isOpen()).isTrue();
            link.close();
            assertThat(link.isOpen()).isFalse();
        }
    }

    @Test
    void sevenBitFormShouldGoOutWhenTheServerTakesSevenBitsAlone() throws NoLinkException {
        PostingCopy seven = posting.copies().get(0);
        made = new SevenBitCopies.Made.Ready(seven.as(CopyForm.SEVEN_BIT, 9));

        assertThat(kinds(sendEightBits(new SinkScript().without("8BITMIME")))).containsExactly(Answer.Kind.DELIVERED);
        assertThat(sinks.get(0).taken()).hasSize(1);
    }

    @Test
    void allShouldBeRefusedWithTheReasonWhenThereIsNoSevenBitForm() throws NoLinkException {
        made = new SevenBitCopies.Made.Never("the message is signed");

        Map<Address, Answer> answers = sendEightBits(new SinkScript().without("8BITMIME"));

        assertThat(answers.values())
                .containsOnly(new Answer(
                        Answer.Kind.REFUSED,
                        "mx1.example",
                        "5.6.3 the server takes no octets above 127, and the message is signed"));
        assertThat(sinks.get(0).taken()).isEmpty();
    }

    @Test
    void allShouldBeDeferredWhenTheSevenBitFormCannotBeMadeNow() throws NoLinkException {
        made = new SevenBitCopies.Made.Later("the disk is full");

        assertThat(kinds(sendEightBits(new SinkScript().without("8BITMIME")))).containsExactly(Answer.Kind.DEFERRED);
    }

    @Test
    void addressBeyondAsciiShouldBeRefusedWithTheServersNameWhenTheServerTakesNone() throws NoLinkException {
        Address plain = Address.parse("a@far.example");
        Address umlaut = Address.parse("j\u00f6rg@far.example");
        DueChunk chunk = Postings.due(posting, 0, List.of(plain, umlaut));
        Carrier.Link link = carrier.open(hop(sink(new SinkScript().without("SMTPUTF8"))), chunk);

        Map<Address, Answer> answers = link.send(chunk, List.of(plain, umlaut));
        link.abort();

        assertThat(answers.get(plain).kind()).isEqualTo(Answer.Kind.DELIVERED);
        assertThat(answers.get(umlaut))
                .isEqualTo(new Answer(
                        Answer.Kind.REFUSED,
                        "mx1.example",
                        "5.6.7 the server takes no address beyond ASCII (SMTPUTF8)"));
    }

    @Test
    void allShouldBeDeliveredWhenTlsIsOfferedAndBreaks() throws NoLinkException {
        SinkScript script =
                new SinkScript().with("STARTTLS").on(Verb.STARTTLS, SinkAnswer.textAndClose("220 Go ahead"));

        assertThat(kinds(send(script, 3))).containsExactly(Answer.Kind.DELIVERED);
    }

    @Test
    void allShouldBeDeliveredWhenTheServerKnowsHeloAlone() throws NoLinkException {
        SinkScript script = new SinkScript().on(Verb.EHLO, SinkAnswer.text("502 5.5.2 What?"));

        assertThat(kinds(send(script, 3))).containsExactly(Answer.Kind.DELIVERED);
    }

    @Test
    void allShouldBeDeferredWhenTheBodyIsGone() throws NoLinkException {
        bodies.remove(List.of(posting.id()));

        assertThat(kinds(send(new SinkScript(), 3))).containsExactly(Answer.Kind.DEFERRED);
        assertThat(sinks.get(0).taken()).isEmpty();
    }

    @Test
    void nothingShouldBeAnsweredWhenAnIdleLinkHasEnded() throws NoLinkException, IOException {
        DueChunk chunk = chunk(2);
        List<Address> members = Postings.members(2, "far.example");
        Carrier.Link link = carrier.open(hop(sink(new SinkScript())), chunk);
        assertThat(kinds(link.send(chunk, members))).containsExactly(Answer.Kind.DELIVERED);

        sinks.get(0).close();

        assertThat(link.send(chunk, members)).isEmpty();
        assertThat(link.isOpen()).isFalse();
    }

    @Test
    void nextServerShouldBeTriedWhenTheFirstDoesNotWant() throws NoLinkException {
        Hop.Host closed = new Hop.Host("closed.example", closedPort());
        Hop.Host refuses = sink(new SinkScript().on(Verb.GREETING, SinkAnswer.textAndClose("554 5.3.2 Not here")));
        Hop.Host good = sink(new SinkScript());

        Carrier.Link link = carrier.open(hop(new Hop.Host("nowhere.example", 25), closed, refuses, good), chunk(1));

        assertThat(link.isOpen()).isTrue();
        link.abort();
        assertThat(sinks.get(1).connections()).isEqualTo(1);
    }

    /** Lets each recipient have a field of the own. */
    private void letEachHaveAField() {
        own = (chunk, copy) -> Optional.of(recipient -> {
            byte[] field = ("X-For: " + recipient + "\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] header = Arrays.copyOf(field, field.length + copy.header().length);
            System.arraycopy(copy.header(), 0, header, field.length, copy.header().length);
            return new PostingCopy(
                    copy.number(),
                    copy.group(),
                    copy.sender(),
                    header,
                    copy.body(),
                    copy.bytes() + field.length,
                    copy.eightBit());
        });
    }

    @Test
    void eachShouldGetTheOwnCopyWhenItHasFieldsOfItsOwn() throws NoLinkException {
        letEachHaveAField();

        Map<Address, Answer> answers = send(
                new SinkScript()
                        .on(Verb.RCPT, asked -> asked.ofTransaction() > 1 ? SinkAnswer.text("452 One only") : null),
                5);

        assertThat(kinds(answers)).containsExactly(Answer.Kind.DELIVERED);
        assertThat(sinks.get(0).connections()).isEqualTo(1);
        assertThat(sinks.get(0).taken()).hasSize(5);
        assertThat(answers.keySet())
                .allSatisfy(recipient -> assertThat(sinks.get(0).taken())
                        .filteredOn(message -> message.content().contains("X-For: " + recipient + "\r\n"))
                        .hasSize(1));
    }

    /** Lets the recipients whose local part ends so have an envelope sender of the own. */
    private void letSomeHaveASender(String end) {
        own = (chunk, copy) -> Optional.of(new OwnFields.Maker() {
            @Override
            public PostingCopy make(Address recipient) {
                return copy.from("bounces+" + recipient.localPart() + "@example.org");
            }

            @Override
            public boolean isFor(Address recipient) {
                return recipient.localPart().endsWith(end);
            }
        });
    }

    @Test
    void othersShouldGetTheirCopyTogetherWhenSomeHaveTheirOwn() throws NoLinkException {
        letSomeHaveASender("7");

        Map<Address, Answer> answers = send(new SinkScript(), 30);

        assertThat(answers).hasSize(30);
        assertThat(kinds(answers)).containsExactly(Answer.Kind.DELIVERED);
        assertThat(sinks.get(0).taken())
                .extracting(message -> message.recipients().size())
                .containsExactly(27, 1, 1, 1);
        assertThat(sinks.get(0).taken().subList(1, 4)).allSatisfy(message -> assertThat(message.mail())
                .contains(
                        "bounces+" + Address.parse(message.recipients().get(0)).localPart() + "@example.org"));
        assertThat(sinks.get(0).taken().get(0).mail()).doesNotContain("bounces+m");
    }

    @Test
    void restShouldGoOnceMoreWhenTheConnectionEndsBetweenSharedAndOwnCopies() throws NoLinkException {
        letSomeHaveASender("7");

        Map<Address, Answer> answers = send(
                new SinkScript()
                        .on(
                                Verb.MAIL,
                                asked -> asked.ofConnection() > 1 ? SinkAnswer.textAndClose("421 4.3.2 Enough") : null),
                30);

        assertThat(answers).hasSize(30);
        assertThat(kinds(answers)).containsExactly(Answer.Kind.DELIVERED, Answer.Kind.ONCE_MORE);
        assertThat(answers.values().stream().filter(answer -> answer.kind() == Answer.Kind.ONCE_MORE))
                .hasSize(3);
    }

    @Test
    void restShouldGoOverAnotherConnectionWhenItEndsAmidOwnCopies() throws NoLinkException {
        letEachHaveAField();

        Map<Address, Answer> many = send(new SinkScript(), 150);
        assertThat(kinds(many)).containsExactly(Answer.Kind.DELIVERED, Answer.Kind.ONCE_MORE);
        assertThat(sinks.get(0).taken()).hasSize(100);

        Map<Address, Answer> broken = send(
                new SinkScript()
                        .on(
                                Verb.MAIL,
                                asked -> asked.ofConnection() > 2 ? SinkAnswer.textAndClose("421 4.3.2 Enough") : null),
                5);
        assertThat(kinds(broken)).containsExactly(Answer.Kind.DELIVERED, Answer.Kind.ONCE_MORE);
        assertThat(sinks.get(1).taken()).hasSize(2);
    }

    @Test
    void allShouldBeDeferredWhenOwnCopiesCannotBeMade() throws NoLinkException {
        own = (chunk, copy) -> {
            throw new IOException("no body, for a test");
        };

        assertThat(kinds(send(new SinkScript(), 3))).containsExactly(Answer.Kind.DEFERRED);
        assertThat(sinks.get(0).taken()).isEmpty();
    }

    private int closedPort() {
        SmtpSink gone = SmtpSink.start(new SinkScript());
        int port = gone.host().port();
        try {
            gone.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return port;
    }

    @Test
    void hopShouldFailForGoodOnlyWhenEachServerSaysSo() {
        Hop.Host refuses = sink(new SinkScript().on(Verb.GREETING, SinkAnswer.textAndClose("554 5.3.2 Not here")));
        Hop.Host busy = sink(new SinkScript().on(Verb.GREETING, SinkAnswer.textAndClose("421 4.3.2 Busy")));
        Hop.Host nowhere = new Hop.Host("nowhere.example", 25);
        Hop.Host closed = new Hop.Host("closed.example", closedPort());

        assertThat(noLink(refuses).kind()).isEqualTo(NoLinkException.Kind.PERMANENT);
        assertThat(noLink(refuses).getMessage()).contains("554 5.3.2 Not here");
        assertThat(noLink(refuses, refuses).kind()).isEqualTo(NoLinkException.Kind.PERMANENT);
        for (Hop.Host other : List.of(busy, nowhere, closed)) {
            assertThat(noLink(refuses, other).kind()).as("%s", other).isEqualTo(NoLinkException.Kind.TEMPORARY);
            assertThat(noLink(other, refuses).kind()).as("%s", other).isEqualTo(NoLinkException.Kind.TEMPORARY);
        }
        assertThat(noLink(nowhere).getMessage()).startsWith("4.4.3");
    }
}
