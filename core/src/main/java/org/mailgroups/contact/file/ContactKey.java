// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.util.UUID;

/** Which contact a row of an import means. */
sealed interface ContactKey {
    /** One that exists. */
    record Known(UUID id) implements ContactKey {}

    /**
     * None that exists.
     *
     * @param fresh what tells it from the others of the file
     */
    record Fresh(String fresh) implements ContactKey {}

    /** One that exists, unless another row has the better claim to it: then one to be made. */
    record Likely(UUID id, String fresh) implements ContactKey {}

    /** What a row with an identifier says of itself. */
    static String byIdentifier(String identifier) {
        return IDENTIFIER + identifier;
    }

    /** The beginning of {@link #byIdentifier}. */
    String IDENTIFIER = "identifier:";
}
