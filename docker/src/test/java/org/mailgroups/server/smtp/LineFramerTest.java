// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.CommandInjectionDetectedException;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a session, each line is one of a command. */
class LineFramerTest {
    private static final int LIMIT = LineFramer.MAX_COMMAND_BYTES;

    private final EmbeddedChannel channel = new EmbeddedChannel(new LineFramer(1 << 20, new Semaphore(1)));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private List<String> lines(String octets, int piece) {
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < octets.length(); start += piece) {
            String part = octets.substring(start, Math.min(octets.length(), start + piece));
            channel.writeInbound(Unpooled.copiedBuffer(part, StandardCharsets.ISO_8859_1));
            for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
                lines.add(shown(read));
            }
        }
        return lines;
    }

    private static String shown(Object read) {
        if (read instanceof ByteBuf line) {
            String text = line.toString(StandardCharsets.ISO_8859_1);
            line.release();
            return text;
        }
        return read.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 100_000})
    void lineShouldBeTheSameWhateverThePiecesAre(int piece) {
        String longest = "x".repeat(LIMIT - 2) + "\r\n";

        assertThat(lines("NOOP\r\n" + longest + "\r\na\rb\n.\r\n", piece))
                .containsExactly("NOOP\r\n", longest, "\r\n", "a\rb\n", ".\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 100_000})
    void lineOverTheLimitShouldBeReplacedAndTheNextBeWhole(int piece) {
        assertThat(lines("x".repeat(LIMIT - 1) + "\r\nNOOP\r\n" + "y".repeat(3 * LIMIT) + "\nQUIT\r\n", piece))
                .containsExactly(
                        "TooLong[endsWithCrlf=true, isForNow=false, bytes=" + (LIMIT + 1) + "]",
                        "NOOP\r\n",
                        "TooLong[endsWithCrlf=false, isForNow=false, bytes=" + (3 * LIMIT + 1) + "]",
                        "QUIT\r\n");
    }

    @Test
    void endlessLineShouldEndTheConnectionWhenNothingElseDoes() {
        byte[] piece = new byte[1 << 16];
        for (int i = 0; i < 2000 && channel.isOpen(); i++) {
            channel.writeInbound(Unpooled.wrappedBuffer(piece));
        }

        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.inboundMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STARTTLS\r\nNOOP\r\n", "STARTTLS\r\nNO", "starttls\nNOOP\r\n", " STARTTLS \r\n\r\n"})
    void nothingShouldFollowStartTlsUnencrypted(String octets) {
        for (int piece : new int[] {1, 3, 100}) {
            EmbeddedChannel fresh = new EmbeddedChannel(new LineFramer(1 << 20, new Semaphore(1)));
            assertThatThrownBy(() -> {
                        for (int start = 0; start < octets.length(); start += piece) {
                            String part = octets.substring(start, Math.min(octets.length(), start + piece));
                            fresh.writeInbound(Unpooled.copiedBuffer(part, StandardCharsets.ISO_8859_1));
                        }
                    })
                    .hasRootCauseInstanceOf(CommandInjectionDetectedException.class);
            fresh.releaseInbound();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STARTTLS", "STARTTLS please", "STARTTLSX", "NOOP STARTTLS"})
    void startTlsInPiecesAndTextLikeItShouldBeALine(String line) {
        assertThat(lines(line + "\r\n", 5)).containsExactly(line + "\r\n");
    }

    @Test
    void longLineShouldBePutOffWhileOthersTakeAllPlaces() throws Exception {
        Semaphore places = new Semaphore(1);
        EmbeddedChannel one = inMessage(places);
        EmbeddedChannel other = inMessage(places);
        byte[] part = new byte[100_000];

        one.writeInbound(Unpooled.wrappedBuffer(part));
        other.writeInbound(Unpooled.wrappedBuffer(part), Unpooled.wrappedBuffer("\r\n".getBytes(US_ASCII)));
        assertThat(other.inboundMessages().poll()).isEqualTo(new LineFramer.TooLong(true, true, 100_002));
        one.writeInbound(Unpooled.wrappedBuffer("\r\n".getBytes(US_ASCII)));
        assertThat(((ByteBuf) one.readInbound()).readableBytes()).isEqualTo(100_002);

        other.writeInbound(Unpooled.wrappedBuffer(part));
        assertThat(places.availablePermits()).isZero();
        other.finishAndReleaseAll();
        one.finishAndReleaseAll();
        assertThat(places.availablePermits()).isEqualTo(1);
    }

    @Test
    void startTlsShouldBeAnOrdinaryLineInsideAMessage() throws Exception {
        EmbeddedChannel message = inMessage(new Semaphore(1));

        message.writeInbound(Unpooled.copiedBuffer("STARTTLS\r\nx\n.\r\nSTARTTLS\r\nx\r\n", US_ASCII));

        assertThat(message.inboundMessages()).hasSize(5);
        message.finishAndReleaseAll();
    }

    @Test
    void startTlsShouldBeACommandAfterTheFinalDotEvenIfTheSessionHasNotSeenThat() throws Exception {
        EmbeddedChannel message = inMessage(new Semaphore(1));

        assertThatThrownBy(
                        () -> message.writeInbound(Unpooled.copiedBuffer("x\r\n.\r\nSTARTTLS\r\nRSET\r\n", US_ASCII)))
                .hasRootCauseInstanceOf(CommandInjectionDetectedException.class);
        message.releaseInbound();
    }

    @Test
    void linesShouldBeTakenAgainWhenTlsIsOn() {
        channel.writeInbound(Unpooled.copiedBuffer("STARTTLS\r\n", US_ASCII));
        channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
        channel.writeInbound(Unpooled.copiedBuffer("NOOP\r\n", US_ASCII));

        assertThat(channel.inboundMessages()).hasSize(2);
    }

    @Test
    void linesShouldBeTakenAgainWhenStartTlsWasRefused() {
        channel.writeInbound(Unpooled.copiedBuffer("STARTTLS\r\n", US_ASCII));
        channel.pipeline().fireUserEventTriggered(LineFramer.NO_TLS);
        channel.writeInbound(Unpooled.copiedBuffer("NOOP\r\n", US_ASCII));

        assertThat(channel.inboundMessages()).hasSize(2);
    }

    private static EmbeddedChannel inMessage(Semaphore places) throws Exception {
        ExtendedSMTPSession session = new ExtendedSMTPSession(new SMTPConfigurationImpl(), noConnection());
        session.setMimeMessageInputStreamSource(MimeMessageInputStreamSource.create("test"));
        EmbeddedChannel channel = new EmbeddedChannel(new LineFramer(1 << 20, places));
        channel.attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY).set(session);
        return channel;
    }

    private static ProtocolTransport noConnection() {
        return (ProtocolTransport) Proxy.newProxyInstance(
                LineFramerTest.class.getClassLoader(),
                new Class<?>[] {ProtocolTransport.class},
                (proxy, method, arguments) -> null);
    }
}
