// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port to the octets of held messages.
 *
 * <p>Thread-safe. Every method throws {@link StoreUnavailableException} if they cannot be read now.
 */
public interface HeldMessageContent {
    /** A header field as it is in the message, unfolded. */
    record HeaderField(String name, String value) {}

    /**
     * Returns the header fields of a message, without fields that are far too long; empty if there is no such message.
     */
    Optional<List<HeaderField>> header(String id);

    /** Returns the message's octets; empty if there is no such message. The caller closes the stream. */
    Optional<InputStream> open(String id);
}
