// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Locale;

/** The forms of one copy that a posting may have. */
public enum CopyForm {
    /** As it goes out. */
    SENT,
    /** As it was before the postmaster's processor of copies changed it. */
    UNPROCESSED,
    /** As it goes to servers that take no octets above 127. */
    SEVEN_BIT;

    /** Returns the word in which it is stored. */
    public String text() {
        return this == SEVEN_BIT ? "sevenBit" : name().toLowerCase(Locale.ROOT);
    }

    /** Returns the form that a word stands for. */
    public static CopyForm parse(String text) {
        for (CopyForm form : values()) {
            if (form.text().equals(text)) {
                return form;
            }
        }
        throw new IllegalArgumentException("there is no form of a copy named " + text);
    }
}
