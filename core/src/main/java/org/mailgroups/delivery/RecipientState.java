// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Locale;

/** What has become of a recipient of a posting. */
public enum RecipientState {
    /** The copy is still to be sent, or to be sent again. */
    WAITING,
    /** The recipient's server has taken the copy. */
    DELIVERED,
    /** The mail server has taken the copy, to deliver it as it delivers other mail. */
    HANDED_OVER,
    /** The copy is not sent any more. */
    FAILED;

    /** Returns the word in which it is stored and shown. */
    public String text() {
        return this == HANDED_OVER ? "handedOver" : name().toLowerCase(Locale.ROOT);
    }
}
