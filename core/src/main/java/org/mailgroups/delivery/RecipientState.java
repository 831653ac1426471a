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
    FAILED,
    /** Gets nothing at present, though a member: the member's server has refused too much. */
    SUSPENDED,
    /** Gets nothing, though a member of a nested group: a group on the way excludes the member. */
    EXCLUDED;

    /** Returns whether there was never a copy for such a recipient. */
    public boolean isLeftOut() {
        return this == SUSPENDED || this == EXCLUDED;
    }

    /** Returns the word in which it is stored and shown. */
    public String text() {
        return this == HANDED_OVER ? "handedOver" : name().toLowerCase(Locale.ROOT);
    }
}
