// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import org.apache.james.core.Username;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.protocols.smtp.SMTPProtocolHandlerChain;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.apache.james.smtpserver.netty.SmtpMetricsImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpConnectionTest {
    private static final long MAX_MESSAGE_BYTES = 1_000_000;

    private EmbeddedChannel channel;

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** Opens a connection, to a server without TLS if there is no encryption. */
    private void connect(Encryption encryption) throws Exception {
        SMTPConfigurationImpl configuration = new SMTPConfigurationImpl() {
            @Override
            public long getMaxMessageSize() {
                return MAX_MESSAGE_BYTES;
            }
        };
        SMTPProtocolHandlerChain chain = new SMTPProtocolHandlerChain(new RecordingMetricFactory());
        chain.wireExtensibleHandlers();
        SMTPProtocol protocol = new SMTPProtocol(chain, configuration) {
            @Override
            public ProtocolSession newSession(ProtocolTransport transport) {
                return new ExtendedSMTPSession(configuration, transport);
            }
        };
        channel = new OnLoopback();
        channel.pipeline()
                .addLast(HandlerConstants.FRAMER, new LineFramer(1 << 20, new Semaphore(1)))
                .addLast(
                        HandlerConstants.CORE_HANDLER,
                        new SmtpConnection(
                                protocol, encryption, false, new SmtpMetricsImpl(new RecordingMetricFactory())));
        channel.register();
        assertThat(answers()).startsWith("220 ");
    }

    private static Encryption startTls() throws Exception {
        return Encryption.createStartTls(SSLContext.getDefault());
    }

    private ExtendedSMTPSession session() {
        return (ExtendedSMTPSession)
                channel.attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY).get();
    }

    private String answers(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1));
        return answers();
    }

    private String answers() {
        StringBuilder answers = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            answers.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        return answers.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STARTTLS\r\n", "starttls\r\n", " STARTTLS \r\n", "\u0001STARTTLS\r\n", "STARTTLS\n"})
    void commandsShouldBeTakenWhenThereIsNoTls(String startTls) throws Exception {
        connect(null);

        assertThat(answers(startTls)).startsWith("500 ");
        assertThat(answers("NOOP\r\n")).startsWith("250 ");
        assertThat(answers(startTls)).startsWith("500 ");
        assertThat(answers("NOOP\r\n")).startsWith("250 ");
    }

    @Test
    void commandsShouldBeTakenWhenStartTlsIsRefusedAfterALogIn() throws Exception {
        connect(startTls());
        session().setUsername(Username.of("alice@example.org"));

        assertThat(answers("STARTTLS\r\n")).startsWith("501 ");
        assertThat(answers("NOOP\r\n")).startsWith("250 ");
    }

    @Test
    void nothingUnencryptedShouldBeTakenWhenTlsBegins() throws Exception {
        connect(startTls());

        assertThat(answers("STARTTLS\r\n")).startsWith("220 ");
        assertThat(answers("NOOP\r\n")).doesNotContain("250 ");
    }

    @Test
    void nothingShouldBeTakenThatCameWithStartTls() throws Exception {
        connect(startTls());

        assertThat(answers("STARTTLS\r\nNOOP\r\n")).startsWith("220 ").doesNotContain("250 ");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connectionShouldEndWhenAMessageIsOneLongLineAfterAnother() throws Exception {
        connect(null);
        session().setMimeMessageInputStreamSource(MimeMessageInputStreamSource.create("test"));
        String line = "x".repeat(1 << 20) + "\r\n";

        assertThat(answers(line)).isEmpty();
        assertThat(answers(line)).startsWith("552 5.3.4 ");
        assertThat(channel.isOpen()).isFalse();
    }

    /** A channel that is registered later, with addresses as those of the Internet. */
    private static final class OnLoopback extends EmbeddedChannel {
        OnLoopback() {
            super(false, false);
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
        }

        @Override
        protected SocketAddress localAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
        }
    }
}
