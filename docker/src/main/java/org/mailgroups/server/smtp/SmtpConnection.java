// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.NettyProtocolTransport;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.apache.james.smtpserver.netty.SMTPChannelInboundHandler;
import org.apache.james.smtpserver.netty.SmtpMetrics;

/**
 * One client's connection. It answers a command that is too long or has control characters with one 500, and goes on.
 * In a message it leaves such lines to {@link DataLines}.
 *
 * <p>The client's address is its name: a look-up of the name would hold a thread of the server for as long as somebody
 * else's name server likes.
 */
final class SmtpConnection extends SMTPChannelInboundHandler {
    /** RFC 5321 4.5.3.1.4 asks for 512 octets, and each extension adds some: DSN 500, AUTH 500, SIZE 26. */
    private static final int MAX_BYTES_WITHOUT_AUTH = 2048;

    private static final byte[] AUTH = "AUTH ".getBytes(StandardCharsets.US_ASCII);

    private static final Response LINE_TOO_LONG = new SMTPResponse(
                    SMTPRetCode.SYNTAX_ERROR_COMMAND_UNRECOGNIZED, "5.5.2 The line is too long (RFC 5321 4.5.3.1.4)")
            .immutable();
    private static final Response CONTROL_CHARACTERS = new SMTPResponse(
                    SMTPRetCode.SYNTAX_ERROR_COMMAND_UNRECOGNIZED, "5.5.2 A command has no control characters")
            .immutable();

    /** Dialogues of AUTH, and messages, take lines from the commands. Only the connection's own thread counts them. */
    private int dialogues;

    SmtpConnection(Protocol protocol, Encryption encryption, boolean proxyRequired, SmtpMetrics metrics) {
        super(protocol, encryption, proxyRequired, metrics);
    }

    /** Returns the place of the message that the session receives; null between messages. */
    static Object message(Channel channel) {
        return channel.attr(SESSION_ATTRIBUTE_KEY).get() instanceof ExtendedSMTPSession session
                ? session.getMimeMessageWriter()
                : null;
    }

    @Override
    protected ProtocolSession createSession(ChannelHandlerContext context) {
        return protocol.newSession(new AddressAsName(context.channel(), secure, proxyRequired));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        boolean isStartTls = message instanceof ByteBuf line && LineFramer.isStartTls(line);
        read(context, message);
        if (isStartTls && !LineFramer.isEncrypted(context)) {
            context.pipeline().fireUserEventTriggered(LineFramer.NO_TLS);
        }
    }

    private void read(ChannelHandlerContext context, Object message) throws Exception {
        boolean isData = message(context.channel()) != null;
        if (message instanceof LineFramer.TooLong line) {
            if (isData) {
                DataLines.refuseLongLine(session(context), line).ifPresent(end -> answer(context, end));
            } else {
                answer(context, LINE_TOO_LONG);
            }
        } else if (message instanceof ByteBuf line && !isData && line.readableBytes() > limit(line)) {
            ReferenceCountUtil.release(line);
            answer(context, LINE_TOO_LONG);
        } else if (message instanceof ByteBuf line && !isData && hasControlCharacters(line)) {
            ReferenceCountUtil.release(line);
            answer(context, CONTROL_CHARACTERS);
        } else {
            super.channelRead(context, message);
        }
    }

    private int limit(ByteBuf line) {
        return dialogues > 0 || isAuth(line) ? LineFramer.MAX_COMMAND_BYTES : MAX_BYTES_WITHOUT_AUTH;
    }

    private static boolean isAuth(ByteBuf line) {
        for (int i = 0; i < AUTH.length; i++) {
            if (i >= line.readableBytes() || Character.toUpperCase(line.getByte(line.readerIndex() + i)) != AUTH[i]) {
                return false;
            }
        }
        return true;
    }

    /** A carriage return inside a command would get into the Received field, and a NUL would end some logs. */
    private static boolean hasControlCharacters(ByteBuf line) {
        int end = line.writerIndex() - 1;
        if (end > line.readerIndex() && line.getByte(end - 1) == '\r') {
            end--;
        }
        return line.forEachByte(line.readerIndex(), end - line.readerIndex(), SmtpConnection::isPlain) >= 0;
    }

    private static boolean isPlain(byte octet) {
        return octet < 0 || octet >= ' ' || octet == '\t';
    }

    private static void answer(ChannelHandlerContext context, Response response) {
        ExtendedSMTPSession session = session(context);
        if (session != null) {
            Response counted =
                    Client.of(session).map(client -> client.counted(response)).orElse(response);
            ((ProtocolSessionImpl) session).getProtocolTransport().writeResponse(counted, session);
        }
    }

    private static ExtendedSMTPSession session(ChannelHandlerContext context) {
        return (ExtendedSMTPSession)
                context.channel().attr(SESSION_ATTRIBUTE_KEY).get();
    }

    @Override
    public void pushLineHandler(ChannelInboundHandlerAdapter dialogue) {
        dialogues++;
        super.pushLineHandler(dialogue);
    }

    @Override
    public void popLineHandler() {
        dialogues = Math.max(0, dialogues - 1);
        super.popLineHandler();
    }

    /** A transport that never asks the DNS for the client's name. */
    private static final class AddressAsName extends NettyProtocolTransport {
        AddressAsName(Channel channel, Encryption encryption, boolean proxyRequired) {
            super(channel, encryption, proxyRequired);
        }

        @Override
        public InetSocketAddress getRemoteAddress() {
            InetSocketAddress remote = super.getRemoteAddress();
            if (remote == null) {
                return null;
            }
            try {
                InetAddress address = remote.getAddress();
                return new InetSocketAddress(
                        InetAddress.getByAddress(address.getHostAddress(), address.getAddress()), remote.getPort());
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address has 4 or 16 octets, not those of " + remote, e);
            }
        }
    }
}
