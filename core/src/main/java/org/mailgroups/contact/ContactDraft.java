// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

/**
 * A contact as a caller wants it.
 *
 * @param preferredField the field of the preferred address in the call, such as {@code emails[1].address}; empty if
 *     there is no address
 * @param id the contact's own id, if the call names it; else empty
 * @param contactGroup the id of its contact group, if the call names it; else empty
 */
public record ContactDraft(ContactDetails details, String preferredField, String id, String contactGroup) {}
