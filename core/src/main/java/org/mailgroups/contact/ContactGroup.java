// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.UUID;

/**
 * A named list of contacts in a domain. No other contact group of the domain has the same name.
 *
 * @param domain in lower case, in A-labels
 * @param name as it was written; compared without case
 * @param contactCount the number of contacts in it
 * @param version raised with each change of the name, not of the contacts
 */
public record ContactGroup(UUID id, String domain, String name, long contactCount, long version) {}
