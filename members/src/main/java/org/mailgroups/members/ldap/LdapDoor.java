// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import java.io.IOException;
import java.net.BindException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mailgroups.members.login.Logins;
import org.mailgroups.value.Address;
import org.mailgroups.work.Rounds;

/** The port of LDAP, open from its making to {@link #close}. Each connection has a thread. Thread-safe. */
public final class LdapDoor implements AutoCloseable {
    /** The longest request: a search of today's programs has some hundred octets. */
    static final int MAX_MESSAGE_BYTES = 8 << 10;

    private static final int SECONDS_BETWEEN_SWEEPS = 1;

    private final LDAPListener listener;
    private final Rounds sweeping;

    private LdapDoor(LDAPListener listener, Rounds sweeping) {
        this.listener = listener;
        this.sweeping = sweeping;
    }

    /**
     * Opens the port.
     *
     * @param directory asked for with the first search
     * @param aliases returns all addresses of a user
     * @throws IllegalArgumentException with a line for the postmaster, if the port or the key pair cannot be used
     */
    public static LdapDoor open(
            LdapSettings settings,
            Logins logins,
            Function<Address, Set<Address>> aliases,
            Supplier<LdapDirectory> directory) {
        ConnectionLimits limits = new ConnectionLimits(settings.maxConnections(), System::nanoTime);
        Optional<TlsContext> tls = settings.keyFiles().map(TlsContext::new);
        LdapHandler handler = new LdapHandler(
                new LdapLogins(logins, settings.serviceAccount(), aliases),
                new Searches(directory, settings.serviceAccount().map(ServiceAccount::address), Searches.PATIENCE),
                limits);
        LDAPListenerConfig config = new LDAPListenerConfig(settings.port(), handler);
        config.setListenAddress(settings.address());
        config.setServerSocketFactory(LimitedServerSocket.factory(limits, tls));
        config.setMaxMessageSizeBytes(MAX_MESSAGE_BYTES);
        LDAPListener listener = new LDAPListener(config);
        // The server ends although somebody is still connected.
        listener.setDaemon(true);
        start(listener, settings);
        return new LdapDoor(listener, new Rounds("ldap sweep", SECONDS_BETWEEN_SWEEPS, () -> {
            limits.sweep();
            tls.ifPresent(TlsContext::refresh);
        }));
    }

    private static void start(LDAPListener listener, LdapSettings settings) {
        try {
            listener.startListening();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot listen on " + settings.address().getHostAddress() + ":" + settings.port() + " for LDAP: "
                            + (e instanceof BindException
                                    ? "the port is taken, or the address is none of this machine; members.ldap.port"
                                            + " and members.ldap.address name others"
                                    : e.toString()),
                    e);
        }
    }

    /** Returns the port: another one than in the settings if that was 0. */
    public int port() {
        return listener.getListenPort();
    }

    /** Ends all connections, and closes the port. */
    @Override
    public void close() {
        sweeping.close();
        listener.shutDown(true);
    }
}
