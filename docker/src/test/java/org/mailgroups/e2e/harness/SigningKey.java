// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.exceptions.FailException;

/** The key with which a domain elsewhere signs its users' letters (RFC 6376). Immutable. */
public final class SigningKey {
    private static final int BITS = 2048;
    private static final String SELECTOR = "sel";

    private final KeyPair pair;

    private SigningKey(KeyPair pair) {
        this.pair = pair;
    }

    public static SigningKey make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return new SigningKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Each JVM has RSA", e);
        }
    }

    /** Returns the name under which a domain publishes the record. */
    public static String name(String domain) {
        return SELECTOR + "._domainkey." + domain;
    }

    /** Returns the record that goes into the DNS. */
    public String record() {
        return "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    /** Returns the letter under a signature of a domain over From, To, Subject and Date. */
    public byte[] sign(String domain, Letter letter) {
        return sign(domain, "from:to:subject:date", letter);
    }

    /**
     * Returns the letter under a signature.
     *
     * @param fields the names of the fields it covers, with colons between them
     */
    public byte[] sign(String domain, String fields, Letter letter) {
        String template = "v=1; s=" + SELECTOR + "; d=" + domain + "; c=relaxed/relaxed; h=" + fields
                + "; a=rsa-sha256; bh=; b=;";
        try {
            String signature =
                    new DKIMSigner(template, pair.getPrivate()).sign(new ByteArrayInputStream(letter.bytes()));
            return (signature + "\r\n" + new String(letter.bytes(), ISO_8859_1)).getBytes(ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FailException e) {
            throw new AssertionError("The letter cannot be signed", e);
        }
    }

    /** Returns the record of the key that a server has made for the copies of its groups. */
    public static String recordOf(ServerProcess server) {
        try {
            return Files.readString(server.data().resolve("keys/dkim.txt"))
                    .replaceAll("(?s)^.*?\"|\" \"|\" \\)\\s*$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
