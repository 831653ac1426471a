// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.UUID;

/**
 * A contact as it is in the store.
 *
 * @param contactGroup the id of the contact group that it is in
 * @param domain the domain of the contact group, in lower case, in A-labels
 * @param card the parts of its vCard that the product does not know itself
 * @param version raised with each change of this contact
 */
public record Contact(
        UUID id, UUID contactGroup, String domain, ContactDetails details, ForeignCard card, long version) {}
