// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import org.mailgroups.members.http.Networks;

/**
 * Takes connections as far as the limits go, and closes the others at once, without a word to them: so nobody who is
 * over a limit can keep the port from others. Nothing is read here, and so no handshake waits here either.
 */
final class LimitedServerSocket extends ServerSocket {
    /** How long nothing may come in the middle of a message. */
    private static final Duration MAX_SILENCE = Duration.ofMinutes(5);

    /** What may wait for a client that does not read, besides the entry that is being sent. */
    private static final int SEND_BUFFER_BYTES = 64 << 10;

    /** After an error, such as too many open files, the next try waits a little. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ConnectionLimits limits;
    private final Optional<TlsContext> tls;

    private LimitedServerSocket(
            ConnectionLimits limits, Optional<TlsContext> tls, int port, int backlog, InetAddress at)
            throws IOException {
        super(port, backlog, at);
        this.limits = limits;
        this.tls = tls;
    }

    /** Returns a factory that makes one such socket. */
    static ServerSocketFactory factory(ConnectionLimits limits, Optional<TlsContext> tls) {
        return new ServerSocketFactory() {
            @Override
            public ServerSocket createServerSocket(int port) throws IOException {
                return createServerSocket(port, 0);
            }

            @Override
            public ServerSocket createServerSocket(int port, int backlog) throws IOException {
                return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
            }

            @Override
            public ServerSocket createServerSocket(int port, int backlog, InetAddress at) throws IOException {
                return new LimitedServerSocket(limits, tls, port, backlog, at);
            }
        };
    }

    @Override
    public Socket accept() throws IOException {
        while (true) {
            Socket raw = acceptAny();
            String network = Networks.ofClient(raw.getInetAddress());
            if (limits.admits(network)) {
                return opened(raw, network);
            }
            raw.close();
        }
    }

    private Socket acceptAny() throws IOException {
        try {
            return super.accept();
        } catch (IOException e) {
            if (!isClosed()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            throw e;
        }
    }

    private Socket opened(Socket raw, String network) throws IOException {
        try {
            raw.setSendBufferSize(SEND_BUFFER_BYTES);
            raw.setSoTimeout(Math.toIntExact(MAX_SILENCE.toMillis()));
            Socket socket = tls.isPresent() ? tls.get().over(raw) : raw;
            limits.opened(socket, raw, network);
            return socket;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
