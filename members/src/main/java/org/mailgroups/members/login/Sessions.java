// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/**
 * The sessions of browsers, in memory. A session ends when it is closed, when it was not used for some time, at a
 * certain age, and with the user's password, or the postmaster's token: within {@link #COMPARED_AGAIN} it is compared
 * again.
 *
 * <p>For that the secret is kept, the password or the token, encrypted. The key is in the browser's cookie and nowhere
 * else. So what is in memory here tells nobody a secret. Thread-safe.
 */
public final class Sessions {
    /** How long after a change of the password, or the end of the token, a session works, at most. */
    public static final Duration COMPARED_AGAIN = Duration.ofMinutes(1);

    /** The most sessions of one user, or of one postmaster. A new one ends the oldest. */
    public static final int MAX_OF_USER = 20;

    private static final int MAX_SESSIONS = 10_000;
    private static final int ID_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MAX_VALUE_LENGTH = 100;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Logins logins;
    private final Ticker ticker;
    private final long lifeNanos;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Session> sessions;

    /** A session with the encrypted secret. Immutable. */
    private static final class Session {
        private final Principal holder;
        private final long since;
        private final long comparedAt;
        private final byte[] nonce;
        private final byte[] secret;

        Session(Principal holder, long since, long comparedAt, byte[] nonce, byte[] secret) {
            this.holder = holder;
            this.since = since;
            this.comparedAt = comparedAt;
            this.nonce = nonce;
            this.secret = secret;
        }

        Principal holder() {
            return holder;
        }

        long since() {
            return since;
        }

        Session comparedAt(long now) {
            return new Session(holder, since, now, nonce, secret);
        }
    }

    /**
     * Makes a memory without sessions.
     *
     * @param idle after how long without a call a session ends
     * @param life the age at which it ends in any case
     */
    public Sessions(Logins logins, Duration idle, Duration life, Ticker ticker) {
        this.logins = logins;
        this.ticker = ticker;
        this.lifeNanos = life.toNanos();
        this.sessions = Caffeine.newBuilder()
                .maximumSize(MAX_SESSIONS)
                .expireAfterAccess(idle)
                .ticker(ticker)
                .build();
    }

    /** Begins the session of a user with this password, and returns its value for the cookie. */
    public String open(Address user, String password) {
        return begin(new Principal.User(user, Set.of()), password);
    }

    /** Begins the session of a postmaster with this token, and returns its value for the cookie. */
    public String open(Principal.Postmaster postmaster, String token) {
        return begin(postmaster, token);
    }

    private String begin(Principal holder, String secret) {
        String id = ENCODER.encodeToString(bytes(ID_BYTES));
        byte[] key = bytes(KEY_BYTES);
        byte[] nonce = bytes(NONCE_BYTES);
        byte[] kept = crypt(Cipher.ENCRYPT_MODE, key, nonce, secret.getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new IllegalStateException("a secret cannot be encrypted"));
        endOldest(holder);
        long now = ticker.read();
        sessions.put(id, new Session(holder, now, now, nonce, kept));
        return id + "." + ENCODER.encodeToString(key);
    }

    private void endOldest(Principal holder) {
        List<String> oldestFirst = sessions.asMap().entrySet().stream()
                .filter(session -> session.getValue().holder().equals(holder))
                .sorted(Comparator.comparingLong(session -> session.getValue().since()))
                .map(Map.Entry::getKey)
                .toList();
        oldestFirst
                .subList(0, Math.max(0, oldestFirst.size() - MAX_OF_USER + 1))
                .forEach(sessions::invalidate);
    }

    /**
     * Returns whose session it is: a user, whose aliases are not looked up, or a postmaster. It is empty if the session
     * has ended, or never was.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if the mail server cannot say now
     */
    public Optional<Principal> holder(String value) {
        int dot = value.indexOf('.');
        if (dot < 0 || value.length() > MAX_VALUE_LENGTH) {
            return Optional.empty();
        }
        String id = value.substring(0, dot);
        Session session = sessions.getIfPresent(id);
        if (session == null) {
            return Optional.empty();
        }
        Optional<String> secret = secret(session, value.substring(dot + 1));
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        long now = ticker.read();
        boolean isOver = now - session.since() > lifeNanos || !isStillRight(id, session, secret.get(), now);
        if (isOver) {
            sessions.invalidate(id);
            return Optional.empty();
        }
        return Optional.of(session.holder());
    }

    private boolean isStillRight(String id, Session session, String secret, long now) {
        if (now - session.comparedAt < COMPARED_AGAIN.toNanos()) {
            return true;
        }
        boolean isRight = isRight(session.holder(), secret);
        if (isRight) {
            // A session that was closed meanwhile stays closed.
            sessions.asMap().computeIfPresent(id, (same, current) -> current.comparedAt(now));
        }
        return isRight;
    }

    private boolean isRight(Principal holder, String secret) {
        return holder instanceof Principal.User user
                ? logins.compare(user.user().key(), secret)
                        .filter(user.user()::equals)
                        .isPresent()
                : logins.postmaster(secret).filter(holder::equals).isPresent();
    }

    /** Ends a session, if its value is right. */
    public void close(String value) {
        int dot = value.indexOf('.');
        Session session = dot < 0 ? null : sessions.getIfPresent(value.substring(0, dot));
        if (session != null && secret(session, value.substring(dot + 1)).isPresent()) {
            sessions.invalidate(value.substring(0, dot));
        }
    }

    private static Optional<String> secret(Session session, String encodedKey) {
        try {
            byte[] key = Base64.getUrlDecoder().decode(encodedKey);
            return key.length == KEY_BYTES
                    ? crypt(Cipher.DECRYPT_MODE, key, session.nonce, session.secret)
                            .map(secret -> new String(secret, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the octets encrypted or decrypted; empty if the key is not theirs. */
    private static Optional<byte[]> crypt(int mode, byte[] key, byte[] nonce, byte[] octets) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return Optional.of(cipher.doFinal(octets));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
