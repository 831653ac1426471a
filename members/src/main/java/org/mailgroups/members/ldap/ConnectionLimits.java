// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Bounds how many connections there are, in all and from a network, and how long each may last: without a log-in,
 * without a request, with a request, with an entry that the client does not take, and since its log-in. So a slow
 * client holds nothing for long, and a password that is no longer right does not work on. Thread-safe.
 */
final class ConnectionLimits {
    /** The most connections of one network. Behind one address may be a whole office. */
    static final int MAX_OF_NETWORK = 50;

    /** How long a connection may be open before its log-in, however many octets come. */
    static final Duration MAX_BEFORE_LOG_IN = Duration.ofSeconds(30);

    /** How long after a request the next one must have come, as a whole. */
    static final Duration MAX_IDLE = Duration.ofMinutes(5);

    /** How long a request may take, with all of its answer. */
    static final Duration MAX_REQUEST = Duration.ofSeconds(60);

    /** How long the client may let one entry of an answer wait. */
    static final Duration MAX_SENDING = Duration.ofSeconds(15);

    /** How long a log-in holds: the client opens another connection then. */
    static final Duration MAX_LOG_IN = Duration.ofMinutes(10);

    private static final long NEVER = -1;

    private final int maxConnections;
    private final LongSupplier nanoTime;
    private final long begin;
    private final Map<Socket, State> open = new ConcurrentHashMap<>();

    /**
     * A connection.
     *
     * @param raw the socket below TLS: to close it waits for nobody
     * @param loggedInAt {@link #NEVER} before
     * @param sendingAt since when an entry is being sent; {@link #NEVER} if none is
     */
    private record State(
            Socket raw, String network, long openedAt, long loggedInAt, long lastAt, boolean isBusy, long sendingAt) {
        State begun(long now) {
            return new State(raw, network, openedAt, loggedInAt, now, true, NEVER);
        }

        State ended(long now) {
            return new State(raw, network, openedAt, loggedInAt, now, false, NEVER);
        }

        State sending(long sinceNow) {
            return new State(raw, network, openedAt, loggedInAt, lastAt, isBusy, sinceNow);
        }

        State loggedIn(long now) {
            return new State(raw, network, openedAt, now, now, isBusy, NEVER);
        }

        State loggedOut() {
            return new State(raw, network, openedAt, NEVER, lastAt, isBusy, NEVER);
        }

        boolean isOver(long now) {
            if (isBusy) {
                return now - lastAt > MAX_REQUEST.toNanos()
                        || (sendingAt != NEVER && now - sendingAt > MAX_SENDING.toNanos());
            }
            return loggedInAt == NEVER
                    ? now - openedAt > MAX_BEFORE_LOG_IN.toNanos()
                    : now - lastAt > MAX_IDLE.toNanos() || now - loggedInAt > MAX_LOG_IN.toNanos();
        }
    }

    ConnectionLimits(int maxConnections, LongSupplier nanoTime) {
        this.maxConnections = maxConnections;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    /** Returns whether a network may have one more connection. */
    boolean admits(String network) {
        forgetClosed();
        return open.size() < maxConnections
                && open.values().stream()
                                .filter(state -> state.network().equals(network))
                                .count()
                        < MAX_OF_NETWORK;
    }

    /**
     * Tells of a new connection.
     *
     * @param raw the same without TLS
     */
    void opened(Socket socket, Socket raw, String network) {
        long now = now();
        open.put(socket, new State(raw, network, now, NEVER, now, false, NEVER));
    }

    /** Returns the network that a connection comes from; empty if it is closed. */
    String network(Socket socket) {
        State state = open.get(socket);
        return state == null ? "" : state.network();
    }

    /** Tells that a request has come as a whole. */
    void begun(Socket socket) {
        open.computeIfPresent(socket, (same, state) -> state.begun(now()));
    }

    /** Tells that a request has been answered. */
    void ended(Socket socket) {
        open.computeIfPresent(socket, (same, state) -> state.ended(now()));
    }

    /** Tells that an entry of an answer is being sent. */
    void sending(Socket socket) {
        open.computeIfPresent(socket, (same, state) -> state.sending(now()));
    }

    /** Tells that the client has taken it, or what lies between here and there. */
    void sent(Socket socket) {
        open.computeIfPresent(socket, (same, state) -> state.sending(NEVER));
    }

    void loggedIn(Socket socket) {
        open.computeIfPresent(socket, (same, state) -> state.loggedIn(now()));
    }

    void loggedOut(Socket socket) {
        open.computeIfPresent(socket, (same, state) -> state.loggedOut());
    }

    /** Closes what has taken too long. */
    void sweep() {
        forgetClosed();
        long now = now();
        open.forEach((socket, state) -> {
            if (state.isOver(now)) {
                closeRaw(state.raw());
            }
        });
    }

    /** Closes a connection. */
    void close(Socket socket) {
        State state = open.get(socket);
        if (state != null) {
            closeRaw(state.raw());
        }
    }

    private void forgetClosed() {
        open.values().removeIf(state -> state.raw().isClosed());
    }

    /** A connection that cannot be closed is closed. */
    private static void closeRaw(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a connection of LDAP cannot be closed", e);
        }
    }

    /** Returns the time since the port was opened: never less than 0. */
    private long now() {
        return nanoTime.getAsLong() - begin;
    }
}
