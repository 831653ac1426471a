// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.UUID;

/**
 * A folder of shared contacts (seed lines B2 to B4). It belongs to a domain, and its name is the only one of its kind there.
 *
 * @param domain in lower case, A-labels
 * @param name as it was written; compared without case
 * @param contactCount how many contacts are in it
 * @param version raised with each change of the name, not of the contacts
 */
public record ContactGroup(UUID id, String domain, String name, long contactCount, long version) {}
