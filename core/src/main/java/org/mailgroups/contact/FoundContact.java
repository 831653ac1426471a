// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

/**
 * A contact with its position in a list.
 *
 * @param position the key that a next page begins after; see {@link org.mailgroups.value.PageRequest#after()}
 */
public record FoundContact(Contact contact, String position) {}
