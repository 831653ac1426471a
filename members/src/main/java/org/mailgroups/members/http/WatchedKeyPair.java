// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import org.mailgroups.audit.LogText;
import org.mailgroups.members.http.PortSettings.KeyFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a key pair, which may be replaced at any time. Until they are a pair again, such as between the writing
 * of the two, the old one stays. Not thread-safe.
 */
public final class WatchedKeyPair {
    private static final Logger LOGGER = LoggerFactory.getLogger(WatchedKeyPair.class);

    private final KeyFiles files;
    private final KeyStore first;
    private List<Object> state;

    /** @throws IllegalArgumentException for the postmaster, if there is no good pair */
    public WatchedKeyPair(KeyFiles files) {
        this.files = files;
        try {
            state = state();
            first = KeyPairReader.read(files);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "members.tls.certificate and members.tls.key are no key pair: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof GeneralSecurityException ? e.getMessage() : e.toString();
    }

    /** Returns the pair that there was at the beginning. */
    public KeyStore first() {
        return first;
    }

    /** Returns the password of the pair in its store, which protects nothing: the store is in memory only. */
    public static String password() {
        return KeyPairReader.PASSWORD;
    }

    /** Returns the pair that has taken the place of the one before; empty if there is none. */
    public Optional<KeyStore> news() {
        try {
            List<Object> now = state();
            if (now.equals(state)) {
                return Optional.empty();
            }
            state = now;
            return Optional.of(KeyPairReader.read(files));
        } catch (IOException | GeneralSecurityException e) {
            LOGGER.warn("The members' port keeps its certificate: {}", LogText.neutral(e));
            return Optional.empty();
        }
    }

    private List<Object> state() throws IOException {
        return List.of(state(files.certificate()), state(files.key()));
    }

    private static List<Object> state(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    }
}
