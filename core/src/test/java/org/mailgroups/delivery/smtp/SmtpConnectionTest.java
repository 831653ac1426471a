// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.delivery.smtp.Samples.SETTINGS;
import static org.mailgroups.delivery.smtp.Samples.content;
import static org.mailgroups.delivery.smtp.Samples.counted;
import static org.mailgroups.delivery.smtp.Samples.hello;
import static org.mailgroups.delivery.smtp.Samples.onlyReply;
import static org.mailgroups.delivery.smtp.Samples.open;
import static org.mailgroups.delivery.smtp.Samples.to;
import static org.mailgroups.delivery.smtp.Samples.toMembers;
import static org.mailgroups.delivery.smtp.Samples.told;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.smtp.Outcome.Kind;
import org.mailgroups.delivery.smtp.SinkScript.Verb;
import org.mailgroups.value.Address;

/** What goes over the wire in a transaction, and what becomes of each recipient. */
class SmtpConnectionTest {
    @Test
    void sendShouldSpeakAsExpectedWhenTheServerKnowsAll() throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            SmtpConnection connection = open(sink);
            Envelope envelope = to("Ann@mx.example", "bob@mx.example");

            SmtpResult result = connection.send(envelope, content("Subject: x\r\n", "\r\n.dot\r\n..\r\nend"));
            connection.quit();

            assertThat(told(envelope, result)).containsExactly("ann ACCEPTED 2.0.0", "bob ACCEPTED 2.0.0");
            assertThat(onlyReply(result)).isEqualTo("250 2.0.0 taken");
            assertThat(sink.heard(1))
                    .isEqualTo(
                            """
                            EHLO sender.example
                            MAIL FROM:<team-bounces@example.org> SIZE=27
                            RCPT TO:<Ann@mx.example>
                            RCPT TO:<bob@mx.example>
                            DATA
                            Subject: x

                            ..dot
                            ...
                            end
                            .
                            QUIT
                            """
                                    .replace("\n", "\r\n"));
        }
    }

    @Test
    void sendShouldNameWhatTheServerOffersWhenItIsNeeded() throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            SmtpConnection connection = open(sink);

            connection.send(
                    new Envelope("", List.of(Address.parse("jos\u00e9@m\u00fcnchen.example"))),
                    content("", "\r\n\u00e9"));
            connection.send(new Envelope("a@m\u00fcnchen.example", List.of(Address.parse("b@mx.example"))), hello());

            assertThat(sink.taken())
                    .extracting(SinkTransaction::mail)
                    .containsExactly(
                            "MAIL FROM:<> SIZE=4 BODY=8BITMIME SMTPUTF8",
                            "MAIL FROM:<a@xn--mnchen-3ya.example> SIZE=25");
            assertThat(sink.taken().get(0).recipients()).containsExactly("jos\u00e9@xn--mnchen-3ya.example");
        }
    }

    @Test
    void sendShouldNameNothingWhenTheServerOffersNothing() throws Exception {
        SinkScript script = new SinkScript().without("SIZE", "8BITMIME", "SMTPUTF8", "PIPELINING", "ENHANCED");
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpResult result = open(sink).send(toMembers(2), hello());

            assertThat(counted(result)).isEqualTo(Map.of(Kind.ACCEPTED, 2L));
            assertThat(sink.lines(1)).contains("MAIL FROM:<team-bounces@example.org>");
        }
    }

    @Test
    void sendShouldSendNothingWhenTheContentNeeds8BitMime() throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().without("8BITMIME"))) {
            SmtpConnection connection = open(sink);

            SmtpResult result = connection.send(toMembers(3), content("", "\r\n\u00e9"));

            assertThat(counted(result)).isEqualTo(Map.of(Kind.NEEDS_8BITMIME, 3L));
            assertThat(connection.send(toMembers(1), hello()).begun()).isTrue();
            assertThat(sink.lines(1))
                    .filteredOn(line -> line.startsWith("MAIL"))
                    .hasSize(1);
        }
    }

    @Test
    void sendShouldLeaveOutThoseWhoNeedSmtpUtf8WhenTheServerHasItNot() throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().without("SMTPUTF8"))) {
            Envelope envelope = to("ann@mx.example", "jos\u00e9@mx.example");

            assertThat(told(envelope, open(sink).send(envelope, hello())))
                    .containsExactly("ann ACCEPTED 2.0.0", "jos\u00e9 NEEDS_SMTPUTF8 5.6.7");
            assertThat(sink.taken().get(0).recipients()).containsExactly("ann@mx.example");
        }
    }

    @Test
    void sendShouldRefuseAllWhenTheSenderNeedsSmtpUtf8AndTheServerHasItNot() throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().without("SMTPUTF8"))) {
            SmtpResult result = open(sink).send(new Envelope("jos\u00e9@example.org", Samples.members(2)), hello());

            assertThat(counted(result)).isEqualTo(Map.of(Kind.NEEDS_SMTPUTF8, 2L));
        }
    }

    @Test
    void sendShouldNotAskForSmtpUtf8WhenOnlySomeNeedIt() throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            SmtpConnection connection = open(sink);
            Envelope envelope = to("jos\u00e9@mx.example", "ann@mx.example");

            assertThat(told(envelope, connection.send(envelope, hello())))
                    .containsExactly("jos\u00e9 NEXT_TRANSACTION 4.5.3", "ann ACCEPTED 2.0.0");
            connection.send(to("jos\u00e9@mx.example"), hello());

            assertThat(sink.taken())
                    .extracting(taken -> taken.mail().endsWith(" SMTPUTF8"))
                    .containsExactly(false, true);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE 24, REFUSED",
        "SIZE 25, ACCEPTED",
        "SIZE 0, ACCEPTED",
        "SIZE, ACCEPTED",
        "SIZE x, ACCEPTED",
        "SIZE 99999999999999999999999999, ACCEPTED",
        "SIZE -1, ACCEPTED"
    })
    void sendShouldObeyTheLimitOfSizeWhenThereIsOne(String size, Kind expected) throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().with(size))) {
            SmtpResult result = open(sink).send(toMembers(2), hello());

            assertThat(counted(result)).isEqualTo(Map.of(expected, 2L));
            assertThat(result.outcomes().values())
                    .allMatch(outcome ->
                            expected == Kind.ACCEPTED || outcome.status().equals("5.3.4"));
            assertThat(sink.taken()).hasSize(expected == Kind.ACCEPTED ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendShouldJudgeEachRecipientByItsAnswerWhenAnswersDiffer(boolean pipelined) throws Exception {
        SinkScript script = script(pipelined).on(Verb.RCPT, asked -> switch (asked.ofTransaction()) {
            case 2 -> SinkAnswer.text("550 5.1.1 no such user");
            case 3 -> SinkAnswer.text("450-4.2.1 busy,\n450 4.2.1 later");
            case 4 -> SinkAnswer.text("251 forwarded");
            case 5 -> SinkAnswer.text("452 4.2.2 mailbox full");
            case 6 -> SinkAnswer.text("552 5.2.2 mailbox full");
            case 7 -> SinkAnswer.text("553");
            default -> null;
        });
        try (SmtpSink sink = SmtpSink.start(script)) {
            Envelope envelope = toMembers(7);

            SmtpResult result = open(sink).send(envelope, hello());

            assertThat(told(envelope, result))
                    .containsExactly(
                            "m1 ACCEPTED 2.0.0",
                            "m2 REFUSED 5.1.1",
                            "m3 DEFERRED 4.2.1",
                            "m4 ACCEPTED 2.0.0",
                            "m5 DEFERRED 4.2.2",
                            "m6 REFUSED 5.2.2",
                            "m7 REFUSED 5.0.0");
            assertThat(result.outcomes().get(envelope.recipients().get(2)).reply())
                    .isEqualTo("450 4.2.1 busy, later");
            assertThat(sink.taken().get(0).recipients()).containsExactly("m1@mx.example", "m4@mx.example");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, 452 4.5.3 too many",
        "false, 452 too many",
        "true, 552 too many",
        "true, 552 5.5.3 too many",
        "true, 452 4.3.1 no space"
    })
    void sendShouldLeaveTheRestForTheNextTransactionWhenThereAreTooMany(boolean pipelined, String answer)
            throws Exception {
        SinkScript script =
                script(pipelined).on(Verb.RCPT, asked -> asked.ofTransaction() > 10 ? SinkAnswer.text(answer) : null);
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);
            List<Address> left = Samples.members(25);
            for (int transactions = 0; !left.isEmpty() && transactions < 5; transactions++) {
                SmtpResult result = connection.send(new Envelope("", left), hello());
                left = left.stream()
                        .filter(member -> result.outcomes().get(member).kind() == Kind.NEXT_TRANSACTION)
                        .toList();
            }

            assertThat(sink.taken())
                    .extracting(taken -> taken.recipients().size())
                    .containsExactly(10, 10, 5);
            assertThat(sink.lines(1)).doesNotContain("RSET");
        }
    }

    @ParameterizedTest
    @CsvSource({"452 4.5.3 too many, DEFERRED", "552 5.5.3 too many, DEFERRED", "552 full, REFUSED"})
    void sendShouldNotAskForAnotherTransactionWhenNotEvenOneIsTaken(String answer, Kind expected) throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().on(Verb.RCPT, SinkAnswer.text(answer)))) {
            assertThat(counted(open(sink).send(toMembers(3), hello()))).isEqualTo(Map.of(expected, 3L));
        }
    }

    @Test
    void sendShouldDeferTheRestWhenTheServerDoesNotTakeWhatItHas() throws Exception {
        SinkScript script = new SinkScript()
                .on(Verb.RCPT, asked -> asked.ofTransaction() > 1 ? SinkAnswer.text("452 4.5.3 too many") : null)
                .on(Verb.END, SinkAnswer.text("451 4.3.0 try later"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            Envelope envelope = toMembers(2);

            assertThat(told(envelope, open(sink).send(envelope, hello())))
                    .containsExactly("m1 DEFERRED 4.3.0", "m2 DEFERRED 4.5.3");
        }
    }

    @Test
    void sendShouldLeaveThoseBeyondOurLimitForTheNextTransaction() throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            SmtpResult result = open(sink, SETTINGS.withMaxRecipients(3)).send(toMembers(5), hello());

            assertThat(counted(result)).isEqualTo(Map.of(Kind.ACCEPTED, 3L, Kind.NEXT_TRANSACTION, 2L));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, MAIL, 451 4.7.1 greylisted, DEFERRED",
        "false, MAIL, 451 4.7.1 greylisted, DEFERRED",
        "true, MAIL, 550 5.7.1 not you, REFUSED",
        "false, MAIL, 550 5.7.1 not you, REFUSED",
        "true, DATA, 451 later, DEFERRED",
        "false, DATA, 554 never, REFUSED",
        "true, END, 451 later, DEFERRED",
        "true, END, 554 5.7.1 spam, REFUSED",
        "false, END, 552 big, REFUSED"
    })
    void sendShouldHaveOneOutcomeForAllWhenTheTransactionIsRefused(
            boolean pipelined, Verb verb, String answer, Kind expected) throws Exception {
        SinkScript script =
                script(pipelined).on(verb, asked -> asked.ofConnection() == 1 ? SinkAnswer.text(answer) : null);
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);

            SmtpResult result = connection.send(toMembers(3), hello());

            assertThat(counted(result)).isEqualTo(Map.of(expected, 3L));
            assertThat(onlyReply(result)).isEqualTo(answer);
            assertThat(sink.taken()).isEmpty();
            assertThat(counted(connection.send(toMembers(2), hello()))).isEqualTo(Map.of(Kind.ACCEPTED, 2L));
            assertThat(sink.lines(1).contains("RSET")).isEqualTo(verb == Verb.DATA);
        }
    }

    @Test
    void sendShouldSendALoneDotWhenTheContentIsAskedForThoughAllWereRefused() throws Exception {
        SinkScript script = new SinkScript()
                .on(Verb.RCPT, asked -> asked.ofConnection() <= 2 ? SinkAnswer.text("550 5.1.1 unknown") : null)
                .on(Verb.DATA, SinkAnswer.text("354 go ahead"))
                .on(Verb.END, asked -> asked.ofConnection() == 1 ? SinkAnswer.text("554 5.5.1 nobody") : null);
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);

            assertThat(counted(connection.send(toMembers(2), hello()))).isEqualTo(Map.of(Kind.REFUSED, 2L));
            assertThat(counted(connection.send(toMembers(2), hello()))).isEqualTo(Map.of(Kind.ACCEPTED, 2L));
            assertThat(sink.ended().get(0).wireText()).isEqualTo(".\r\n");
            assertThat(sink.lines(1)).doesNotContain("RSET");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendShouldGoOnWithRsetWhenAllWereRefused(boolean pipelined) throws Exception {
        SinkScript script = script(pipelined)
                .on(Verb.RCPT, asked -> asked.ofConnection() <= 2 ? SinkAnswer.text("550 5.1.1 unknown") : null);
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);

            assertThat(counted(connection.send(toMembers(2), hello()))).isEqualTo(Map.of(Kind.REFUSED, 2L));
            assertThat(counted(connection.send(toMembers(1), hello()))).isEqualTo(Map.of(Kind.ACCEPTED, 1L));
            assertThat(sink.lines(1)).containsSubsequence("RSET", "MAIL FROM:<team-bounces@example.org> SIZE=25");
            assertThat(sink.lines(1).stream().filter("DATA"::equals)).hasSize(pipelined ? 2 : 1);
        }
    }

    @Test
    void sendShouldWaitForEachAnswerWhenTheServerDoesNotPipeline() throws Exception {
        try (SmtpSink sink = SmtpSink.start(script(false))) {
            assertThat(counted(open(sink).send(toMembers(5), hello()))).isEqualTo(Map.of(Kind.ACCEPTED, 5L));
            assertThat(sink.flights(1)).isEqualTo(1 + 1 + 5 + 1 + 1);
        }
    }

    @Test
    void sendShouldTakeTwoFlightsWhenTheServerPipelines() throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            SmtpConnection connection = open(sink);
            IntStream.range(0, 3).forEach(i -> connection.send(toMembers(100), hello()));

            assertThat(sink.flights(1)).isEqualTo(1 + 3 * 2);
        }
    }

    @Test
    void sendShouldReadAnswersWhenTheyComeInPieces() throws Exception {
        SinkScript script = new SinkScript()
                .octetByOctet()
                .onNth(Verb.RCPT, 2, SinkAnswer.text("550-5.1.1 one\n550-5.1.1 two\n550 5.1.1 three"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            Envelope envelope = toMembers(3);

            SmtpResult result = open(sink).send(envelope, hello());

            assertThat(told(envelope, result))
                    .containsExactly("m1 ACCEPTED 2.0.0", "m2 REFUSED 5.1.1", "m3 ACCEPTED 2.0.0");
            assertThat(result.outcomes().get(envelope.recipients().get(1)).reply())
                    .isEqualTo("550 5.1.1 one two three");
        }
    }

    @Test
    void sendShouldMakeTheServersWordsHarmless() throws Exception {
        SinkScript script = new SinkScript()
                .on(
                        Verb.RCPT,
                        SinkAnswer.raw("550 5.1.1 \u001b[31mred\u0007\u202e\ttab\rHELO\u0000 " + "\u00e9".repeat(900)
                                + "\r\n"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            String reply = onlyReply(open(sink).send(toMembers(1), hello()));

            assertThat(reply).startsWith("550 5.1.1 ").contains("red").hasSizeLessThanOrEqualTo(Attempt.MAX_REPLY);
            assertThat(reply.chars()).noneMatch(Character::isISOControl).doesNotContain((int) '\u202e');
        }
    }

    @Test
    void sendShouldGoOnWhenALineIsOverlong() throws Exception {
        SinkScript script = new SinkScript().onNth(Verb.RCPT, 1, SinkAnswer.text("550 " + "x".repeat(20_000)));
        try (SmtpSink sink = SmtpSink.start(script)) {
            assertThat(counted(open(sink).send(toMembers(2), hello())))
                    .isEqualTo(Map.of(Kind.REFUSED, 1L, Kind.ACCEPTED, 1L));
        }
    }

    @Test
    void sendShouldCutTheConnectionWhenTheBodyBreaks() throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            SmtpConnection connection = open(sink);

            SmtpResult result = connection.send(toMembers(2), Samples.breaking(200_000));

            assertThat(counted(result)).isEqualTo(Map.of(Kind.CONTENT_UNREADABLE, 2L));
            assertThat(connection.isReusable()).isFalse();
            assertThat(sink.ended()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void sendShouldCutTheConnectionWhenTheBodyHasAnotherLength(int difference) throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            byte[] body = new byte[100];
            Content damaged =
                    new Content(new byte[0], () -> new ByteArrayInputStream(body), body.length + difference, false);

            assertThat(counted(open(sink).send(toMembers(1), damaged))).isEqualTo(Map.of(Kind.CONTENT_UNREADABLE, 1L));
            assertThat(sink.ended()).isEmpty();
        }
    }

    @Test
    void sendShouldBeginNothingWhenTheBodyCannotBeOpened() throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            SmtpConnection connection = open(sink);
            Content gone = new Content(
                    new byte[0],
                    () -> {
                        throw new IOException("gone");
                    },
                    9,
                    false);

            assertThat(counted(connection.send(toMembers(1), gone))).isEqualTo(Map.of(Kind.CONTENT_UNREADABLE, 1L));
            assertThat(counted(connection.send(toMembers(1), hello()))).isEqualTo(Map.of(Kind.ACCEPTED, 1L));
        }
    }

    @Test
    void sendShouldKeepTheOutcomeWhenTheBodyCannotBeClosed() throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            Content odd = new Content(
                    new byte[0],
                    () -> new ByteArrayInputStream(new byte[] {'\r', '\n'}) {
                        @Override
                        public void close() throws IOException {
                            throw new IOException("late");
                        }
                    },
                    2,
                    false);

            assertThat(counted(open(sink).send(toMembers(1), odd))).isEqualTo(Map.of(Kind.ACCEPTED, 1L));
        }
    }

    private static SinkScript script(boolean pipelined) {
        return pipelined ? new SinkScript() : new SinkScript().without("PIPELINING");
    }
}
