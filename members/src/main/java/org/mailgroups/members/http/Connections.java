// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;

/**
 * Bounds how many connections a network has, and for how long a connection may wait with its call or be busy with it,
 * however slowly octets come and go. Jetty itself only knows when nothing comes at all. Thread-safe.
 */
final class Connections implements Connection.Listener {
    /** The most connections of one network, but for proxies. */
    static final int MAX_OF_NETWORK = 100;

    /** How long a connection may be open without a call, or with a call whose header does not end. */
    static final Duration MAX_WAIT = Duration.ofSeconds(30);

    /** How long a call may take, from the end of its header to the last octet of the answer. */
    static final Duration MAX_CALL = Duration.ofSeconds(60);

    private final Networks proxies;
    private final Map<EndPoint, State> open = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> ofNetwork = new ConcurrentHashMap<>();

    private record State(String network, boolean isBusy, long sinceNanos) {}

    Connections(Networks proxies) {
        this.proxies = proxies;
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint socket = connection.getEndPoint();
        if (socket instanceof SslEndPoint || !(socket.getRemoteSocketAddress() instanceof InetSocketAddress client)) {
            return;
        }
        String network = Networks.ofClient(client.getAddress());
        open.put(socket, new State(network, false, System.nanoTime()));
        int count =
                ofNetwork.computeIfAbsent(network, first -> new AtomicInteger()).incrementAndGet();
        if (count > MAX_OF_NETWORK && !proxies.contains(client.getAddress())) {
            socket.close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        State state = open.remove(connection.getEndPoint());
        if (state != null) {
            ofNetwork.computeIfPresent(
                    state.network(), (network, count) -> count.decrementAndGet() == 0 ? null : count);
        }
    }

    /** Tells that the header of a call has come. */
    void begun(EndPoint endPoint) {
        set(endPoint, true);
    }

    /** Tells that a call has been answered. */
    void ended(EndPoint endPoint) {
        set(endPoint, false);
    }

    private void set(EndPoint endPoint, boolean isBusy) {
        open.computeIfPresent(socket(endPoint), (same, state) -> new State(state.network(), isBusy, System.nanoTime()));
    }

    private static EndPoint socket(EndPoint endPoint) {
        return endPoint instanceof SslEndPoint inner ? inner.getSslConnection().getEndPoint() : endPoint;
    }

    /** Closes what has taken too long. */
    void sweep(long nowNanos) {
        open.forEach((endPoint, state) -> {
            Duration most = state.isBusy() ? MAX_CALL : MAX_WAIT;
            if (nowNanos - state.sinceNanos() > most.toNanos()) {
                endPoint.close();
            }
        });
    }
}
