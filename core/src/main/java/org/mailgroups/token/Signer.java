// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.token;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Signs octets with the secret of the store, by HMAC-SHA256 (RFC 2104). Whatever is signed begins differently for each
 * use, so that no signature of one use is one of another.
 *
 * <p>There may be an older secret. It signs nothing any more, and what it has signed still counts. Another node may
 * have drawn a new one: a signature that nothing here has made lets this one look for it, once a minute at most.
 *
 * <p>Thread-safe.
 */
public final class Signer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final Supplier<List<byte[]>> source;
    private final LongSupplier nanoTime;
    private volatile List<SecretKeySpec> secrets;
    private final AtomicLong lookedAt;

    /** @param secret the same on every node and after every restart */
    public Signer(byte[] secret) {
        this(() -> List.of(secret), System::nanoTime);
    }

    /**
     * @param source reads the secrets, the present one first; throws {@link StoreUnavailableException} if that cannot
     *     be done now
     */
    public Signer(Supplier<List<byte[]>> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.lookedAt = new AtomicLong(nanoTime.getAsLong());
        this.secrets = read();
    }

    private List<SecretKeySpec> read() {
        return source.get().stream()
                .map(octets -> new SecretKeySpec(octets, ALGORITHM))
                .toList();
    }

    /** Returns the 32 octets of a signature. */
    public byte[] sign(byte[] octets) {
        return sign(octets, secrets.get(0));
    }

    private static byte[] sign(byte[] octets, SecretKeySpec secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /**
     * Returns whether one of the secrets has signed octets, and the signature begins so.
     *
     * @throws StoreUnavailableException if none that is known has, and it cannot be known now whether there is another
     */
    public boolean isSigned(byte[] octets, byte[] beginning) {
        return hasSigned(octets, beginning) || (hasOthersNow() && hasSigned(octets, beginning));
    }

    /** Returns the same as {@link #isSigned}, by the secrets that are known here. */
    boolean hasSigned(byte[] octets, byte[] beginning) {
        return secrets.stream().anyMatch(secret -> begins(sign(octets, secret), beginning));
    }

    /** Looks whether another node has drawn a secret. */
    private boolean hasOthersNow() {
        long now = nanoTime.getAsLong();
        long before = lookedAt.get();
        // One thread looks, and no other one waits for the store.
        if (now - before < BETWEEN_LOOKS.toNanos() || !lookedAt.compareAndSet(before, now)) {
            return false;
        }
        List<SecretKeySpec> found;
        try {
            found = read();
        } catch (StoreUnavailableException e) {
            // Whoever comes next may look.
            lookedAt.compareAndSet(now, before);
            throw e;
        }
        boolean hasOthers = !found.equals(secrets);
        secrets = found;
        return hasOthers;
    }

    /** Returns whether a signature begins so. That takes the same time for right and wrong octets. */
    private static boolean begins(byte[] signature, byte[] given) {
        return MessageDigest.isEqual(given, Arrays.copyOf(signature, given.length));
    }
}
