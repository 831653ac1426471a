// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.io.MaxHeaderLengthLimitException;
import org.apache.james.mime4j.io.MaxHeaderLimitException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/**
 * The number and the depth of a message's MIME parts. James describes parts to IMAP clients by recursion, so some
 * thousand levels end its stack.
 *
 * <p>The parts are those that James' own parser sees. Two parsers that do not agree would be a way past the limits. It
 * reads a stream, and its cost grows with the octets and the depth: 50 MB take some 0.2 s, and 4 s at the depth that is
 * allowed.
 */
final class MimeParts {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_PARTS = 1000;

    private static final MimeConfig AS_JAMES_READS = MimeConfig.copy(MimeConfig.PERMISSIVE)
            .setMaxHeaderCount(HeaderFields.MAX_FIELDS)
            .setMaxHeaderLen(HeaderFields.MAX_BYTES)
            .setMaxContentLen(-1) // the server's own limit holds
            .build();

    private MimeParts() {}

    /**
     * Returns what is wrong with a message's parts; empty if nothing is. If the parser cannot go on, the rest is not
     * looked at: James sees no parts there either.
     */
    static Optional<String> fault(InputStream message) throws IOException {
        MimeTokenStream tokens = new MimeTokenStream(AS_JAMES_READS);
        tokens.parse(message);
        int depth = 0;
        int parts = 0;
        try {
            for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                switch (state) {
                    case T_START_MESSAGE, T_START_MULTIPART -> depth++;
                    case T_END_MESSAGE, T_END_MULTIPART -> depth--;
                    case T_START_BODYPART -> parts++;
                    default -> {}
                }
                if (depth > MAX_DEPTH) {
                    return Optional.of("The message's MIME parts are nested deeper than " + MAX_DEPTH + " levels");
                }
                if (parts > MAX_PARTS) {
                    return Optional.of("The message has more than " + MAX_PARTS + " MIME parts");
                }
            }
            return Optional.empty();
        } catch (MaxHeaderLimitException | MaxHeaderLengthLimitException e) {
            return Optional.of("A MIME part of the message has a header over the limits");
        } catch (MimeException e) {
            return Optional.empty();
        }
    }
}
