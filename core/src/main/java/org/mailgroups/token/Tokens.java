// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.token;

import com.google.common.io.BaseEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.value.Address;

/**
 * Makes and reads tokens. A token gives its bearer the right to one act, for one person, on one object. Nothing is
 * stored for it, and it has no end: it is worth as much as the person may do when it is used.
 *
 * <p>It is base32, 40 letters and digits without regard to case, so that it can stand in a local part and in a URL. Its
 * octets are
 *
 * <pre>
 *    8  the id of the object
 *    7  a mark of the person
 *   10  the signature of all this and of the purpose
 * </pre>
 *
 * <p>The mark is signed itself: it tells nobody the address, and nobody can make an address that has the mark of
 * another one. Whoever has the object looks for the person among those who are in it; so the token of somebody who has
 * got another address is worth nothing. Thread-safe.
 */
public final class Tokens {
    /** How long a token is, in characters. */
    public static final int LENGTH = 40;

    private static final int MARK_BYTES = 7;
    private static final int SIGNATURE_BYTES = 10;
    private static final int SIGNED_BYTES = Long.BYTES + MARK_BYTES;
    private static final BaseEncoding BASE32 =
            BaseEncoding.base32().omitPadding().lowerCase();
    private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();

    private final Signer signer;

    @Inject
    public Tokens(Signer signer) {
        this.signer = signer;
    }

    /** Returns the token with which a person may do something to an object. It is the same each time. */
    public String make(Purpose purpose, Address person, long object) {
        byte[] signed = ByteBuffer.allocate(SIGNED_BYTES)
                .putLong(object)
                .put(signer.sign(named(person)), 0, MARK_BYTES)
                .array();
        return BASE32.encode(ByteBuffer.allocate(SIGNED_BYTES + SIGNATURE_BYTES)
                .put(signed)
                .put(signer.sign(beginning(purpose, signed)), 0, SIGNATURE_BYTES)
                .array());
    }

    /** Returns whether a text looks like a token, whoever has made it, and for whatever purpose. */
    public static boolean isInForm(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.length() == LENGTH && BASE32.canDecode(lower);
    }

    /** Returns what a token for a purpose says; empty if it is not exactly as we have made it. */
    public Optional<Token> read(Purpose purpose, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!isInForm(lower)) {
            return Optional.empty();
        }
        byte[] octets = BASE32.decode(lower);
        byte[] signed = Arrays.copyOf(octets, SIGNED_BYTES);
        byte[] signature = Arrays.copyOfRange(octets, SIGNED_BYTES, octets.length);
        return signer.isSigned(beginning(purpose, signed), signature)
                ? Optional.of(new Token(ByteBuffer.wrap(signed).getLong(), HEX.encode(signed, Long.BYTES, MARK_BYTES)))
                : Optional.empty();
    }

    /** Returns whether a token was made for the person who has this address now. */
    public boolean isFor(Token token, Address person) {
        return signer.hasSigned(named(person), HEX.decode(token.mark()));
    }

    /** Returns what is signed to make the mark of a person. */
    private static byte[] named(Address person) {
        return ("person " + person.key()).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns what is signed to make the end of a token that begins so. */
    private static byte[] beginning(Purpose purpose, byte[] signed) {
        byte[] beginning = ("token " + purpose + " ").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(beginning.length + signed.length)
                .put(beginning)
                .put(signed)
                .array();
    }
}
