// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

/**
 * What a caller wants a contact to be.
 *
 * @param preferredField where the caller has written the preferred address, such as {@code emails[1].address}; empty where there is none
 * @param id the contact's own id, if the caller has said it; else empty
 * @param contactGroup the id of the contact group it is in, if the caller has said it; else empty
 */
public record ContactDraft(ContactDetails details, String preferredField, String id, String contactGroup) {}
