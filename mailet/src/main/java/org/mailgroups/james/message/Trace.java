// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import com.google.common.io.BaseEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;
import org.mailgroups.token.Signer;

/**
 * Finds mail loops. Each copy carries a field that names its group and is signed by this server. A message that brings
 * such a field has been through the group. Other servers' fields ({@code Delivered-To}, {@code List-Id}) say nothing
 * about that: a stranger may have written them, and a message from an old list server has them for good.
 *
 * <p>A person may send a message again (RFC 5322 3.6.6). Then Resent fields stand above everything that the message
 * carried before, and what is below them does not count, twice. A program that resends by itself comes a third time. So
 * many servers as no real message passes end every loop
 * (RFC 5321 6.3), whatever else is written in it.
 *
 * <p>Thread-safe.
 */
public final class Trace {
    /** The most servers that a message may have been through; RFC 5321 6.3 asks for at least 100. */
    private static final int MAX_HOPS = 100;

    private static final int MAX_RESENT = 2;

    static final String FIELD = "X-Mail-Groups-Trace";

    private static final String NAME = FIELD.toLowerCase(Locale.ROOT);
    private static final int SIGNATURE_BYTES = 10;
    private static final int SIGNATURE_LENGTH = SIGNATURE_BYTES * Byte.SIZE / 5;
    private static final BaseEncoding BASE32 =
            BaseEncoding.base32().omitPadding().lowerCase();

    private final Signer signer;

    public Trace(Signer signer) {
        this.signer = signer;
    }

    /** Returns the field that a group's copies begin with, without a line end. */
    public String field(long groupId) {
        return FIELD + ": " + beginning(groupId) + BASE32.encode(signer.sign(signed(groupId)), 0, SIGNATURE_BYTES);
    }

    /** Returns whether a message goes in circles: it has been through this group, or through too many servers. */
    public boolean isInCircles(HeaderFields header, long groupId) {
        return hasPassedTooManyServers(header) || cameThrough(header, groupId);
    }

    static boolean hasPassedTooManyServers(HeaderFields header) {
        return header.named("received").count() > MAX_HOPS;
    }

    private boolean cameThrough(HeaderFields header, long groupId) {
        Predicate<HeaderFields.Field> isTrace = field -> field.name().equals(NAME) && isOurs(field.value(), groupId);
        return header.fields().stream()
                        .takeWhile(field -> !field.name().startsWith("resent-"))
                        .anyMatch(isTrace)
                || header.fields().stream().filter(isTrace).count() > MAX_RESENT;
    }

    private boolean isOurs(String value, long groupId) {
        String signature = value.startsWith(beginning(groupId))
                ? value.substring(beginning(groupId).length())
                : "";
        return signature.length() == SIGNATURE_LENGTH
                && BASE32.canDecode(signature)
                && signer.isSigned(signed(groupId), BASE32.decode(signature));
    }

    private static String beginning(long groupId) {
        return groupId + "-";
    }

    private static byte[] signed(long groupId) {
        return ("trace " + groupId).getBytes(StandardCharsets.US_ASCII);
    }
}
