// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.mailgroups.audit.LogText;
import org.mailgroups.members.http.PortSettings.KeyFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key pair of TLS. If its files are replaced, new connections get the new pair. Until they are a pair again, such
 * as between the writing of the two, the old one stays. Not thread-safe.
 */
final class TlsKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(TlsKeys.class);

    private final KeyFiles files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private List<Object> state;

    /** @throws IllegalArgumentException for the postmaster, if there is no good pair */
    TlsKeys(KeyFiles files) {
        this.files = files;
        try {
            state = state();
            context.setKeyStore(KeyPairReader.read(files));
            context.setKeyStorePassword(KeyPairReader.PASSWORD);
            context.setKeyManagerPassword(KeyPairReader.PASSWORD);
            context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            // A client that names no host, or the address, gets the one certificate there is.
            context.setSniRequired(false);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "members.tls.certificate and members.tls.key are no key pair: " + reason(e), e);
        }
    }

    SslContextFactory.Server context() {
        return context;
    }

    private static String reason(Exception e) {
        return e instanceof GeneralSecurityException ? e.getMessage() : e.toString();
    }

    private List<Object> state() throws IOException {
        return List.of(state(files.certificate()), state(files.key()));
    }

    private static List<Object> state(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    }

    /** Takes the pair that the files have now. */
    void refresh() {
        try {
            List<Object> now = state();
            if (now.equals(state)) {
                return;
            }
            state = now;
            KeyStore pair = KeyPairReader.read(files);
            context.reload(same -> same.setKeyStore(pair));
            LOGGER.info("The members' port has the new certificate in {}", LogText.neutral(files.certificate()));
        } catch (Exception e) {
            LOGGER.warn("The members' port keeps its certificate: {}", LogText.neutral(e));
        }
    }
}
