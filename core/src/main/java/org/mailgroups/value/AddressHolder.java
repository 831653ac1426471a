// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** What can have a mail address on this server. */
public enum AddressHolder {
    USER("a user"),
    MAPPING("an alias, forward, group or other mapping of James"),
    GROUP("a group");

    private final String description;

    AddressHolder(String description) {
        this.description = description;
    }

    /** Returns what it is, with its article, for texts such as {@code the address is taken by a user}. */
    public String description() {
        return description;
    }
}
