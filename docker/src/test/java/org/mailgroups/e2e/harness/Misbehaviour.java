// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A crowd of connections that misbehave until it is closed, each in one of five ways: half open, slow, with lines that
 * have no end, with nonsense, with guessed passwords. When the server closes a connection, another one comes. Ten
 * connections share an address.
 */
public final class Misbehaviour implements AutoCloseable {
    private static final int CONNECTIONS_AN_ADDRESS = 10;
    private static final long A_MILLISECOND = 1_000_000;

    private final Ports ports;
    private final String user;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong acts = new AtomicLong();
    private volatile boolean ended;

    private Misbehaviour(Ports ports, String user) {
        this.ports = ports;
        this.user = user;
    }

    /** Changes {@code smtpserver.xml}: only 127.0.0.1, from which tests come, has no limits. */
    public static String limitAllBut127001(String smtpserver) {
        return smtpserver.replace("127.0.0.0/8, ::1", "127.0.0.1");
    }

    /** Begins, and returns when each connection has been open once. */
    public static Misbehaviour begin(Ports ports, String user, int connections) throws InterruptedException {
        Misbehaviour crowd = new Misbehaviour(ports, user);
        CountDownLatch begun = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            int number = i;
            Thread thread = new Thread(() -> crowd.misbehave(number, begun), "misbehaving " + i);
            thread.setDaemon(true);
            thread.start();
            crowd.threads.add(thread);
        }
        begun.await();
        return crowd;
    }

    /** Returns how often something was sent. */
    public long acts() {
        return acts.get();
    }

    private void misbehave(int number, CountDownLatch begun) {
        Way way = Way.values()[number % Way.values().length];
        int port = way == Way.GUESSING ? ports.submission() : ports.smtp();
        while (!ended) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(),
                    port,
                    InetAddress.getByName("127.0.9." + (1 + number / CONNECTIONS_AN_ADDRESS)),
                    0)) {
                open.add(socket);
                begun.countDown();
                way.act(this, socket.getInputStream(), socket.getOutputStream());
                open.remove(socket);
            } catch (IOException e) {
                // The server has had enough: the next one comes a moment later.
                LockSupport.parkNanos(100 * A_MILLISECOND);
            }
        }
    }

    private void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        acts.incrementAndGet();
    }

    private enum Way {
        HALF_OPEN {
            @Override
            void act(Misbehaviour crowd, InputStream in, OutputStream out) throws IOException {
                while (in.read() >= 0) {
                    // It listens and never speaks.
                }
            }
        },
        SLOW {
            @Override
            void act(Misbehaviour crowd, InputStream in, OutputStream out) throws IOException {
                while (!crowd.ended) {
                    crowd.send(out, "N");
                    LockSupport.parkNanos(50 * A_MILLISECOND);
                }
            }
        },
        ENDLESS {
            @Override
            void act(Misbehaviour crowd, InputStream in, OutputStream out) throws IOException {
                while (!crowd.ended) {
                    crowd.send(out, "x".repeat(8000));
                    LockSupport.parkNanos(20 * A_MILLISECOND);
                }
            }
        },
        NONSENSE {
            @Override
            void act(Misbehaviour crowd, InputStream in, OutputStream out) throws IOException {
                while (!crowd.ended) {
                    crowd.send(out, "JUNK\r\n");
                    await(in);
                }
            }
        },
        GUESSING {
            @Override
            void act(Misbehaviour crowd, InputStream in, OutputStream out) throws IOException {
                String guess = '\0' + crowd.user + "\0wrong";
                crowd.send(out, "EHLO client.test\r\n");
                while (!crowd.ended) {
                    crowd.send(
                            out,
                            "AUTH PLAIN "
                                    + Base64.getEncoder().encodeToString(guess.getBytes(StandardCharsets.US_ASCII))
                                    + "\r\n");
                    await(in);
                }
            }
        };

        abstract void act(Misbehaviour crowd, InputStream in, OutputStream out) throws IOException;

        /** Reads up to the end of a line. */
        private static void await(InputStream in) throws IOException {
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new IOException("the server has closed the connection");
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        for (Socket socket : open) {
            socket.close();
        }
    }
}
