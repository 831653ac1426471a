// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.decision;

import org.mailgroups.value.InvalidValueException;

/** What an administrator wants to become of a thing that waits. */
public enum Ruling {
    APPROVE,
    REJECT;

    /**
     * Returns what an action of a caller says.
     *
     * @throws InvalidValueException if it is neither {@code approve} nor {@code reject}
     */
    public static Ruling ofAction(String action) {
        return switch (action) {
            case "approve" -> APPROVE;
            case "reject" -> REJECT;
            default -> throw new InvalidValueException("action must be approve or reject");
        };
    }
}
