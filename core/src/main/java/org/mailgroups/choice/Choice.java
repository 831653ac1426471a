// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.choice;

import java.util.Objects;

/**
 * What a member wants of a group.
 *
 * @param ownCopy whether the member gets copies of the own messages, too
 */
public record Choice(Delivery delivery, boolean ownCopy) {
    /** What whoever has not chosen gets. */
    public static final Choice EVERYTHING = new Choice(Delivery.EACH, true);

    public Choice {
        Objects.requireNonNull(delivery, "delivery");
    }
}
