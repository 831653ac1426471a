// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Strangers who guess passwords at the members' port, over many connections at once, ten of each network. When the
 * server closes a connection, another one comes.
 */
public final class Guesses implements AutoCloseable {
    private static final int CONNECTIONS_A_NETWORK = 10;
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final Pattern WHEN = Pattern.compile("(?im)^retry-after: *\\d+");
    private static final int TOO_MANY = 429;

    private final MembersDoor door;
    private final LongFunction<String> names;
    private final long most;
    private final Duration pause;
    private final AtomicLong begun = new AtomicLong();
    private final Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();
    private final AtomicLong withoutTime = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    private Guesses(MembersDoor door, LongFunction<String> names, long most, Duration pause) {
        this.door = door;
        this.names = names;
        this.most = most;
        this.pause = pause;
    }

    /**
     * Begins.
     *
     * @param names whose password is guessed, by the number of the guess
     * @param most after how many answers all is over
     * @param pause how long each connection waits between two guesses
     */
    public static Guesses begin(
            MembersDoor door, LongFunction<String> names, int connections, long most, Duration pause) {
        Guesses guesses = new Guesses(door, names, most, pause);
        for (int i = 0; i < connections; i++) {
            String network = "127.0.20." + (1 + i / CONNECTIONS_A_NETWORK);
            Thread thread = new Thread(() -> guesses.guess(network), "guessing " + i);
            thread.setDaemon(true);
            guesses.threads.add(thread);
        }
        guesses.threads.forEach(Thread::start);
        return guesses;
    }

    /** Returns whether all guesses have been answered. */
    public boolean areOver() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Returns how many answers had each status. */
    public Map<Integer, Long> answers() {
        Map<Integer, Long> counts = new TreeMap<>();
        answers.forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }

    /** Returns how often somebody was told to come later, and not when. */
    public long withoutTime() {
        return withoutTime.get();
    }

    private void guess(String network) {
        long number = begun.getAndIncrement();
        while (number < most && !ended) {
            try (Socket socket = door.connect(network)) {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                while (number < most && !ended) {
                    socket.getOutputStream().write(request(number));
                    count(head(in));
                    number = begun.getAndIncrement();
                    LockSupport.parkNanos(pause.toNanos());
                }
            } catch (IOException e) {
                // The server has had enough of this connection. The guess was not answered, and is made again.
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private byte[] request(long number) {
        return ("GET /api/me HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
                        + MembersDoor.basic(names.apply(number), "guess " + number) + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    private void count(String head) {
        int status = Integer.parseInt(head.substring(9, 12));
        answers.computeIfAbsent(status, first -> new AtomicLong()).incrementAndGet();
        if (status == TOO_MANY && !WHEN.matcher(head).find()) {
            withoutTime.incrementAndGet();
        }
    }

    /** Reads an answer, and returns its head. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("the server has closed the connection");
            }
            read.write(octet);
            head = octet == '\n' ? read.toString(US_ASCII) : "";
        }
        Matcher length = LENGTH.matcher(head);
        in.skipNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return head;
    }

    @Override
    public void close() {
        ended = true;
    }
}
