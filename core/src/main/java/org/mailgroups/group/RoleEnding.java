// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.Address;

/**
 * The endings that a group's local part gets in the addresses beside the group's own. No group's own address ends so.
 *
 * <p>RFC 2142 6 has {@code -request}. Managers of mailing lists have always used the others.
 */
public enum RoleEnding {
    /** The return path, where delivery reports about members go (RFC 5321 3.9). */
    BOUNCES("-bounces"),
    /** The administrators. */
    OWNER("-owner"),
    /** An automatic answer that explains the group. */
    REQUEST("-request"),
    /** Ends the membership of whoever writes there, or of whom the token in the sub-address names. */
    LEAVE("-leave"),
    /** Makes a member of the user who writes there, if the group is open. */
    JOIN("-join");

    /** The longest local part, in octets (RFC 5321 4.5.3.1.1). */
    private static final int MAX_LOCAL_PART = 64;

    private final String text;

    RoleEnding(String text) {
        this.text = text;
    }

    /** Returns the texts of all endings. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(RoleEnding::text).toList();
    }

    /** Returns the ending of a local part; empty if it has none of them. */
    static Optional<RoleEnding> of(String localPart) {
        return Stream.of(values())
                .filter(ending -> localPart.endsWith(ending.text))
                .findFirst();
    }

    /** Returns the ending, with its hyphen. */
    public String text() {
        return text;
    }

    /** Returns the address with this ending beside a group's address. */
    public Address at(Address group) {
        return Address.parse(group.localPart() + text + '@' + group.domain());
    }

    /**
     * Returns the beginning of the local part of a sub-address beside a group's address, up to the ending. If the
     * group's local part is too long, only as much of it stands there as leaves room for the sub-address; it does not
     * end with a dot.
     *
     * @param detailOctets the length of what comes behind the plus sign
     */
    public String base(Address group, int detailOctets) {
        String localPart = group.localPart();
        int room = MAX_LOCAL_PART - text.length() - 1 - detailOctets;
        int end = localPart.length();
        while (end > 1 && octets(localPart.substring(0, end)) > room) {
            end = localPart.offsetByCodePoints(end, -1);
        }
        while (end > 1 && end < localPart.length() && localPart.charAt(end - 1) == '.') {
            end--;
        }
        return localPart.substring(0, end) + text;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Returns the address in front of the ending; empty if there is none. What stands there may be no address at all,
     * as in {@code a.-owner@}: strangers write such recipients.
     *
     * @param address without a sub-address
     */
    public Optional<Address> groupAddress(Address address) {
        String localPart = address.localPart();
        return localPart.endsWith(text)
                ? Address.tryParse(localPart.substring(0, localPart.length() - text.length()) + '@' + address.domain())
                : Optional.empty();
    }
}
