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
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Compares passwords with those of the mail server, and tokens of postmasters with what it has signed.
 *
 * <p>A right password is remembered for {@link #REMEMBERED}, as an HMAC with a key of this process: programs send it
 * with each call, and the mail server takes its time for each comparison. A wrong one is not remembered, but counted
 * ({@link Throttle}). Few comparisons run at once, so that nobody makes the mail server busy with them.
 *
 * <p>This is the only place that knows what an app password opens, see {@link Scope}. One that was right before is not
 * counted, but looked up each time: it opens nothing as soon as its user has deleted it. Thread-safe.
 */
public final class Logins {
    /** How long a password that was changed still works, at most. */
    public static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_PASSWORD_LENGTH = 1000;
    private static final int MAX_TOKEN_LENGTH = 4000;
    private static final int MAX_AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String MAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** What tokens are counted as in the place of a user. No address is like this. */
    private static final String TOKEN = "token";

    private final Passwords passwords;
    private final Passwords appPasswords;
    private final Optional<Tokens> tokens;
    private final Throttle throttle;
    private final Cache<String, Address> known;
    private final Cache<String, Boolean> knownOthers;
    private final Semaphore comparing = new Semaphore(MAX_AT_ONCE);
    private final SecretKeySpec key;

    /** What a log-in is for. */
    public enum Scope {
        /** Whatever the user may do: it takes the password of the mail server. */
        EVERYTHING,
        /** Reading the address book, for a mail program or a device: an app password does as well. */
        ADDRESS_BOOK
    }

    /** Makes the log-ins of a port that no postmaster has one at. */
    public Logins(Passwords passwords, Passwords appPasswords, Ticker ticker) {
        this(passwords, appPasswords, Optional.empty(), ticker);
    }

    /**
     * Makes the log-ins of a port.
     *
     * @param appPasswords those of the users' programs; asked in {@link Scope#ADDRESS_BOOK} alone
     * @param tokens those of postmasters; empty if none logs in here
     */
    public Logins(Passwords passwords, Passwords appPasswords, Optional<Tokens> tokens, Ticker ticker) {
        this.passwords = passwords;
        this.appPasswords = appPasswords;
        this.tokens = tokens;
        this.throttle = new Throttle(ticker);
        this.known = remembering(ticker);
        this.knownOthers = remembering(ticker);
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, MAC);
    }

    private static <T> Cache<String, T> remembering(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .build();
    }

    /** Returns the user, for {@link Scope#EVERYTHING}. */
    public Optional<Address> user(String name, String password, String network) {
        return user(name, password, network, Scope.EVERYTHING);
    }

    /**
     * Returns the user who has a name and a password; empty if the password is wrong, or there is no such user.
     *
     * @param network the network that the call came from
     * @param scope what the log-in is for
     * @throws RefusedCallException if too many were wrong before
     * @throws StoreUnavailableException if the mail server cannot say now
     */
    public Optional<Address> user(String name, String password, String network, Scope scope) {
        return user(name, password, network, scope == Scope.ADDRESS_BOOK ? appPasswords : Logins::none);
    }

    private static Optional<Address> none(String name, String password) {
        return Optional.empty();
    }

    /**
     * Returns the user, as above.
     *
     * @param others passwords that do as well. One of them that was right before is asked for again each time.
     */
    public Optional<Address> user(String name, String password, String network, Passwords others) {
        Optional<String> user = key(name);
        if (user.isEmpty() || password.isEmpty() || password.length() > MAX_PASSWORD_LENGTH) {
            // It counts for the network: whoever guesses names tries such ones as well.
            require(throttle.beginHere("", network) && throttle.beginAnywhere(""));
            return Optional.empty();
        }
        String digest = digest(user.get(), password);
        Optional<Address> remembered = remembered(user.get(), password, digest, others);
        if (remembered.isPresent()) {
            return remembered;
        }
        require(throttle.beginHere(user.get(), network));
        try {
            Optional<Address> found = compare(user.get(), password, digest, others);
            if (found.isPresent()) {
                throttle.takeBackHere(user.get(), network);
            }
            return found;
        } catch (StoreUnavailableException e) {
            throttle.takeBackHere(user.get(), network);
            throw e;
        }
    }

    private Optional<Address> remembered(String user, String password, String digest, Passwords others) {
        Optional<Address> remembered = Optional.ofNullable(known.getIfPresent(digest));
        return remembered.isEmpty() && knownOthers.getIfPresent(digest) != null
                ? others.user(user, password)
                : remembered;
    }

    private Optional<Address> compare(String user, String password, String digest, Passwords others) {
        Optional<Address> other = others.user(user, password);
        if (other.isPresent()) {
            knownOthers.put(digest, true);
            return other;
        }
        // Those above are too long to be guessed, so whoever guesses from elsewhere cannot lock them out.
        require(throttle.beginAnywhere(user));
        try {
            Optional<Address> found = compare(user, password);
            if (found.isPresent()) {
                throttle.takeBackAnywhere(user);
                known.put(digest, found.get());
            }
            return found;
        } catch (StoreUnavailableException e) {
            throttle.takeBackAnywhere(user);
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

    /** Returns whether postmasters log in here, with their tokens. */
    public boolean takesTokens() {
        return tokens.isPresent();
    }

    /**
     * Returns the postmaster who has a token; empty if it is none, or does not hold any more. Wrong ones count for the
     * network that they come from. They do not count for all networks together: a token is too long to be guessed, so
     * nobody can lock the postmaster out from elsewhere.
     *
     * @throws RefusedCallException if too many were wrong before
     */
    public Optional<Principal.Postmaster> postmaster(String token, String network) {
        require(throttle.beginHere(TOKEN, network));
        Optional<Principal.Postmaster> found = postmaster(token);
        if (found.isPresent()) {
            throttle.takeBackHere(TOKEN, network);
        }
        return found;
    }

    /** Returns the postmaster, past the throttle: for a token that was right before. */
    Optional<Principal.Postmaster> postmaster(String token) {
        return token.isEmpty() || token.length() > MAX_TOKEN_LENGTH
                ? Optional.empty()
                : tokens.flatMap(known -> known.postmaster(token));
    }

    private static void require(boolean isOpen) {
        if (!isOpen) {
            throw RefusedCallException.tooMany(
                    "too many log-ins have failed: try again in " + Throttle.WINDOW.toMinutes() + " minutes",
                    Throttle.WINDOW);
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
