// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

/** A contact to be made. */
public record NewContact(ContactDetails details, ForeignCard card) {
    /** A contact that did not come as a vCard. */
    public static NewContact of(ContactDetails details) {
        return new NewContact(details, ForeignCard.none());
    }
}
