// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.delivery.smtp.Samples.IMPATIENT;
import static org.mailgroups.delivery.smtp.Samples.SETTINGS;
import static org.mailgroups.delivery.smtp.Samples.counted;
import static org.mailgroups.delivery.smtp.Samples.hello;
import static org.mailgroups.delivery.smtp.Samples.onlyReply;
import static org.mailgroups.delivery.smtp.Samples.open;
import static org.mailgroups.delivery.smtp.Samples.toMembers;
import static org.mailgroups.delivery.smtp.Samples.told;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.smtp.Outcome.Kind;
import org.mailgroups.delivery.smtp.SinkScript.Verb;
import org.mailgroups.value.Address;

/** Connections that end, stall or go astray in the middle, and those that are used again. */
class SmtpTroubleTest {
    @ParameterizedTest
    @CsvSource({"MAIL, DEFERRED", "RCPT, DEFERRED", "DATA, DEFERRED", "END, UNKNOWN"})
    void sendShouldKnowHowFarItCameWhenTheServerCloses(Verb verb, Kind expected) throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().on(verb, SinkAnswer.close()))) {
            SmtpConnection connection = open(sink);

            SmtpResult result = connection.send(toMembers(3), hello());

            assertThat(result.begun()).isTrue();
            assertThat(counted(result)).isEqualTo(Map.of(expected, 3L));
            assertThat(onlyReply(result)).contains("the connection was lost");
            assertThat(connection.isReusable()).isFalse();
            assertThat(connection.send(toMembers(1), hello()).begun()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"MAIL, DEFERRED", "RCPT, DEFERRED", "DATA, DEFERRED", "END, UNKNOWN"})
    void sendShouldEndWhenTheServerStallsOrTrickles(Verb verb, Kind expected) throws Exception {
        for (SinkAnswer answer : new SinkAnswer[] {SinkAnswer.stall(), SinkAnswer.trickle("250 ")}) {
            try (SmtpSink sink = SmtpSink.start(new SinkScript().on(verb, answer))) {
                SmtpResult result = open(sink, impatientOnceOpen()).send(toMembers(2), hello());

                assertThat(counted(result)).isEqualTo(Map.of(expected, 2L));
                assertThat(onlyReply(result)).isEqualTo("no answer within 150 ms");
            }
        }
    }

    @Test
    void sendShouldEndWhenTheWholeTakesTooLongThoughEachAnswerComesInTime() throws Exception {
        SinkScript script = new SinkScript().latency(Duration.ofMillis(20)).without("PIPELINING");
        SmtpSettings settings = SETTINGS.withTimeouts(SETTINGS.timeouts().withTransaction(Duration.ofMillis(100)));
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpResult result = open(sink, settings).send(toMembers(50), hello());

            assertThat(counted(result)).isEqualTo(Map.of(Kind.DEFERRED, 50L));
            assertThat(onlyReply(result)).isEqualTo("the transaction takes more than 100 ms");
            assertThat(sink.ended()).isEmpty();
        }
    }

    @Test
    void sendShouldEndWhenTheServerDoesNotReadTheContent() throws Exception {
        SinkScript script = new SinkScript().tinyBuffers().on(Verb.DATA, SinkAnswer.textAndStall("354 go ahead"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpResult result =
                    open(sink, impatientOnceOpen()).send(toMembers(1), Samples.content(new byte[20_000_000]));

            assertThat(counted(result)).isEqualTo(Map.of(Kind.DEFERRED, 1L));
            assertThat(onlyReply(result)).isEqualTo("the server takes nothing within 150 ms");
        }
    }

    private static SmtpSettings impatientOnceOpen() {
        SmtpTimeouts patient = SETTINGS.timeouts();
        SmtpTimeouts hasty = IMPATIENT.timeouts();
        return SETTINGS.withTimeouts(new SmtpTimeouts(
                patient.connect(),
                patient.greeting(),
                hasty.command(),
                hasty.data(),
                hasty.block(),
                hasty.end(),
                hasty.quit(),
                patient.transaction()));
    }

    @ParameterizedTest
    @CsvSource({"true, MAIL", "false, MAIL", "true, RCPT", "false, RCPT", "true, DATA", "false, DATA", "true, END"})
    void sendShouldDeferWhatIsNotDecidedWhenTheServerSays421(boolean pipelined, Verb verb) throws Exception {
        SinkScript script = new SinkScript()
                .on(Verb.RCPT, asked -> asked.ofTransaction() == 1 ? SinkAnswer.text("550 5.1.1 unknown") : null);
        if (!pipelined) {
            script.without("PIPELINING");
        }
        SinkAnswer closing = SinkAnswer.textAndClose("421 4.3.2 going down");
        if (verb == Verb.RCPT) {
            script.on(Verb.RCPT, asked -> switch (asked.ofTransaction()) {
                case 1 -> SinkAnswer.text("550 5.1.1 unknown");
                case 3 -> closing;
                default -> null;
            });
        } else {
            script.on(verb, closing);
        }
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);
            Envelope envelope = toMembers(4);

            SmtpResult result = connection.send(envelope, hello());

            assertThat(told(envelope, result))
                    .containsExactly(
                            verb == Verb.MAIL ? "m1 DEFERRED 4.3.2" : "m1 REFUSED 5.1.1",
                            "m2 DEFERRED 4.3.2",
                            "m3 DEFERRED 4.3.2",
                            "m4 DEFERRED 4.3.2");
            assertThat(connection.isReusable()).isFalse();
            assertThat(sink.taken()).isEmpty();
        }
    }

    /** An answer too many moves all others: a refusal would be another recipient's. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void sendShouldBelieveNothingWhenThereIsAnAnswerTooMany(int recipient) throws Exception {
        SinkScript script = new SinkScript()
                .on(
                        Verb.RCPT,
                        asked -> asked.ofTransaction() == recipient
                                ? SinkAnswer.text("250 ok\n550 5.1.1 unknown")
                                : asked.ofTransaction() == 3 ? SinkAnswer.text("550 5.1.1 unknown") : null);
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpResult result = open(sink).send(toMembers(3), hello());

            assertThat(counted(result)).isEqualTo(Map.of(Kind.DEFERRED, 3L));
            assertThat(sink.ended()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"MAIL, 354 go", "RCPT, 334 go", "DATA, 250 ok", "DATA, 334 go", "MAIL, garbage", "RCPT, 25", "DATA, ''"
    })
    void sendShouldDeferWhenAnAnswerMakesNoSense(Verb verb, String answer) throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().on(verb, SinkAnswer.text(answer)))) {
            SmtpConnection connection = open(sink);

            assertThat(counted(connection.send(toMembers(2), hello()))).isEqualTo(Map.of(Kind.DEFERRED, 2L));
            assertThat(connection.isReusable()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"354 go", "garbage", "999 x"})
    void sendShouldNotKnowWhenTheLastAnswerMakesNoSense(String answer) throws Exception {
        SinkScript script = new SinkScript()
                .onNth(Verb.RCPT, 2, SinkAnswer.text("550 5.1.1 unknown"))
                .on(Verb.END, SinkAnswer.text(answer));
        try (SmtpSink sink = SmtpSink.start(script)) {
            Envelope envelope = toMembers(2);

            assertThat(told(envelope, open(sink).send(envelope, hello())))
                    .containsExactly("m1 UNKNOWN 4.5.0", "m2 REFUSED 5.1.1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "552 5.3.4 too big, REFUSED, 552 5.3.4 too big", "451 4.3.1 no space, DEFERRED, 451 4.3.1 no space",
        "421 4.3.2 going down, DEFERRED, 421 4.3.2 going down", "250 2.0.0 ok, DEFERRED, takes the message before"
    })
    void sendShouldHearAServerThatAnswersInTheMiddleOfTheContent(String answer, Kind expected, String words)
            throws Exception {
        SinkScript script = new SinkScript().onContent(1_000_000, SinkAnswer.text(answer));
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);

            SmtpResult result = connection.send(toMembers(2), Samples.content(new byte[40_000_000]));

            assertThat(counted(result)).isEqualTo(Map.of(expected, 2L));
            assertThat(onlyReply(result)).contains(words);
            assertThat(connection.isReusable()).isFalse();
            assertThat(sink.ended()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MAIL", "RCPT", "DATA", "END"})
    void abortShouldEndATransactionThatWaits(Verb verb) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        SinkScript script = new SinkScript().on(verb, question -> {
            asked.countDown();
            return SinkAnswer.stall();
        });
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);
            CompletableFuture<SmtpResult> result =
                    CompletableFuture.supplyAsync(() -> connection.send(toMembers(2), hello()));
            asked.await();

            connection.abort();

            assertThat(counted(result.join())).isEqualTo(Map.of(verb == Verb.END ? Kind.UNKNOWN : Kind.DEFERRED, 2L));
            assertThat(onlyReply(result.join())).isEqualTo("the connection was ended by this side");
        }
    }

    @Test
    void abortShouldEndATransactionThatWrites() throws Exception {
        SinkScript script = new SinkScript().tinyBuffers().on(Verb.DATA, SinkAnswer.textAndStall("354 go ahead"));
        CountDownLatch reading = new CountDownLatch(1);
        byte[] body = new byte[20_000_000];
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);
            Content content = new Content(new byte[0], () -> counting(body, reading), body.length, false);
            CompletableFuture<SmtpResult> result =
                    CompletableFuture.supplyAsync(() -> connection.send(toMembers(2), content));
            reading.await();

            connection.abort();

            assertThat(counted(result.join())).isEqualTo(Map.of(Kind.DEFERRED, 2L));
            assertThat(sink.ended()).isEmpty();
        }
    }

    private static ByteArrayInputStream counting(byte[] body, CountDownLatch reading) {
        return new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                // More than the buffers of both sides take is still to come.
                reading.countDown();
                return super.read(buffer, offset, length);
            }
        };
    }

    @Test
    void closeShouldEndAConnectionThatIsBeingOpened() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        SinkScript script = new SinkScript().on(Verb.EHLO, question -> {
            asked.countDown();
            return SinkAnswer.stall();
        });
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpClient client = new SmtpClient(SETTINGS);
            CompletableFuture<String> failure = CompletableFuture.supplyAsync(() -> {
                try {
                    client.open(sink.host());
                    return "opened";
                } catch (SmtpException e) {
                    return e.getMessage();
                }
            });
            asked.await();

            client.close();

            assertThat(failure.join()).isEqualTo("the connection was ended by this side");
        }
    }

    @Test
    void sendShouldBeginNothingWhenTheServerHasClosedMeanwhile() throws Exception {
        SinkScript script = new SinkScript().on(Verb.END, SinkAnswer.textAndClose("250 2.0.0 taken"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);
            assertThat(counted(connection.send(toMembers(1), hello()))).isEqualTo(Map.of(Kind.ACCEPTED, 1L));

            SmtpResult second = connection.send(toMembers(1), hello());

            assertThat(second.begun()).isFalse();
            assertThat(second.outcomes()).isEmpty();
            assertThat(second.reason()).startsWith("the connection was lost");
            assertThat(connection.isReusable()).isFalse();
        }
    }

    @Test
    void sendShouldBeginNothingWhenTheServerHasSaid421Meanwhile() throws Exception {
        SinkScript script =
                new SinkScript().on(Verb.END, SinkAnswer.textAndClose("250 2.0.0 taken\r\n421 4.4.2 you were idle"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);
            connection.send(toMembers(1), hello());

            assertThat(connection.send(toMembers(1), hello()))
                    .isEqualTo(SmtpResult.notBegun("421 4.4.2 you were idle"));
        }
    }

    @Test
    void sendShouldBeginNothingWhenA421MeetsTheNextMail() throws Exception {
        SinkScript script = new SinkScript()
                .on(
                        Verb.MAIL,
                        asked -> asked.ofConnection() == 2
                                ? SinkAnswer.textAndClose("421 4.7.0 enough for one connection")
                                : null);
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);
            connection.send(toMembers(1), hello());

            assertThat(connection.send(toMembers(1), hello()).begun()).isFalse();
        }
    }

    @Test
    void sendShouldBeginNothingWhenTheServerRefusesToForget() throws Exception {
        SinkScript script = new SinkScript()
                .on(Verb.RCPT, SinkAnswer.text("550 5.1.1 unknown"))
                .on(Verb.RSET, SinkAnswer.text("500 what?"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpConnection connection = open(sink);
            connection.send(toMembers(1), hello());

            assertThat(connection.send(toMembers(1), hello()).begun()).isFalse();
            assertThat(connection.isReusable()).isFalse();
        }
    }

    @Test
    void quitShouldEndTheConnectionWhenTheServerDoesNotAnswer() throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().on(Verb.QUIT, SinkAnswer.stall()))) {
            SmtpConnection connection = open(sink, impatientOnceOpen());

            connection.quit();
            connection.quit();

            assertThat(connection.isReusable()).isFalse();
            assertThat(sink.lines(1)).containsExactly("EHLO sender.example", "QUIT");
        }
    }

    /**
     * The server reads a command, answers at length, and reads the next one only when its answer has gone. A client
     * that sent all commands first would wait for it for ever, as it waits for the client.
     */
    @ParameterizedTest
    @CsvSource({"1, 100", "65536, 40000"})
    void sendShouldNotWaitForAServerThatWaitsForIt(int bufferOctets, int recipients) throws Exception {
        String answer = "250-" + "x".repeat(500) + "\n";
        SinkScript script = new SinkScript()
                .buffers(bufferOctets)
                .answersAtOnce()
                .on(Verb.RCPT, SinkAnswer.text(answer + "250 ok"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpResult result =
                    open(sink, SETTINGS.withMaxRecipients(recipients)).send(longNames(recipients), hello());

            assertThat(counted(result)).isEqualTo(Map.of(Kind.ACCEPTED, (long) recipients));
        }
    }

    private static Envelope longNames(int count) {
        String rest =
                ("d".repeat(40) + "@" + "e".repeat(60) + "." + "f".repeat(60) + "." + "g".repeat(60) + ".example");
        return new Envelope(
                "",
                IntStream.range(0, count)
                        .mapToObj(number -> Address.parse("m" + number + rest))
                        .toList());
    }
}
