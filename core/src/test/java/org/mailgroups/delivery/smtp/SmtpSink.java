// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A mail server on loopback that takes mail and keeps it, as kind or unkind as its {@link SinkScript} says. Its
 * certificate is its own, for {@code mx.example}, and lasts a hundred years. Thread-safe.
 */
public final class SmtpSink implements Closeable {
    private static final char[] PASSWORD = "sink-only".toCharArray();

    private final SinkScript script;
    private final ServerSocket listener;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<SinkSession> sessions = new CopyOnWriteArrayList<>();
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private final List<SinkTransaction> taken = new CopyOnWriteArrayList<>();
    private final List<SinkTransaction> ended = new CopyOnWriteArrayList<>();

    private SmtpSink(SinkScript script) throws IOException {
        this.script = script;
        listener = new ServerSocket();
        if (script.bufferOctets() > 0) {
            listener.setReceiveBufferSize(script.bufferOctets());
        }
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    }

    /** Starts a server that behaves well. */
    public static SmtpSink start() {
        return start(new SinkScript());
    }

    /** Starts a server. */
    public static SmtpSink start(SinkScript script) {
        try {
            SmtpSink sink = new SmtpSink(script);
            daemon(sink::accept);
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable run) {
        Thread thread = new Thread(run, "smtp-sink");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                if (script.bufferOctets() > 0) {
                    socket.setSendBufferSize(script.bufferOctets());
                }
                sockets.add(socket);
                clients.add(socket.getInetAddress().getHostAddress());
                SinkSession session = new SinkSession(this, script, sessions.size() + 1, socket);
                sessions.add(session);
                daemon(() -> serve(session, socket));
            }
        } catch (IOException e) {
            // The sink was closed.
            end.countDown();
        }
    }

    @SuppressWarnings("EmptyCatch")
    private void serve(SinkSession session, Socket socket) {
        try (socket) {
            session.run();
        } catch (IOException e) {
            // The client has gone, or the sink is closed.
        } finally {
            sockets.remove(socket);
        }
    }

    /** Returns where it listens. */
    public SmtpHost host() {
        return new SmtpHost("mx.example", InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    /** Returns what it has taken, in order. */
    public List<SinkTransaction> taken() {
        return taken;
    }

    /** Returns the contents that it has seen the end of, whatever it answered. */
    public List<SinkTransaction> ended() {
        return ended;
    }

    /** Returns the addresses that connections came from. */
    public List<String> clients() {
        return clients;
    }

    /** Returns how many connections there were. */
    public int connections() {
        return sessions.size();
    }

    /** Returns what the client has said in a connection, octet for octet, after TLS. The first one is 1. */
    public String heard(int connection) {
        return sessions.get(connection - 1).heard();
    }

    /** Returns the lines that the client has said in a connection. */
    public List<String> lines(int connection) {
        return heard(connection).lines().toList();
    }

    /** Returns how often the client has waited for answers in a connection, the greeting aside. */
    public int flights(int connection) {
        return sessions.get(connection - 1).flights();
    }

    /** Returns the trust in its certificate. */
    public static SSLContext trust() {
        return context(null, trustManagers());
    }

    void took(SinkTransaction transaction) {
        taken.add(transaction);
    }

    void ended(SinkTransaction transaction) {
        ended.add(transaction);
    }

    boolean awaitEnd(long time, TimeUnit unit) {
        try {
            return end.await(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    SSLSocket encrypted(Socket socket) throws IOException {
        SSLSocket layer = (SSLSocket)
                context(keyManagers(), null).getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        layer.setUseClientMode(false);
        layer.startHandshake();
        return layer;
    }

    private static SSLContext context(KeyManagerFactory keys, TrustManagerFactory trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys == null ? null : keys.getKeyManagers(), trust == null ? null : trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManagerFactory keyManagers() {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keyStore(), PASSWORD);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManagerFactory trustManagers() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("sink", keyStore().getCertificate("sink"));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore keyStore() {
        try (InputStream in = SmtpSink.class.getResourceAsStream("sink.p12")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
