// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mailgroups.delivery.smtp.Samples.IMPATIENT;
import static org.mailgroups.delivery.smtp.Samples.SETTINGS;
import static org.mailgroups.delivery.smtp.Samples.counted;
import static org.mailgroups.delivery.smtp.Samples.hello;
import static org.mailgroups.delivery.smtp.Samples.open;
import static org.mailgroups.delivery.smtp.Samples.toMembers;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.smtp.Outcome.Kind;
import org.mailgroups.delivery.smtp.SinkScript.Verb;
import org.mailgroups.delivery.smtp.SmtpException.About;

/** The steps to a connection: greeting, EHLO, TLS, AUTH. */
class SmtpOpeningTest {
    private static final SmtpSettings OPPORTUNISTIC = SETTINGS.withStartTls(StartTls.OPPORTUNISTIC, false);
    private static final SmtpSettings REQUIRED = SETTINGS.withStartTls(StartTls.REQUIRED, false);
    private static final SmtpCredentials LOGIN = new SmtpCredentials("ann", "s\u00e9cret word", false);
    private static final SmtpCredentials LOGIN_IN_PLAIN_TEXT = new SmtpCredentials("ann", "s\u00e9cret word", true);

    @ParameterizedTest
    @CsvSource({
        "GREETING, 554 5.7.1 no mail here, SERVER_FOR_GOOD",
        "GREETING, 521 never, SERVER_FOR_GOOD",
        "GREETING, 421 4.7.0 too many connections, SERVER_NOW",
        "GREETING, 450 busy, SERVER_NOW",
        "GREETING, 354 what, SERVER_NOW",
        "GREETING, SSH-2.0-OpenSSH_9.2, SERVER_NOW",
        "GREETING, HTTP/1.1 400 Bad Request, SERVER_NOW",
        "GREETING, 199 low, SERVER_NOW",
        "GREETING, '', SERVER_NOW",
        "EHLO, 421 4.3.2 going down, SERVER_NOW",
        "EHLO, 450 later, SERVER_NOW"
    })
    void openShouldSayWhatWouldHaveToChangeWhenTheServerDoesNotWantUs(Verb verb, String answer, About about)
            throws IOException {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().on(verb, SinkAnswer.text(answer)))) {
            assertThatThrownBy(() -> open(sink))
                    .isInstanceOf(SmtpException.class)
                    .hasMessageContaining(answer)
                    .extracting(failure -> ((SmtpException) failure).about())
                    .isEqualTo(about);
        }
    }

    @Test
    void openShouldFailWhenHeloIsRefusedToo() throws IOException {
        SinkScript script = new SinkScript()
                .on(Verb.EHLO, SinkAnswer.text("502 what?"))
                .on(Verb.HELO, SinkAnswer.text("550 5.7.1 your address is blocked"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            assertFailure(sink, SETTINGS, About.SERVER_FOR_GOOD, "your address is blocked");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what?", "502 not here", "550 no"})
    void openShouldGreetWithHeloWhenTheServerKnowsNoEhlo(String answer) throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().on(Verb.EHLO, SinkAnswer.text(answer)))) {
            assertThat(counted(open(sink).send(toMembers(2), hello()))).isEqualTo(Map.of(Kind.ACCEPTED, 2L));
            assertThat(sink.lines(1))
                    .startsWith("EHLO sender.example", "HELO sender.example", "MAIL FROM:<" + Samples.SENDER + ">");
        }
    }

    @Test
    void openShouldTakeAGreetingOfManyLinesWhenItComesInPieces() throws Exception {
        SinkScript script =
                new SinkScript().octetByOctet().on(Verb.GREETING, SinkAnswer.raw("220-one\n220-\r\n220\r\n"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            assertThatCode(() -> open(sink)).doesNotThrowAnyException();
        }
    }

    @Test
    void openShouldCutTheServersWordsWhenTheyAreLong() throws IOException {
        SinkScript script =
                new SinkScript().on(Verb.GREETING, SinkAnswer.raw("554 \u001b[2Jx\u0000" + "y".repeat(5_000) + "\r\n"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            assertThatThrownBy(() -> open(sink)).satisfies(failure -> assertThat(failure.getMessage())
                    .hasSizeLessThanOrEqualTo(Attempt.MAX_REPLY)
                    .matches(text -> text.chars().noneMatch(Character::isISOControl)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 100_000})
    void openShouldFailWhenAnAnswerDoesNotEnd(int lines) throws IOException {
        SinkScript script = new SinkScript().on(Verb.EHLO, SinkAnswer.raw("250-X\r\n".repeat(lines) + "250 Y\r\n"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            assertFailure(sink, SETTINGS, About.SERVER_NOW, "does not answer as a mail server does");
        }
    }

    @Test
    void openShouldFailWhenALineDoesNotEnd() throws IOException {
        SinkScript script = new SinkScript().on(Verb.GREETING, SinkAnswer.raw("220 " + "x".repeat(1_000_000)));
        try (SmtpSink sink = SmtpSink.start(script)) {
            assertFailure(sink, SETTINGS, About.SERVER_NOW, "longer than 65536 octets");
        }
    }

    @Test
    void openShouldFailWhenTheServerAnswersBeforeItIsAsked() throws IOException {
        SinkScript script = new SinkScript()
                .on(Verb.GREETING, SinkAnswer.raw("220 mx\r\n250 mx\r\n250 ok\r\n250 ok\r\n354 go\r\n250 ok\r\n"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            assertFailure(sink, SETTINGS, About.SERVER_NOW, "answers what was not asked: 250 mx");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GREETING", "EHLO"})
    void openShouldBlameTheNetworkWhenTheServerCloses(Verb verb) throws IOException {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().on(verb, SinkAnswer.close()))) {
            assertFailure(sink, SETTINGS, About.NETWORK, "the server has closed it");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GREETING", "EHLO"})
    void openShouldEndWhenTheServerStallsOrTrickles(Verb verb) throws IOException {
        for (SinkAnswer answer : new SinkAnswer[] {SinkAnswer.stall(), SinkAnswer.trickle("220 ")}) {
            try (SmtpSink sink = SmtpSink.start(new SinkScript().on(verb, answer))) {
                assertFailure(sink, IMPATIENT, About.NETWORK, "no answer within 150 ms");
            }
        }
    }

    @Test
    void openShouldBlameTheNetworkWhenNobodyListens() throws IOException {
        SmtpSink sink = SmtpSink.start();
        sink.close();

        assertFailure(sink, SETTINGS, About.NETWORK, "refused");
    }

    @Test
    void openShouldComeFromTheSourceAddress() throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            open(sink, SETTINGS.withSourceAddress(InetAddress.getByName("127.0.0.7")));

            assertThat(sink.clients()).containsExactly("127.0.0.7");
        }
    }

    @Test
    void openShouldBlameTheSettingsWhenTheSourceAddressIsNotOurs() throws IOException {
        try (SmtpSink sink = SmtpSink.start()) {
            assertFailure(
                    sink,
                    SETTINGS.withSourceAddress(InetAddress.getByName("192.0.2.1")),
                    About.SETTINGS,
                    "the source address cannot be used");
        }
    }

    @Test
    void openShouldEncryptAndGreetAgainWhenTlsIsOffered() throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().with("STARTTLS"))) {
            SmtpConnection connection = open(sink, OPPORTUNISTIC);

            assertThat(connection.isEncrypted()).isTrue();
            assertThat(counted(connection.send(toMembers(100), hello()))).isEqualTo(Map.of(Kind.ACCEPTED, 100L));
            assertThat(sink.lines(1))
                    .startsWith(
                            "EHLO sender.example",
                            "STARTTLS",
                            "EHLO sender.example",
                            "MAIL FROM:<" + Samples.SENDER + "> SIZE=25");
        }
    }

    @Test
    void openShouldForgetWhatWasOfferedBeforeTls() throws Exception {
        SinkScript script = new SinkScript()
                .with("STARTTLS")
                .on(Verb.EHLO, asked -> asked.ofConnection() == 2 ? SinkAnswer.text("250 mx") : null);
        try (SmtpSink sink = SmtpSink.start(script)) {
            open(sink, OPPORTUNISTIC).send(toMembers(1), hello());

            assertThat(sink.taken().get(0).mail()).doesNotContain("SIZE");
        }
    }

    @ParameterizedTest
    @CsvSource({"OPPORTUNISTIC, '250 x\n'", "REQUIRED, '250 x\n250 y\n'", "OPPORTUNISTIC, 2", "REQUIRED, '\n'"})
    void openShouldFailWhenSomethingIsPutBehindTheAnswerToStartTls(StartTls rule, String injected) throws IOException {
        SinkScript script =
                new SinkScript().with("STARTTLS").on(Verb.STARTTLS, SinkAnswer.raw("220 go ahead\r\n" + injected));
        try (SmtpSink sink = SmtpSink.start(script)) {
            assertFailure(
                    sink, SETTINGS.withStartTls(rule, false), About.SERVER_NOW, "more than its answer to STARTTLS");
            assertThat(sink.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "close", "stall"})
    void openShouldGoOnInPlainTextWhenTlsBreaks(String how) throws Exception {
        try (SmtpSink sink = SmtpSink.start(breaking(how))) {
            SmtpConnection connection = open(sink, impatient(StartTls.OPPORTUNISTIC));

            assertThat(connection.isEncrypted()).isFalse();
            assertThat(counted(connection.send(toMembers(1), hello()))).isEqualTo(Map.of(Kind.ACCEPTED, 1L));
            assertThat(sink.lines(2)).doesNotContain("STARTTLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "close", "stall"})
    void openShouldFailWhenTlsBreaksAndIsRequired(String how) throws IOException {
        try (SmtpSink sink = SmtpSink.start(breaking(how))) {
            assertFailure(sink, impatient(StartTls.REQUIRED), About.SERVER_NOW, "TLS is broken");
            assertThat(sink.connections()).isEqualTo(1);
        }
    }

    private static SmtpSettings impatient(StartTls rule) {
        return IMPATIENT
                .withTimeouts(SETTINGS.timeouts().withData(IMPATIENT.timeouts().data()))
                .withStartTls(rule, false);
    }

    private static SinkScript breaking(String how) {
        SinkAnswer answer =
                switch (how) {
                    case "garbage" -> SinkAnswer.text("220 go ahead");
                    case "close" -> SinkAnswer.textAndClose("220 go ahead");
                    default -> SinkAnswer.textAndStall("220 go ahead");
                };
        return new SinkScript().with("STARTTLS").on(Verb.STARTTLS, answer);
    }

    @Test
    void openShouldGoOnInPlainTextWhenTheServerDoesNotStartTls() throws Exception {
        SinkScript script = new SinkScript().with("STARTTLS").on(Verb.STARTTLS, SinkAnswer.text("454 4.7.0 no key"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            assertThat(open(sink, OPPORTUNISTIC).isEncrypted()).isFalse();
            assertFailure(sink, REQUIRED, About.SERVER_NOW, "454 4.7.0 no key");
        }
    }

    @Test
    void openShouldFailWhenTlsIsRequiredAndNotOffered() throws IOException {
        try (SmtpSink sink = SmtpSink.start()) {
            assertFailure(sink, REQUIRED, About.SETTINGS, "the server does not offer it");
        }
    }

    @Test
    void openShouldTakeTheServersNameWhenItsCertificateHasIt() throws Exception {
        SmtpSettings verified = SETTINGS.withStartTls(StartTls.REQUIRED, true);
        try (SmtpSink sink = SmtpSink.start(new SinkScript().with("STARTTLS"));
                SmtpClient client = new SmtpClient(verified, TlsLayer.verified(SmtpSink.trust()))) {
            assertThat(client.open(sink.host()).isEncrypted()).isTrue();

            SmtpHost other = new SmtpHost(
                    "mx.other.example", sink.host().address(), sink.host().port());
            assertThatThrownBy(() -> client.open(other))
                    .isInstanceOf(SmtpException.class)
                    .hasMessageContaining("mx.other.example");
        }
    }

    @Test
    void openShouldFailWhenTheCertificateIsNotTrusted() throws Exception {
        SmtpSettings verified = SETTINGS.withStartTls(StartTls.REQUIRED, true);
        try (SmtpSink sink = SmtpSink.start(new SinkScript().with("STARTTLS"));
                SmtpClient client = new SmtpClient(verified)) {
            assertThatThrownBy(() -> client.open(sink.host()))
                    .isInstanceOf(SmtpException.class)
                    .hasMessageContaining("TLS is broken");
        }
    }

    @Test
    void openShouldLogInWithPlainWhenItIsOffered() throws Exception {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().with("STARTTLS").with("AUTH LOGIN PLAIN"))) {
            open(sink, OPPORTUNISTIC.withCredentials(LOGIN));

            assertThat(sink.lines(1)).endsWith("AUTH PLAIN AGFubgBzw6ljcmV0IHdvcmQ=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH LOGIN", "AUTH=LOGIN"})
    void openShouldLogInWithLoginWhenThatIsAllThatIsOffered(String extension) throws Exception {
        SinkScript script = new SinkScript()
                .with(extension)
                .on(Verb.AUTH, SinkAnswer.text("334 VXNlcm5hbWU6"))
                .onNth(Verb.RESPONSE, 1, SinkAnswer.text("334 UGFzc3dvcmQ6"));
        try (SmtpSink sink = SmtpSink.start(script)) {
            open(sink, SETTINGS.withCredentials(LOGIN_IN_PLAIN_TEXT));

            assertThat(sink.lines(1)).endsWith("AUTH LOGIN", "YW5u", "c8OpY3JldCB3b3Jk");
        }
    }

    @Test
    void openShouldKeepThePasswordWhenTheConnectionIsNotEncrypted() throws IOException {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().with("AUTH PLAIN"))) {
            assertFailure(sink, SETTINGS.withCredentials(LOGIN), About.SETTINGS, "not encrypted");
            assertThat(sink.heard(1)).isEqualTo("EHLO sender.example\r\n");
        }
    }

    @Test
    void openShouldKeepThePasswordWhenTlsBreaks() throws IOException {
        try (SmtpSink sink = SmtpSink.start(breaking("close").with("AUTH PLAIN"))) {
            assertFailure(sink, OPPORTUNISTIC.withCredentials(LOGIN), About.SETTINGS, "not encrypted");
            assertThat(sink.lines(2)).containsExactly("EHLO sender.example");
        }
    }

    @ParameterizedTest
    @CsvSource({"535 5.7.8 bad AGFubgBzw6ljcmV0IHdvcmQ=, SETTINGS", "454 4.7.0 later, SERVER_NOW"})
    void openShouldFailWithoutThePasswordWhenTheServerDoesNotLogUsIn(String answer, About about) throws IOException {
        SinkScript script = new SinkScript().with("AUTH PLAIN").on(Verb.AUTH, SinkAnswer.text(answer));
        try (SmtpSink sink = SmtpSink.start(script)) {
            SmtpSettings settings = SETTINGS.withCredentials(LOGIN_IN_PLAIN_TEXT);

            assertFailure(sink, settings, about, "does not log us in: " + answer.substring(0, 9));
            assertThatThrownBy(() -> open(sink, settings))
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("AGFub"));
            assertThat(settings.toString()).doesNotContain("word");
        }
    }

    @Test
    void openShouldBlameTheSettingsWhenNoWayToLogInIsKnown() throws IOException {
        try (SmtpSink sink = SmtpSink.start(new SinkScript().with("AUTH GSSAPI"))) {
            assertFailure(
                    sink,
                    SETTINGS.withCredentials(LOGIN_IN_PLAIN_TEXT),
                    About.SETTINGS,
                    "neither AUTH PLAIN nor LOGIN");
        }
    }

    @Test
    void openShouldFailWhenTheClientIsClosed() throws IOException {
        try (SmtpSink sink = SmtpSink.start()) {
            SmtpClient client = new SmtpClient(SETTINGS);
            client.close();

            assertThatThrownBy(() -> client.open(sink.host()))
                    .isInstanceOf(SmtpException.class)
                    .hasMessage("the connection was ended by this side");
        }
    }

    private static void assertFailure(SmtpSink sink, SmtpSettings settings, About about, String words) {
        assertThatThrownBy(() -> open(sink, settings))
                .isInstanceOf(SmtpException.class)
                .hasMessageContaining(words)
                .extracting(failure -> ((SmtpException) failure).about())
                .isEqualTo(about);
    }
}
