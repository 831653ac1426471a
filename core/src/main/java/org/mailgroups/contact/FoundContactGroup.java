// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

/**
 * A contact group in a page of several.
 *
 * @param position where the next page begins, if this is the last one: a text without meaning, fit for a URL, which stays good when the group is renamed or deleted
 */
public record FoundContactGroup(ContactGroup group, String position) {}
