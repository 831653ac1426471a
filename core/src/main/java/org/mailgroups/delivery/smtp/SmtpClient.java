// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.mailgroups.delivery.smtp.Opening.BrokenTlsException;

/**
 * Opens connections to mail servers, all with the same settings. Thread-safe. One thread of its own watches the
 * times, as long as there is something to watch.
 */
public final class SmtpClient implements AutoCloseable {
    private final SmtpSettings settings;
    private final TlsLayer tls;
    private final Watchdog watchdog = new Watchdog();
    private final Set<SmtpWire> wires = ConcurrentHashMap.newKeySet();

    /** A client that believes the certificates which the JDK believes, or any if names are not verified. */
    public SmtpClient(SmtpSettings settings) {
        this(settings, settings.verified() ? TlsLayer.verified(defaultContext()) : TlsLayer.encrypting());
    }

    /** @param tls how TLS is put over a connection; a test has a certificate of its own */
    public SmtpClient(SmtpSettings settings, TlsLayer tls) {
        this.settings = settings;
        this.tls = tls;
    }

    /**
     * Opens a connection. TLS that breaks, and is not required, is left out in a second try.
     *
     * @throws SmtpException if there is none; it says what would have to change
     */
    public SmtpConnection open(SmtpHost host) throws SmtpException {
        wires.removeIf(SmtpWire::isClosed);
        try {
            return open(host, settings.startTls() != StartTls.NEVER);
        } catch (BrokenTlsException e) {
            if (settings.startTls() == StartTls.REQUIRED) {
                throw e.failure();
            }
        }
        try {
            return open(host, false);
        } catch (BrokenTlsException e) {
            throw new IllegalStateException("TLS without TLS", e);
        }
    }

    private SmtpConnection open(SmtpHost host, boolean encrypted) throws SmtpException, BrokenTlsException {
        SmtpWire wire = new SmtpWire(watchdog);
        wires.add(wire);
        boolean opened = false;
        try {
            SmtpConnection connection = new Opening(host, settings, tls, wire).run(encrypted);
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                wire.abort();
            }
        }
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Ends all connections at once, those that are being opened too, and opens no more. */
    @Override
    public void close() {
        watchdog.close();
        wires.forEach(SmtpWire::abort);
    }
}
