// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.james.protocols.netty.CommandInjectionDetectedException;

/**
 * Cuts what a client sends into lines. A line goes on as it came, with its line feed. A line that is longer than the
 * limit is thrown away as it comes, and a {@link TooLong} goes on in its place.
 *
 * <p>A command waits in memory up to {@link #MAX_COMMAND_BYTES}; only a line of a message may have the longer limit.
 * Each octet is looked at once, however small the pieces are in which it comes.
 *
 * <p>Nothing may follow STARTTLS before its answer: it would be taken for a command of the encrypted session. If the
 * answer does not begin TLS, {@link #NO_TLS} says so, and lines go on. In a message STARTTLS is a line like others. A
 * message ends here with its final dot, even if the session has not seen it.
 */
final class LineFramer extends ByteToMessageDecoder {
    /**
     * Stands for a line over the limit.
     *
     * @param endsWithCrlf whether CR was before its line feed
     * @param isForNow whether the server has too many long lines in memory, and would take this one later
     * @param bytes the octets that were thrown away
     */
    record TooLong(boolean endsWithCrlf, boolean isForNow, long bytes) {}

    /** The event that STARTTLS has been answered, and TLS does not begin. */
    static final Object NO_TLS = new Object();

    /** The longest line of AUTH (RFC 4954 4); other commands are shorter. */
    static final int MAX_COMMAND_BYTES = 12_288;

    /** The octets of one line that are thrown away before the connection is closed. */
    private static final long MAX_THROWN_AWAY_BYTES = 64L << 20;

    /** A line above this size takes one of the places for long lines, so their number bounds the memory. */
    private static final int LONG_LINE_BYTES = 1 << 16;

    private static final String STARTTLS = "starttls";
    private static final ByteBuf FINAL_DOT =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(".\r\n", StandardCharsets.US_ASCII));

    private final int maxLineBytes;
    private final Semaphore longLines;
    private boolean hasPlace;
    private boolean isForNow;
    private int scanned;
    private long thrownAway;
    private boolean lastThrownAwayIsCr;
    private boolean awaitsTls;
    private boolean isAfterCrlf = true;

    /** The message whose final dot has been seen; else null. */
    private Object ended;

    /**
     * @param maxLineBytes the limit for a line of a message
     * @param longLines the places for long lines that all connections share
     */
    LineFramer(int maxLineBytes, Semaphore longLines) {
        this.maxLineBytes = maxLineBytes;
        this.longLines = longLines;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (awaitsTls) {
            throw new CommandInjectionDetectedException();
        }
        Object message = SmtpConnection.message(context.channel());
        boolean isMessage = message != null && message != ended;
        int lineFeed = in.indexOf(in.readerIndex() + scanned, in.writerIndex(), (byte) '\n');
        int limit = isMessage ? maxLineBytes : MAX_COMMAND_BYTES;
        if (lineFeed < 0) {
            awaitMore(context, in, limit);
            return;
        }
        int length = lineFeed + 1 - in.readerIndex();
        scanned = 0;
        if (thrownAway > 0 || length > limit) {
            boolean endsWithCrlf = length > 1 ? in.getByte(lineFeed - 1) == '\r' : lastThrownAwayIsCr;
            in.skipBytes(length);
            isAfterCrlf = endsWithCrlf;
            out.add(new TooLong(endsWithCrlf, isForNow, thrownAway + length));
            thrownAway = 0;
            isForNow = false;
        } else {
            ByteBuf line = in.readRetainedSlice(length);
            if (isMessage) {
                ended = isAfterCrlf && FINAL_DOT.equals(line) ? message : null;
            } else {
                awaitsTls = !isEncrypted(context) && isStartTls(line);
            }
            isAfterCrlf = length > 1 && line.getByte(length - 2) == '\r';
            out.add(line);
        }
        leavePlace();
    }

    private void awaitMore(ChannelHandlerContext context, ByteBuf in, int limit) {
        scanned = in.readableBytes();
        if (scanned > LONG_LINE_BYTES && scanned <= limit && thrownAway == 0 && !hasPlace) {
            hasPlace = longLines.tryAcquire();
            isForNow = !hasPlace;
        }
        if (thrownAway > 0 || scanned > limit || isForNow) {
            thrownAway += scanned;
            lastThrownAwayIsCr = in.getByte(in.writerIndex() - 1) == '\r';
            in.skipBytes(scanned);
            scanned = 0;
            leavePlace();
        }
        if (thrownAway > MAX_THROWN_AWAY_BYTES) {
            context.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }

    private void leavePlace() {
        if (hasPlace) {
            hasPlace = false;
            longLines.release();
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        leavePlace();
    }

    /** Hears that TLS is on, or will not be. The event is in order with what the client sends. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == NO_TLS || (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess())) {
            awaitsTls = false;
        }
        super.userEventTriggered(context, event);
    }

    static boolean isEncrypted(ChannelHandlerContext context) {
        return context.pipeline().get(SslHandler.class) != null;
    }

    static boolean isStartTls(ByteBuf line) {
        return line.readableBytes() < 100
                && line.toString(StandardCharsets.US_ASCII).trim().equalsIgnoreCase(STARTTLS);
    }
}
