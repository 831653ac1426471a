// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.TempFailException;

/** Domains that sign their mail, and the DNS in which their key stands, for tests. All of them have the same key. */
public final class SigningDomains implements PublicKeyRecordRetriever {
    private static final KeyPair KEYS = keys();

    private final Set<String> published = new HashSet<>();
    private final Set<String> silent = new HashSet<>();

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts a domain's key into the DNS. */
    public SigningDomains publish(String domain) {
        published.add(domain);
        silent.remove(domain);
        return this;
    }

    /** Makes the DNS of a domain not answer. */
    public SigningDomains silence(String domain) {
        silent.add(domain);
        return this;
    }

    public DkimVerification verification() {
        return new DkimVerification(() -> this);
    }

    /** Returns a message with a valid signature in front; it covers From and To unless a tag says otherwise. */
    public static String sign(String tags, String message) {
        try {
            String fields = tags.contains("h=") ? "" : "h=from:to; ";
            DKIMSigner signer = new DKIMSigner(
                    "v=1; s=sel; c=relaxed/relaxed; " + fields + "a=rsa-sha256; bh=; b=; " + tags, KEYS.getPrivate());
            return signer.sign(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8))) + "\r\n" + message;
        } catch (IOException | FailException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<String> getRecords(CharSequence method, CharSequence selector, CharSequence domain)
            throws TempFailException {
        if (silent.contains(domain.toString())) {
            throw new TempFailException("time-out for a test");
        }
        String key = Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
        return published.contains(domain.toString()) ? List.of("v=DKIM1; k=rsa; p=" + key) : List.of();
    }
}
