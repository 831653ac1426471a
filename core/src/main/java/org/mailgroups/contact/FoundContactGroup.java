// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

/**
 * A contact group with its position in a list.
 *
 * @param position the key that a next page begins after: a text without meaning, fit for a URL. It stays valid if the
 *     contact group is renamed or deleted.
 */
public record FoundContactGroup(ContactGroup group, String position) {}
