// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.UUID;

/**
 * A shared contact as it is kept.
 *
 * @param contactGroup the group it is in
 * @param domain that of the group, in lower case, A-labels
 * @param card what came with it from elsewhere
 * @param version raised with each change of this contact
 */
public record Contact(
        UUID id, UUID contactGroup, String domain, ContactDetails details, ForeignCard card, long version) {}
