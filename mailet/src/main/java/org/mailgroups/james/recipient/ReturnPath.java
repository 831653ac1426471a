// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import com.google.common.io.BaseEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.value.Address;

/**
 * The envelope sender of the copies that members get. A list changes MAIL FROM to an address it owns (RFC 5321 3.9), so
 * reports about members never reach the author.
 *
 * <p>It is {@code <local part>-bounces+<token>@<domain>}. The token holds the day and is signed for the group. So only
 * somebody who was sent a copy in the last {@value #VALID_DAYS} days can write to it: a report without a valid token is
 * refused at RCPT.
 *
 * <p>Thread-safe.
 */
public final class ReturnPath {
    static final int VALID_DAYS = 14;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 8;
    private static final BaseEncoding BASE32 =
            BaseEncoding.base32().omitPadding().lowerCase();

    private final byte[] secret;
    private final Clock clock;
    private final GroupDirectory directory;

    /**
     * @param secret the same on every node and after every restart
     */
    public ReturnPath(byte[] secret, Clock clock, GroupDirectory directory) {
        this.secret = secret.clone();
        this.clock = clock;
        this.directory = directory;
    }

    /** Returns the address where reports about members of this group go from today on. */
    public Address of(GroupEntry group) {
        return Address.parse(group.address().localPart()
                + RoleEnding.BOUNCES.text()
                + '+'
                + token(group.id(), today())
                + '@'
                + group.address().domain());
    }

    /** Returns the group whose valid return path this address is; empty if it is none. */
    public Optional<GroupEntry> groupOf(Address address) {
        Address base = address.withoutDetail();
        if (base.equals(address)) {
            return Optional.empty();
        }
        String token = address.localPart().substring(base.localPart().length() + 1);
        return RoleEnding.BOUNCES
                .groupAddress(base)
                .flatMap(directory::groupAt)
                .filter(group -> isValid(token, group.id()));
    }

    private boolean isValid(String token, long groupId) {
        if (token.length() < 2 || !BASE32.canDecode(token)) {
            return false;
        }
        byte[] bytes = BASE32.decode(token);
        if (bytes.length != Short.BYTES + SIGNATURE_BYTES) {
            return false;
        }
        int day = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort());
        int age = today() - day;
        return age >= 0
                && age <= VALID_DAYS
                && MessageDigest.isEqual(
                        token(groupId, day).getBytes(StandardCharsets.US_ASCII),
                        token.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
    }

    private int today() {
        return (int) Duration.ofMillis(clock.millis()).toDays() & 0xFFFF;
    }

    private String token(long groupId, int day) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] signature = mac.doFinal(ByteBuffer.allocate(Long.BYTES + Short.BYTES)
                    .putLong(groupId)
                    .putShort((short) day)
                    .array());
            return BASE32.encode(ByteBuffer.allocate(Short.BYTES + SIGNATURE_BYTES)
                    .putShort((short) day)
                    .put(signature, 0, SIGNATURE_BYTES)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
