// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.awaitility.Awaitility;

/**
 * The mail servers of everybody else in one socket. It accepts any recipient, unless told otherwise, and remembers who
 * was accepted, how often and in which transaction. Thread-safe.
 */
public final class SmtpSink implements AutoCloseable {
    /** Above this size, in octets, a message is counted but not kept. */
    private static final int KEPT_MESSAGE_BYTES = 1 << 20;

    /** What servers out there lack, or do wrong. */
    public enum Flaw {
        NO_PIPELINING,
        NO_8BITMIME,
        NO_EHLO,
        /** Offers STARTTLS, agrees to it, and goes away. */
        BROKEN_STARTTLS,
        /** Takes ten recipients in a transaction. */
        TEN_RECIPIENTS,
        /** Has no time for anybody. */
        BUSY,
        /** Goes away in place of an answer to the content, which it does not keep. */
        DROPS_AFTER_DOT
    }

    private static final int FEW_RECIPIENTS = 10;

    private final int port;
    private volatile ServerSocket listener;
    private final ExecutorService connections;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicLong> copies = new ConcurrentHashMap<>();
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private volatile Function<String, String> rcptReply = recipient -> "250 2.1.5 Ok";
    private volatile Duration pace = Duration.ZERO;
    private volatile boolean keepsMessages = true;
    private volatile boolean offersSmtputf8;
    private final Set<Flaw> flaws = ConcurrentHashMap.newKeySet();
    private volatile Duration distance = Duration.ZERO;
    private final AtomicLong connected = new AtomicLong();
    private volatile long lastAcceptedNanos;

    private SmtpSink(ServerSocket listener) {
        this.listener = listener;
        this.port = listener.getLocalPort();
        this.connections = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "sink");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Listens on a free loopback port. */
    public static SmtpSink start() {
        try {
            SmtpSink sink = new SmtpSink(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
            sink.connections.execute(() -> sink.acceptAll(sink.listener));
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names of the servers that have sent something, as they have said them in EHLO. */
    public Set<String> names() {
        return Set.copyOf(names);
    }

    public int port() {
        return port;
    }

    /** Ends all connections and takes no more until {@link #comesBack}. */
    public void goesAway() {
        try {
            listener.close();
            endConnections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all connections. Whoever comes again learns anew what it can. */
    public void endConnections() {
        try {
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens again, on the same port. */
    public void comesBack() {
        try {
            ServerSocket again = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
            listener = again;
            connections.execute(() -> acceptAll(again));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives it flaws; none unless changed. */
    public void has(Flaw... some) {
        flaws.addAll(List.of(some));
    }

    /** Takes a flaw away. */
    public void hasNoMore(Flaw flaw) {
        flaws.remove(flaw);
    }

    /** Answers RCPT with what the function says for an address in lower case; a {@code 250} accepts it. */
    public void answerRcptWith(Function<String, String> reply) {
        rcptReply = reply;
    }

    /** Takes this long for every message before it says that it has it. */
    public void pace(Duration perMessage) {
        pace = perMessage;
    }

    /** Answers each flight of commands so much later, as a server does that is far away; at once unless changed. */
    public void distance(Duration answersLater) {
        distance = answersLater;
    }

    /** Returns how many connections there have been. */
    public long connections() {
        return connected.get();
    }

    /** Sets whether messages of less than a megabyte are kept; true unless changed. */
    public void keepMessages(boolean keep) {
        keepsMessages = keep;
    }

    /** Sets whether the sink offers SMTPUTF8 (RFC 6531); false unless changed. */
    public void offerSmtputf8(boolean offer) {
        offersSmtputf8 = offer;
    }

    /** Returns how often each address, in lower case, was given a message. */
    public Map<String, Long> copies() {
        Map<String, Long> snapshot = new ConcurrentHashMap<>();
        copies.forEach((recipient, count) -> snapshot.put(recipient, count.get()));
        return snapshot;
    }

    /** Returns how often an address, in lower case, was given a message. */
    public long copiesOf(String recipient) {
        AtomicLong count = copies.get(recipient);
        return count == null ? 0 : count.get();
    }

    /** Returns the number of copies that all recipients together were given. */
    public long acceptedCopies() {
        return accepted.get();
    }

    /** Returns how many different addresses have at least one copy. */
    public int reachedRecipients() {
        return copies.size();
    }

    /** Returns the {@link System#nanoTime} at which the last message was accepted. */
    public long lastAcceptedNanos() {
        return lastAcceptedNanos;
    }

    /** Returns the transactions so far, oldest first. */
    public List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** Returns the transactions that gave this address a copy. */
    public List<Delivery> deliveriesTo(String recipient) {
        return deliveries.stream()
                .filter(delivery -> delivery.recipients().contains(recipient))
                .toList();
    }

    /** Waits for the first transaction that gives this address a copy. */
    public Delivery awaitOne(String recipient) {
        return Awaitility.await("a copy for " + recipient)
                .atMost(Duration.ofMinutes(1))
                .until(() -> deliveriesTo(recipient), found -> !found.isEmpty())
                .get(0);
    }

    /** Forgets all messages. */
    public void forget() {
        copies.clear();
        deliveries.clear();
        accepted.set(0);
    }

    /** Forgets all messages and every special setting. */
    public void reset() {
        forget();
        names.clear();
        rcptReply = recipient -> "250 2.1.5 Ok";
        pace = Duration.ZERO;
        keepsMessages = true;
        offersSmtputf8 = false;
        flaws.clear();
        distance = Duration.ZERO;
        connected.set(0);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connections.shutdownNow();
        }
    }

    private void acceptAll(ServerSocket accepting) {
        while (!accepting.isClosed()) {
            try {
                Socket socket = accepting.accept();
                connections.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!accepting.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket accepting) {
        open.add(accepting);
        try (Socket socket = accepting) {
            socket.setTcpNoDelay(true);
            serve(socket.getInputStream(), socket.getOutputStream());
        } catch (SocketException e) {
            // The client went away, or the sink was closed. Nobody is left to tell.
            open.remove(accepting);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            open.remove(accepting);
        }
    }

    /** Serves a client that came by another way than the port of the sink, until one of them goes away. */
    void serve(InputStream in, OutputStream out) throws IOException {
        new Session(in, out).run();
    }

    private void accept(Delivery delivery) {
        deliveries.add(delivery);
        for (String recipient : delivery.recipients()) {
            copies.computeIfAbsent(recipient, r -> new AtomicLong()).incrementAndGet();
        }
        lastAcceptedNanos = System.nanoTime();
        accepted.addAndGet(delivery.recipients().size());
    }

    /**
     * One message in one transaction.
     *
     * @param sender the address in MAIL FROM, empty for a report
     * @param mailParameters the text after the address in MAIL FROM, and those after the addresses in RCPT TO
     * @param recipients the accepted addresses, in lower case
     * @param bytes the size of the message in octets
     * @param message the message with the dots unstuffed, an octet a character (ISO 8859-1); empty if it was not kept
     */
    public record Delivery(String sender, String mailParameters, List<String> recipients, long bytes, String message) {
        public Delivery {
            recipients = List.copyOf(recipients);
        }

        public Received received() {
            return Received.parse(message);
        }
    }

    private final class Session {
        private final InputStream in;
        private final OutputStream out;
        private String name = "";
        private String sender;
        private String mailParameters = "";
        private boolean unsent;
        private final List<String> recipients = new ArrayList<>();

        Session(InputStream in, OutputStream out) {
            this.in = new BufferedInputStream(in, 1 << 16);
            this.out = new BufferedOutputStream(out, 1 << 16);
            connected.incrementAndGet();
        }

        void run() throws IOException {
            reply("220 sink.test ESMTP");
            for (String line = readLine(); line != null; line = readLine()) {
                String verb = line.toUpperCase(Locale.ROOT);
                if (verb.startsWith("EHLO")) {
                    hello(line);
                } else if (verb.startsWith("STARTTLS")) {
                    reply("220 2.0.0 Go ahead");
                    out.flush();
                    return;
                } else if (flaws.contains(Flaw.BUSY) && verb.startsWith("MAIL")) {
                    reply("421 4.3.2 Too busy");
                    out.flush();
                    return;
                } else if (verb.startsWith("HELO") || verb.startsWith("NOOP")) {
                    reply("250 sink.test");
                } else if (verb.startsWith("MAIL FROM:")) {
                    begin(line);
                } else if (verb.startsWith("RCPT TO:")) {
                    recipient(line);
                } else if (verb.startsWith("DATA")) {
                    data();
                } else if (verb.startsWith("RSET")) {
                    recipients.clear();
                    reply("250 Ok");
                } else if (verb.startsWith("QUIT")) {
                    reply("221 Bye");
                    out.flush();
                    return;
                } else {
                    reply("502 5.5.2 Unknown command");
                }
            }
        }

        private void hello(String line) throws IOException {
            if (flaws.contains(Flaw.NO_EHLO)) {
                reply("502 5.5.2 Unknown command");
                return;
            }
            name = line.substring(4).strip();
            reply("250-sink.test");
            if (!flaws.contains(Flaw.NO_8BITMIME)) {
                reply("250-8BITMIME");
            }
            if (!flaws.contains(Flaw.NO_PIPELINING)) {
                reply("250-PIPELINING");
            }
            if (flaws.contains(Flaw.BROKEN_STARTTLS)) {
                reply("250-STARTTLS");
            }
            if (offersSmtputf8) {
                reply("250-SMTPUTF8");
            }
            reply("250-DSN");
            reply("250 SIZE 104857600");
        }

        private void begin(String line) throws IOException {
            int end = line.indexOf('>');
            sender = line.substring(line.indexOf('<') + 1, end);
            mailParameters = line.substring(end + 1).strip();
            recipients.clear();
            names.add(name);
            reply("250 2.1.0 Ok");
        }

        private void recipient(String line) throws IOException {
            String address =
                    line.substring(line.indexOf('<') + 1, line.indexOf('>')).toLowerCase(Locale.ROOT);
            mailParameters += line.substring(line.indexOf('>') + 1);
            boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(address);
            String answer = ascii || offersSmtputf8
                    ? rcptReply.apply(address)
                    : "553 5.6.7 SMTPUTF8 is needed for that address";
            if (flaws.contains(Flaw.TEN_RECIPIENTS) && recipients.size() >= FEW_RECIPIENTS) {
                answer = "452 4.5.3 Too many recipients";
            }
            if (answer.startsWith("250")) {
                recipients.add(address);
            }
            reply(answer);
        }

        private void data() throws IOException {
            if (recipients.isEmpty()) {
                reply("554 5.5.1 No valid recipients");
                return;
            }
            reply("354 Go ahead");
            ByteArrayOutputStream kept = keepsMessages ? new ByteArrayOutputStream() : null;
            long bytes = readMessage(kept);
            if (!pace.isZero()) {
                LockSupport.parkNanos(pace.toNanos());
            }
            if (flaws.contains(Flaw.DROPS_AFTER_DOT)) {
                throw new SocketException("the sink goes away, as it should");
            }
            boolean whole = kept != null && bytes <= KEPT_MESSAGE_BYTES;
            accept(new Delivery(sender, mailParameters, recipients, bytes, whole ? kept.toString(ISO_8859_1) : ""));
            recipients.clear();
            reply("250 2.0.0 Accepted");
        }

        private long readMessage(ByteArrayOutputStream kept) throws IOException {
            long bytes = 0;
            // The place in CR LF . CR LF: 0 in a line, 1 after CR, 2 at a line's start, 3 after a dot there,
            // 4 after the CR behind that dot.
            int state = 2;
            answer();
            while (true) {
                int b = in.read();
                if (b < 0) {
                    throw new SocketException("Closed within a message");
                }
                if (state == 2 && b == '.') {
                    state = 3;
                    continue;
                }
                if (state == 3 && b == '\r') {
                    state = 4;
                    continue;
                }
                if (state == 4 && b == '\n') {
                    return bytes;
                }
                bytes++;
                if (kept != null && bytes <= KEPT_MESSAGE_BYTES) {
                    kept.write(b);
                }
                if (b == '\r') {
                    state = 1;
                } else {
                    state = b == '\n' && state == 1 ? 2 : 0;
                }
            }
        }

        /** Sends the answers once the client has nothing more to say. */
        private void answer() throws IOException {
            if (unsent && in.available() == 0) {
                if (!distance.isZero()) {
                    LockSupport.parkNanos(distance.toNanos());
                }
                out.flush();
                unsent = false;
            }
        }

        private String readLine() throws IOException {
            answer();
            ByteArrayOutputStream line = new ByteArrayOutputStream(100);
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    return null;
                }
                if (b != '\r') {
                    line.write(b);
                }
            }
            return line.toString(StandardCharsets.UTF_8);
        }

        private void reply(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            unsent = true;
        }
    }
}
