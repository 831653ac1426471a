// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

/** A contact to be created. */
public record NewContact(ContactDetails details, ForeignCard card) {
    /** Returns a contact that did not come from a vCard. */
    public static NewContact of(ContactDetails details) {
        return new NewContact(details, ForeignCard.none());
    }
}
