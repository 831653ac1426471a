// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.security.KeyStore;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.mailgroups.audit.LogText;
import org.mailgroups.members.http.PortSettings.KeyFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key pair of HTTPS. If its files are replaced, new connections get the new pair. Not thread-safe. */
final class TlsKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(TlsKeys.class);

    private final KeyFiles files;
    private final WatchedKeyPair pair;
    private final SslContextFactory.Server context = new SslContextFactory.Server();

    /** @throws IllegalArgumentException for the postmaster, if there is no good pair */
    TlsKeys(KeyFiles files) {
        this.files = files;
        this.pair = new WatchedKeyPair(files);
        context.setKeyStore(pair.first());
        context.setKeyStorePassword(WatchedKeyPair.password());
        context.setKeyManagerPassword(WatchedKeyPair.password());
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        // A client that names no host, or the address, gets the one certificate there is.
        context.setSniRequired(false);
    }

    SslContextFactory.Server context() {
        return context;
    }

    /** Takes the pair that the files have now. */
    void refresh() {
        pair.news().ifPresent(this::take);
    }

    private void take(KeyStore news) {
        try {
            context.reload(same -> same.setKeyStore(news));
            LOGGER.info("The members' port has the new certificate in {}", LogText.neutral(files.certificate()));
        } catch (Exception e) {
            // Jetty declares no narrower one. The port goes on with the pair that it has.
            LOGGER.warn("The members' port keeps its certificate: {}", LogText.neutral(e));
        }
    }
}
