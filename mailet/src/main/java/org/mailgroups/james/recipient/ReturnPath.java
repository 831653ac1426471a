// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.token.Signer;
import org.mailgroups.value.Address;

/**
 * The envelope sender of the copies that members get. A list changes MAIL FROM to an address it owns (RFC 5321 3.9), so
 * reports about members never reach the author.
 *
 * <p>It is {@code <local part>-bounces+<token>@<domain>}. The token is base32 without padding, whatever the case, and
 * has the octets
 *
 * <pre>
 *   1  form: 1 for a posting, 2 for one recipient of it
 *   2  the day, counted from 1970
 *   8  the group's id
 *   5  the beginning of the posting's id
 *   4  a mark of the recipient, in form 2 alone
 *   6  the signature of all this and of what stands around the token
 * </pre>
 *
 * <p>So only somebody who was sent a copy in the last {@value #VALID_DAYS} days can write to it: a report without a
 * valid token is refused at RCPT. The group is found by its id, and a group that has got another address since then
 * still gets its reports. If the whole would be longer than a local part may be (RFC 5321 4.5.3.1.1), only the
 * beginning of the group's local part stands in it.
 *
 * <p>Return paths of an older version name the day and the group. They are known until they are too old.
 *
 * <p>Thread-safe.
 */
public final class ReturnPath {
    static final int VALID_DAYS = 14;

    private static final byte OF_POSTING = 1;
    private static final byte OF_RECIPIENT = 2;
    private static final int POSTING_BYTES = 5;
    private static final int MARK_BYTES = 4;
    private static final int SIGNATURE_BYTES = 6;
    private static final int SIGNED_BYTES = 1 + Short.BYTES + Long.BYTES + POSTING_BYTES;
    private static final int OLDER_SIGNATURE_BYTES = 8;
    private static final BaseEncoding BASE32 =
            BaseEncoding.base32().omitPadding().lowerCase();
    private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();

    private final Signer signer;
    private final Clock clock;
    private final GroupDirectory directory;

    public ReturnPath(Signer signer, Clock clock, GroupDirectory directory) {
        this.signer = signer;
        this.clock = clock;
        this.directory = directory;
    }

    /** Returns the address where reports about a group's copy of a posting go from today on. */
    public Address of(GroupEntry group, UUID posting) {
        return of(group, posted(OF_POSTING, SIGNED_BYTES, group, posting).array());
    }

    /**
     * Returns the same for a copy that is sent to one recipient alone. A report to it counts for the recipient, whoever
     * it names: a server that forwards mail names somebody whom we do not know.
     */
    public Address of(GroupEntry group, UUID posting, Address recipient) {
        return of(
                group,
                posted(OF_RECIPIENT, SIGNED_BYTES + MARK_BYTES, group, posting)
                        .put(HEX.decode(mark(recipient)))
                        .array());
    }

    private ByteBuffer posted(byte form, int length, GroupEntry group, UUID posting) {
        return ByteBuffer.allocate(length)
                .put(form)
                .putShort((short) today())
                .putLong(group.id())
                .put(HEX.decode(digits(posting)), 0, POSTING_BYTES);
    }

    private Address of(GroupEntry group, byte[] content) {
        int tokenLength = ((content.length + SIGNATURE_BYTES) * Byte.SIZE + 4) / 5;
        String base = RoleEnding.BOUNCES.base(group.address(), tokenLength);
        String token = BASE32.encode(ByteBuffer.allocate(content.length + SIGNATURE_BYTES)
                .put(content)
                .put(signer.sign(around(content, base)), 0, SIGNATURE_BYTES)
                .array());
        return Address.parse(base + '+' + token + '@' + group.address().domain());
    }

    /** Returns what a valid return path was made for; empty if the address is none. */
    public Optional<ReportAddress> read(Address address) {
        Address base = address.withoutDetail();
        if (base.equals(address) || !base.localPart().endsWith(RoleEnding.BOUNCES.text())) {
            return Optional.empty();
        }
        String token = address.localPart().substring(base.localPart().length() + 1);
        if (token.length() < 2 || !BASE32.canDecode(token)) {
            return Optional.empty();
        }
        byte[] octets = BASE32.decode(token);
        return octets.length == Short.BYTES + OLDER_SIGNATURE_BYTES ? ofOlder(base, octets) : read(base, octets);
    }

    private Optional<ReportAddress> read(Address base, byte[] token) {
        int length = token.length - SIGNATURE_BYTES;
        if (length != SIGNED_BYTES && length != SIGNED_BYTES + MARK_BYTES) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(token, length);
        ByteBuffer fields = ByteBuffer.wrap(content);
        byte form = fields.get();
        int day = Short.toUnsignedInt(fields.getShort());
        if (form != (length == SIGNED_BYTES ? OF_POSTING : OF_RECIPIENT)
                || !isValid(day)
                || !isSigned(around(content, base.localPart()), token, length)) {
            return Optional.empty();
        }
        return directory
                .group(fields.getLong())
                .map(group -> new ReportAddress(
                        group,
                        HEX.encode(content, SIGNED_BYTES - POSTING_BYTES, POSTING_BYTES),
                        HEX.encode(content, SIGNED_BYTES, length - SIGNED_BYTES)));
    }

    private Optional<ReportAddress> ofOlder(Address base, byte[] token) {
        int day = Short.toUnsignedInt(ByteBuffer.wrap(token).getShort());
        return RoleEnding.BOUNCES
                .groupAddress(base)
                .flatMap(directory::groupAt)
                .filter(group -> isValid(day) && isSigned(older(group.id(), day), token, Short.BYTES))
                .map(group -> new ReportAddress(group, "", ""));
    }

    private static byte[] older(long groupId, int day) {
        return ByteBuffer.allocate(Long.BYTES + Short.BYTES)
                .putLong(groupId)
                .putShort((short) day)
                .array();
    }

    private boolean isValid(int day) {
        int age = (today() - day) & 0xFFFF;
        return age <= VALID_DAYS;
    }

    private boolean isSigned(byte[] signed, byte[] token, int length) {
        return signer.isSigned(signed, Arrays.copyOfRange(token, length, token.length));
    }

    private int today() {
        return (int) Duration.ofMillis(clock.millis()).toDays() & 0xFFFF;
    }

    /** Returns how a recipient is named in a token. */
    static String mark(Address recipient) {
        return HEX.encode(
                Hashing.sha256()
                        .hashString(recipient.key(), StandardCharsets.UTF_8)
                        .asBytes(),
                0,
                MARK_BYTES);
    }

    /** Returns the digits of an id. */
    static String digits(UUID posting) {
        return posting.toString().replace("-", "");
    }

    /** Returns what is signed: the content of a token, and what stands in front of it. */
    private static byte[] around(byte[] content, String base) {
        byte[] around = base.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(content.length + around.length)
                .put(content)
                .put(around)
                .array();
    }
}
