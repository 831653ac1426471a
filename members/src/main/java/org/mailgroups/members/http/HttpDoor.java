// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.mailgroups.call.ErrorKind;
import org.mailgroups.members.dav.AddressBooks;
import org.mailgroups.members.login.Logins;
import org.mailgroups.members.login.Sessions;
import org.mailgroups.members.route.RouteTable;
import org.mailgroups.value.Address;

/**
 * An HTTP server (1.1) with few threads of its own, and a bound on everything that comes from outside. So it can keep
 * no thread, no memory and no processor from mail. Thread-safe.
 */
public final class HttpDoor implements AutoCloseable {
    private static final int SERVER_ERROR = 500;
    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 4;
    private static final int THREAD_IDLE_MILLIS = 60_000;
    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int WAITING_ROOM = 128;
    private static final Duration MAX_SILENCE = Duration.ofSeconds(20);
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final Server server;
    private final ServerConnector connector;

    private HttpDoor(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Opens the port. From then on calls are answered.
     *
     * @param routes asked when the first call comes
     * @param addressBooks asked when the first program comes that shows the address book
     * @throws IllegalArgumentException with a line for the postmaster, if the port or the key pair cannot be used
     */
    public static HttpDoor open(
            PortSettings settings,
            Supplier<RouteTable> routes,
            Supplier<AddressBooks> addressBooks,
            Logins logins,
            Sessions sessions,
            Function<Address, Set<Address>> aliases) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, THREAD_IDLE_MILLIS);
        threads.setName("members");
        threads.setDaemon(true);
        Server server = new Server(threads);
        Connections connections = new Connections(settings.proxies());
        Optional<TlsKeys> keys = settings.keyFiles().map(TlsKeys::new);
        ServerConnector connector = new ServerConnector(server, 1, 1, factories(keys));
        connector.setHost(settings.address().getHostAddress());
        connector.setPort(settings.port());
        connector.setIdleTimeout(MAX_SILENCE.toMillis());
        connector.setAcceptQueueSize(WAITING_ROOM);
        connector.addBean(connections);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(settings.maxConnections(), connector));
        server.setHandler(new CallHandler(
                routes,
                new DavCalls(addressBooks),
                new Identity(logins, sessions, aliases),
                settings.proxies(),
                connections,
                new PageWriter(logins.takesTokens())));
        server.setErrorHandler((request, response, callback) -> {
            // Jetty itself refuses what is no HTTP, or too long for a header.
            boolean isOurFault = response.getStatus() >= SERVER_ERROR;
            // What follows on this connection could be anything; Jetty closes it.
            response.getHeaders().put("Connection", "close");
            Writer.refuse(
                    response.getStatus(),
                    isOurFault ? ErrorKind.SERVER_ERROR : ErrorKind.INVALID_ARGUMENT,
                    isOurFault ? "the call failed; the server's log says why" : "this is no call that can be read",
                    response,
                    callback);
            return true;
        });
        HttpDoor door = new HttpDoor(server, connector);
        door.start(settings);
        door.sweep(connections, keys);
        return door;
    }

    private static ConnectionFactory[] factories(Optional<TlsKeys> keys) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        // An address in a path may have these; segments are told apart before they are decoded.
        http.setUriCompliance(UriCompliance.DEFAULT.with(
                "addresses",
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (keys.isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {
            new SslConnectionFactory(keys.get().context(), HttpVersion.HTTP_1_1.asString()), plain
        };
    }

    private void start(PortSettings settings) {
        try {
            connector.open();
            server.start();
        } catch (Exception e) {
            close();
            boolean isTaken = e instanceof BindException || e.getCause() instanceof BindException;
            throw new IllegalArgumentException(
                    "cannot listen on " + settings.address().getHostAddress() + ":" + settings.port()
                            + " for members: "
                            + (isTaken
                                    ? "the port is taken, or the address is none of this machine; members.port and"
                                            + " members.address name others"
                                    : e.toString()),
                    e);
        }
    }

    private void sweep(Connections connections, Optional<TlsKeys> keys) {
        connections.sweep(System.nanoTime());
        keys.ifPresent(TlsKeys::refresh);
        if (server.isRunning()) {
            connector.getScheduler().schedule(() -> sweep(connections, keys), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Returns the port: another one than in the settings if that was 0. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Ends all calls, and closes the port. */
    @Override
    public void close() {
        try {
            server.setStopTimeout(0);
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the members' port cannot be closed", e);
        }
    }
}
