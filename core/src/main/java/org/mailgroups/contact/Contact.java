// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.UUID;

/**
 * A contact as it is in the store.
 *
 * @param contactGroup the id of the contact group that it is in
 * @param domain the domain of the contact group, in lower case, in A-labels
 * @param uid the UID that it came with; empty for none (see {@link ForeignCard}). What else is kept of its vCard may be
 *     long, and is read only by {@link ContactRepository#cards}.
 * @param version raised with each change of this contact
 */
public record Contact(UUID id, UUID contactGroup, String domain, ContactDetails details, String uid, long version) {}
