// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.mailgroups.delivery.PostingCopy;

/**
 * A message as it is sent.
 *
 * @param header its octets, without the empty line that ends it. Not to be changed: it is not copied
 * @param body the rest, which begins with the empty line
 * @param bytes the octets of both together, exactly: a body of another length is a damaged one, and is not sent
 * @param eightBit whether any octet is above 127 (RFC 6152)
 */
@SuppressWarnings("ArrayRecordComponent")
public record Content(byte[] header, Body body, long bytes, boolean eightBit) {
    /** The body of a message. */
    @FunctionalInterface
    public interface Body {
        /** Opens it to read it from its start. The client closes it. */
        InputStream open() throws IOException;
    }

    public Content {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(body, "body");
    }

    /** Returns a copy of a posting as it is sent. */
    public static Content of(PostingCopy copy, Body body) {
        return new Content(copy.header(), body, copy.bytes(), copy.eightBit());
    }
}
