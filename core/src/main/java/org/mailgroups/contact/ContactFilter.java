// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.Optional;
import java.util.UUID;

/**
 * The contacts that are wanted.
 *
 * @param domain only contacts of this domain (lower case, A-labels); empty for any
 * @param contactGroup only contacts of this contact group; empty for any
 * @param sharedOnly only shared contacts, for members. A text is not compared with their identifiers then: it neither
 *     finds a contact by its identifier nor brings it forward, since nobody should learn one by searching
 * @param shared only contacts that are shared, or only those that are not, for postmasters; empty for both
 * @param text the text to be found (see {@link ContactRepository#search}); empty for any
 */
public record ContactFilter(
        Optional<String> domain,
        Optional<UUID> contactGroup,
        boolean sharedOnly,
        Optional<Boolean> shared,
        String text) {
    /** Makes a filter that takes postmasters' contacts whether they are shared or not. */
    public ContactFilter(Optional<String> domain, Optional<UUID> contactGroup, boolean sharedOnly, String text) {
        this(domain, contactGroup, sharedOnly, Optional.empty(), text);
    }

    /** Returns whether a contact that is shared, or is not, is among the wanted ones. */
    public boolean admits(boolean isShared) {
        return (!sharedOnly || isShared) && shared.orElse(isShared) == isShared;
    }
}
