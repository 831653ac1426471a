// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens (RFC 7519) that an attacker could send, made without the library with which the server checks them. */
public final class Tokens {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey ours;
    private final byte[] publicKeyFile;

    private Tokens(PrivateKey ours, byte[] publicKeyFile) {
        this.ours = ours;
        this.publicKeyFile = publicKeyFile;
    }

    /** Returns tokens made with the keys of a server. */
    public static Tokens of(ServerProcess server) {
        try {
            Path keys = server.data().resolve("keys");
            String pem = Files.readString(keys.resolve("jwt.key")).replaceAll("-----[^-]+-----|\\s", "");
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
            return new Tokens(key, Files.readAllBytes(keys.resolve("jwt.pub")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a token like the server's own. */
    public String good() {
        return rs256(claims("\"admin\":true", Duration.ofHours(1)), ours);
    }

    /** Returns the tokens that must open nothing, by the fault they have. */
    public Map<String, String> bad() {
        String admin = claims("\"admin\":true", Duration.ofHours(1));
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("expired", rs256(claims("\"admin\":true", Duration.ofHours(-1)), ours));
        bad.put("signed with another key", rs256(admin, otherKey()));
        bad.put("of no administrator", rs256(claims("\"admin\":false", Duration.ofHours(1)), ours));
        bad.put("without the claim", rs256(claims("\"x\":1", Duration.ofHours(1)), ours));
        bad.put("admin as text", rs256(claims("\"admin\":\"true\"", Duration.ofHours(1)), ours));
        bad.put("unsigned", encode("{\"alg\":\"none\"}") + '.' + encode(admin) + '.');
        bad.put("signed with the public key as secret", hs256(admin));
        bad.put("with other claims than it was signed for", swap(admin));
        bad.put("nonsense", "nonsense");
        bad.put("empty parts", "..");
        return bad;
    }

    private String swap(String admin) {
        String token = rs256(claims("\"admin\":false", Duration.ofHours(1)), ours);
        return token.replaceFirst("\\.[^.]+\\.", '.' + encode(admin) + '.');
    }

    private static String claims(String claim, Duration validFor) {
        long now = Instant.now().getEpochSecond();
        return "{\"sub\":\"postmaster\"," + claim + ",\"iat\":" + (now - 7_200) + ",\"exp\":"
                + (now + validFor.toSeconds()) + '}';
    }

    private static String rs256(String claims, PrivateKey key) {
        String content = encode("{\"alg\":\"RS256\"}") + '.' + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(UTF_8));
            return content + '.' + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String hs256(String claims) {
        String content = encode("{\"alg\":\"HS256\"}") + '.' + encode(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(publicKeyFile, "HmacSHA256"));
            return content + '.' + BASE64.encodeToString(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey otherKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(UTF_8));
    }
}
