// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLSocket;
import org.mailgroups.value.Text;

/**
 * The octets of a connection: commands out, replies in, each within a time. One thread uses it; any thread may call
 * {@link #abort}.
 */
final class SmtpWire {
    /** Longer than any command with a path and our parameters, or with a response of AUTH, can be. */
    private static final int MAX_COMMAND_OCTETS = 2_048;

    private static final int MAX_FLIGHT_OCTETS = 16_384;

    private final Socket raw = new Socket();
    private final Watchdog watchdog;
    private Socket socket = raw;
    private OutputStream out;
    private ReplyReader replies;
    private Duration limit = Duration.ZERO;
    private long limitedSince;
    private volatile boolean aborted;

    /** What took too long; null if nothing did. */
    private volatile String expired;

    SmtpWire(Watchdog watchdog) {
        this.watchdog = watchdog;
    }

    /** Lets the connection come from one of our addresses. */
    void bind(InetAddress source) throws IOException {
        raw.bind(new InetSocketAddress(source, 0));
    }

    void connect(SmtpHost host, Duration time) throws LostException {
        within(time, "no connection", () -> {
            raw.setTcpNoDelay(true);
            raw.connect(host.socketAddress(), (int) time.toMillis());
            use(raw);
            return null;
        });
    }

    void encrypt(TlsLayer tls, SmtpHost host, Duration time) throws LostException {
        within(time, "no TLS", () -> {
            SSLSocket layer = tls.over(raw, host);
            layer.startHandshake();
            use(layer);
            return null;
        });
    }

    /** What has come before is gone with the old reader: nothing that was plain text is taken for encrypted. */
    private void use(Socket layer) throws IOException {
        socket = layer;
        out = layer.getOutputStream();
        replies = new ReplyReader(layer.getInputStream());
    }

    boolean isEncrypted() {
        return socket != raw;
    }

    /** Sets a time for all that follows together, until {@link #unlimited}. */
    void limit(Duration time) {
        limitedSince = System.nanoTime();
        limit = time;
    }

    void unlimited() {
        limit = Duration.ZERO;
    }

    /**
     * Returns how many octets of commands may be sent before their answers are read (RFC 2920 3.1). They fit into our
     * own send buffer. So writing never waits for a server that itself waits until we read.
     */
    int flightOctets() throws LostException {
        try {
            return Math.min(MAX_FLIGHT_OCTETS, raw.getSendBufferSize() / 2);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /**
     * Returns a command as it goes over the wire.
     *
     * @param line without CRLF
     * @throws IllegalArgumentException if it would be more than one command
     */
    static byte[] command(String line) {
        byte[] octets = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
        if (octets.length > MAX_COMMAND_OCTETS || line.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a command has no control character, and at most " + MAX_COMMAND_OCTETS
                    + " octets: " + Text.cleanedLine(line, 80));
        }
        return octets;
    }

    /** Sends one command and reads its answer. */
    Reply ask(String line, Duration time) throws LostException {
        byte[] octets = command(line);
        write(octets, octets.length, time);
        return read(time);
    }

    void write(byte[] octets, int length, Duration time) throws LostException {
        within(time, "the server takes nothing", () -> {
            out.write(octets, 0, length);
            out.flush();
            return null;
        });
    }

    Reply read(Duration time) throws LostException {
        try {
            return replies.hasReply() ? replies.read() : within(time, "no answer", replies::read);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Returns whether the server has said something that was not read yet. */
    boolean hasMore() throws LostException {
        try {
            return replies.hasMore();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /**
     * Makes sure that the server has said nothing that nobody has asked for.
     *
     * @param time until what it has begun to say is complete
     */
    void requireQuiet(Duration time) throws LostException {
        if (hasMore()) {
            Reply stray = read(time);
            throw stray.isClosing()
                    ? LostException.closed(stray)
                    : LostException.astray("the server answers what was not asked: " + stray.words());
        }
    }

    /** Ends the connection at once. Whatever blocks in it ends with an exception. */
    void abort() {
        aborted = true;
        close();
    }

    private void expire(String words) {
        expired = words;
        close();
    }

    /** The socket below TLS is closed, since closing TLS may wait for the server. */
    private void close() {
        try {
            raw.close();
        } catch (IOException ignored) {
            // It is closed all the same.
        }
    }

    boolean isClosed() {
        return raw.isClosed();
    }

    private <T> T within(Duration time, String trouble, Call<T> call) throws LostException {
        Duration left = limit.isZero() ? time : limit.minusNanos(System.nanoTime() - limitedSince);
        boolean limited = left.compareTo(time) < 0;
        String late = limited ? "the transaction takes more than " + words(limit) : trouble + " within " + words(time);
        Future<?> watch;
        try {
            watch = watchdog.watch(limited ? left : time, () -> expire(late));
        } catch (RejectedExecutionException e) {
            abort();
            throw lost(e);
        }
        try {
            return call.run();
        } catch (IOException | RuntimeException e) {
            // TLS throws the second kind too, if what the other side sends is odd enough.
            throw lost(e);
        } finally {
            watch.cancel(false);
        }
    }

    private static String words(Duration time) {
        return time.compareTo(Duration.ofSeconds(1)) < 0 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }

    private LostException lost(Exception cause) {
        if (expired != null) {
            return LostException.lost(expired, cause);
        }
        return LostException.lost(
                aborted
                        ? "the connection was ended by this side"
                        : Text.cleanedLine("the connection was lost: " + cause.getMessage(), 200),
                cause);
    }

    private interface Call<T> {
        T run() throws IOException, LostException;
    }
}
