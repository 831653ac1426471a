// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.SignatureAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * The administrator's token for webadmin, {@code admin.jwt} in the data folder, and its key pair
 * ({@code keys/jwt.key}, {@code keys/jwt.pub}).
 *
 * <p>The token is a JWT (RFC 7519), signed with RS256. It has the subject {@code postmaster} and the claim
 * {@code admin: true}, and it is valid for a year. A start writes a new token if less than a quarter of that time is
 * left, if the file is missing, or if it does not fit the key. Whoever deletes the three files makes all old tokens
 * worthless.
 */
final class AdminToken {

    static final String SUBJECT = "postmaster";
    static final Duration LIFETIME = Duration.ofDays(365);
    static final Duration RENEW_BEFORE_EXPIRY = LIFETIME.dividedBy(4);

    private static final int KEY_BITS = 3072;

    private final Path file;
    private final Path privateKeyFile;
    private final Path publicKeyFile;
    private final Clock clock;

    AdminToken(Path data, Clock clock) {
        this.file = data.resolve("admin.jwt");
        this.privateKeyFile = data.resolve("keys/jwt.key");
        this.publicKeyFile = data.resolve("keys/jwt.pub");
        this.clock = clock;
    }

    /** Makes what is missing and renews what is about to expire. */
    void ensure() throws IOException, GeneralSecurityException {
        if (!Files.exists(privateKeyFile) || !Files.exists(publicKeyFile)) {
            makeKeys();
        }
        if (!isGoodForAWhile()) {
            PrivateFile.write(file, issue() + "\n");
        }
    }

    /** The token as an HTTP client sends it. */
    String read() throws IOException {
        return Files.readString(file).strip();
    }

    private void makeKeys() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        KeyPair pair = generator.generateKeyPair();
        PrivateFile.write(
                privateKeyFile, PrivateFile.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        PrivateFile.write(
                publicKeyFile, PrivateFile.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private boolean isGoodForAWhile() throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            return false;
        }
        PublicKey key = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(PrivateFile.der("PUBLIC KEY", Files.readString(publicKeyFile))));
        try {
            Claims claims = Jwts.parserBuilder()
                    .setSigningKey(key)
                    .setClock(() -> Date.from(clock.instant()))
                    .build()
                    .parseClaimsJws(read())
                    .getBody();
            return claims.getExpiration().toInstant().isAfter(clock.instant().plus(RENEW_BEFORE_EXPIRY));
        } catch (JwtException | IllegalArgumentException e) {
            // It has expired, is damaged, or was signed with another key. A new one takes its place.
            return false;
        }
    }

    private String issue() throws IOException, GeneralSecurityException {
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(
                        new PKCS8EncodedKeySpec(PrivateFile.der("PRIVATE KEY", Files.readString(privateKeyFile))));
        Instant now = clock.instant();
        return Jwts.builder()
                .setSubject(SUBJECT)
                .claim("admin", true)
                .setIssuedAt(Date.from(now))
                .setExpiration(Date.from(now.plus(LIFETIME)))
                .signWith(key, SignatureAlgorithm.RS256)
                .compact();
    }
}
