// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.Optional;
import java.util.UUID;

/**
 * Which contacts are wanted.
 *
 * @param domain only contacts of this domain (lower case, A-labels); empty for any
 * @param contactGroup only contacts in this group; empty for any
 * @param sharedOnly only what members may see: shared contacts, and of these not the identifier. No text tells anything about it then: it neither finds a contact nor brings it forward
 * @param text what is to be found (see {@link ContactRepository#search}); empty for any
 */
public record ContactFilter(Optional<String> domain, Optional<UUID> contactGroup, boolean sharedOnly, String text) {}
