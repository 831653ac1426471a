// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * One of a contact's mail accounts.
 *
 * @param label the kind of account, such as {@code work}; empty for none
 */
public record ContactEmail(Address address, String label) {
    /** The longest label, in characters. */
    public static final int MAX_LABEL_LENGTH = 50;

    public ContactEmail {
        label = Text.line("label", label, MAX_LABEL_LENGTH);
    }

    /** Returns an account without a label. */
    public static ContactEmail of(Address address) {
        return new ContactEmail(address, "");
    }
}
