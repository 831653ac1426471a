// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.util.UUID;

/** The contact that a row of an import means. */
sealed interface ContactKey {
    /** A contact that exists. */
    record Known(UUID id) implements ContactKey {}

    /**
     * A contact to be made.
     *
     * @param fresh what tells it from the others of the file
     */
    record Fresh(String fresh) implements ContactKey {}

    /** A contact that exists, unless another row has the better claim to it: then one to be made. */
    record Likely(UUID id, String fresh) implements ContactKey {}

    /** Returns what a row with an identifier says of itself. */
    static String byIdentifier(String identifier) {
        return IDENTIFIER + identifier;
    }

    /** The beginning of {@link #byIdentifier}. */
    String IDENTIFIER = "identifier:";
}
