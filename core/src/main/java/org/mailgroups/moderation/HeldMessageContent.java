// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port to the held messages themselves.
 *
 * <p>Thread-safe. Every method throws {@link StoreUnavailableException} where they cannot be read now.
 */
public interface HeldMessageContent {
    /** A header field as it stands in the message, unfolded. */
    record HeaderField(String name, String value) {}

    /** The fields of a message's header, as far as they have a sensible length; empty if the message is not there. */
    Optional<List<HeaderField>> header(String id);

    /** The message's octets, to be closed; empty if the message is not there. */
    Optional<InputStream> open(String id);
}
