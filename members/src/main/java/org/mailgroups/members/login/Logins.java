// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Compares passwords with those of the mail server.
 *
 * <p>A right password is remembered for {@link #REMEMBERED}, as an HMAC with a key of this process: programs send it
 * with each call, and the mail server takes its time for each comparison. A wrong one is not remembered, but counted
 * ({@link Throttle}). Few comparisons run at once, so that nobody makes the mail server busy with them. Thread-safe.
 */
public final class Logins {
    /** How long a password that was changed still works, at most. */
    public static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_PASSWORD_LENGTH = 1000;
    private static final int MAX_AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String MAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Passwords passwords;
    private final Throttle throttle;
    private final Cache<String, Address> known;
    private final Semaphore comparing = new Semaphore(MAX_AT_ONCE);
    private final SecretKeySpec key;

    public Logins(Passwords passwords, Ticker ticker) {
        this.passwords = passwords;
        this.throttle = new Throttle(ticker);
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .build();
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, MAC);
    }

    /**
     * Returns the user who has a name and a password; empty if the password is wrong, or there is no such user.
     *
     * @param network the network that the call came from
     * @throws RefusedCallException if too many were wrong before
     * @throws StoreUnavailableException if the mail server cannot say now
     */
    public Optional<Address> user(String name, String password, String network) {
        Optional<String> user = key(name);
        if (user.isEmpty() || password.isEmpty() || password.length() > MAX_PASSWORD_LENGTH) {
            // It counts for the network: whoever guesses names tries such ones as well.
            require(throttle.begin("", network));
            return Optional.empty();
        }
        String digest = digest(user.get(), password);
        Optional<Address> remembered = Optional.ofNullable(known.getIfPresent(digest));
        if (remembered.isPresent()) {
            return remembered;
        }
        require(throttle.begin(user.get(), network));
        try {
            Optional<Address> found = compare(user.get(), password);
            if (found.isPresent()) {
                throttle.takeBack(user.get(), network);
                known.put(digest, found.get());
            }
            return found;
        } catch (StoreUnavailableException e) {
            throttle.takeBack(user.get(), network);
            throw e;
        }
    }

    /** Returns the user, past the throttle: for a password that was right before. */
    Optional<Address> compare(String name, String password) {
        boolean isMine = false;
        try {
            isMine = comparing.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!isMine) {
                throw new StoreUnavailableException("too many log-ins are under way: try again soon", null);
            }
            return passwords.user(name, password);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("the server is about to stop", e);
        } finally {
            if (isMine) {
                comparing.release();
            }
        }
    }

    private static void require(boolean isOpen) {
        if (!isOpen) {
            throw RefusedCallException.tooMany(
                    "too many log-ins have failed: try again in " + Throttle.WINDOW.toMinutes() + " minutes");
        }
    }

    private static Optional<String> key(String name) {
        try {
            return Optional.of(Address.parse(name).key());
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    private String digest(String user, String password) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(user.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
