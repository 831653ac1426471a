// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The limit: a client that decides nothing, writes nothing down and knows its recipients. It sends by 20 connections,
 * 100 recipients in a transaction, each transaction in one flight up to DATA and one more for the content.
 */
final class BareClient {
    private static final int CONNECTIONS = 20;
    private static final int RECIPIENTS = 100;

    private final int port;

    BareClient(int port) {
        this.port = port;
    }

    /** Sends a message to all, and returns when the last is accepted. */
    void send(List<String> recipients, byte[] message) {
        Queue<List<String>> chunks = new ArrayDeque<>();
        for (int from = 0; from < recipients.size(); from += RECIPIENTS) {
            chunks.add(recipients.subList(from, Math.min(recipients.size(), from + RECIPIENTS)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < Math.min(CONNECTIONS, chunks.size()); i++) {
                all.add(threads.submit(() -> work(chunks, message)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (Exception e) {
            throw new AssertionError("the bare client failed", e);
        } finally {
            threads.shutdown();
        }
    }

    private void work(Queue<List<String>> chunks, byte[] message) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            expect(in, 1);
            say(out, "EHLO bare.test\r\n");
            expect(in, 1);
            for (List<String> chunk = next(chunks); chunk != null; chunk = next(chunks)) {
                StringBuilder envelope = new StringBuilder("MAIL FROM:<bare@bare.test>\r\n");
                chunk.forEach(recipient ->
                        envelope.append("RCPT TO:<").append(recipient).append(">\r\n"));
                say(out, envelope.append("DATA\r\n").toString());
                expect(in, chunk.size() + 2);
                out.write(message);
                say(out, "\r\n.\r\n");
                expect(in, 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> next(Queue<List<String>> chunks) {
        synchronized (chunks) {
            return chunks.poll();
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Reads so many replies, each of which must be positive. */
    private static void expect(InputStream in, int replies) throws IOException {
        int seen = 0;
        while (seen < replies) {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new IOException("the connection ended");
                }
                line.append((char) octet);
            }
            if (line.charAt(0) != '2' && line.charAt(0) != '3') {
                throw new IOException("answered with " + line);
            }
            seen += line.charAt(3) == '-' ? 0 : 1;
        }
    }
}
