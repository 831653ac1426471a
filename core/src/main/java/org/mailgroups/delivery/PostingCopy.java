// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Objects;
import java.util.Optional;

/**
 * One of the distinct copies of a posting: a header of its own in front of a body that copies share.
 *
 * @param number counts from 0 within the posting. Those that are sent come first
 * @param group the id of the group as whose members its recipients get it; null for the plain message
 * @param sender the envelope sender; empty for the null sender
 * @param header its octets, without the empty line that ends it. Not to be changed: it may have a megabyte and is
 *     not copied
 * @param body the number of its body within the posting; a body begins with the empty line
 * @param bytes the octets of header and body together
 * @param eightBit whether any octet is above 127 (RFC 6152)
 * @param form what it is for
 * @param formOf the number of the copy of which it is a form; its own number if it is sent
 */
@SuppressWarnings("ArrayRecordComponent")
public record PostingCopy(
        int number,
        Long group,
        String sender,
        byte[] header,
        int body,
        long bytes,
        boolean eightBit,
        CopyForm form,
        int formOf) {
    public PostingCopy {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(form, "form");
    }

    /** A copy that is sent. */
    public PostingCopy(int number, Long group, String sender, byte[] header, int body, long bytes, boolean eightBit) {
        this(number, group, sender, header, body, bytes, eightBit, CopyForm.SENT, number);
    }

    /** Returns the id of the group as whose members its recipients get it; empty for the plain message. */
    public Optional<Long> groupId() {
        return Optional.ofNullable(group);
    }

    /** Returns whether it is this form of a copy. */
    public boolean isFormOf(PostingCopy copy, CopyForm wanted) {
        return form == wanted && formOf == copy.formOf();
    }

    /** Returns the same copy, which is sent, with another number. */
    public PostingCopy numbered(int other) {
        return new PostingCopy(other, group, sender, header, body, bytes, eightBit, form, other);
    }

    /** Returns the same copy with another envelope sender. */
    public PostingCopy from(String otherSender) {
        return new PostingCopy(number, group, otherSender, header, body, bytes, eightBit, form, formOf);
    }

    /** Returns the same octets as a form of this copy. */
    public PostingCopy as(CopyForm other, int otherNumber) {
        return new PostingCopy(otherNumber, group, sender, header, body, bytes, eightBit, other, formOf);
    }
}
