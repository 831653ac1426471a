// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

/**
 * A contact with where it stands in a list.
 *
 * @param position the list goes on after it if this is the next page's {@link org.mailgroups.value.PageRequest#after()}
 */
public record FoundContact(Contact contact, String position) {}
