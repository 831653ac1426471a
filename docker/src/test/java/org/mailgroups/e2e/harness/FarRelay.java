// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process inside of {@link FarNetwork}: brings what comes to port 25 of any of its hosts to a socket in the file
 * system, where the process outside listens, and back.
 */
final class FarRelay {
    static final int SMTP = 25;
    private static final int BUFFER_BYTES = 1 << 16;

    private FarRelay() {}

    /** Takes the path of the socket. Runs until it is ended. */
    public static void main(String[] arguments) throws IOException {
        UnixDomainSocketAddress outside = UnixDomainSocketAddress.of(arguments[0]);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ServerSocketChannel port = ServerSocketChannel.open()) {
            port.bind(new InetSocketAddress(SMTP), 200);
            while (true) {
                SocketChannel client = port.accept();
                SocketChannel server = SocketChannel.open(outside);
                threads.execute(() -> copy(client, server));
                threads.execute(() -> copy(server, client));
            }
        }
    }

    /** Copies until one of the two ends, and then ends both. */
    private static void copy(ByteChannel from, ByteChannel to) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // The other direction has ended both.
            return;
        }
    }
}
