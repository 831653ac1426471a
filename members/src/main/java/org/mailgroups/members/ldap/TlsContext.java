// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.mailgroups.members.http.PortSettings.KeyFiles;
import org.mailgroups.members.http.WatchedKeyPair;

/** TLS with the key pair of the members' port. If its files are replaced, new connections get the new pair. */
final class TlsContext {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final WatchedKeyPair pair;
    private volatile SSLContext context;

    /** @throws IllegalArgumentException for the postmaster, if there is no good pair */
    TlsContext(KeyFiles files) {
        this.pair = new WatchedKeyPair(files);
        this.context = context(pair.first());
    }

    private static SSLContext context(KeyStore pair) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(pair, WatchedKeyPair.password().toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS cannot use members.tls.certificate and members.tls.key: " + e, e);
        }
    }

    /** Takes the pair that the files have now. Not thread-safe. */
    void refresh() {
        pair.news().ifPresent(news -> context = context(news));
    }

    /** Returns the server's side of TLS on a connection. The handshake comes with the first octet that is read. */
    Socket over(Socket raw) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true);
        socket.setEnabledProtocols(PROTOCOLS);
        return socket;
    }
}
