// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.right;

/** The relations to a thing that give rights. A principal may be in several of them at once, or in none. */
public enum Relation {
    /** The principal is a user of this server, who has authenticated. */
    USER("users of this server"),
    /** The act is about the principal. */
    SELF("the person that it is about"),
    /** The principal is a member of the group, directly or through nested groups. */
    MEMBER("members"),
    /** The principal is an administrator of the group. */
    ADMINISTRATOR("administrators");

    private final String those;

    Relation(String those) {
        this.those = those;
    }

    /** Returns the words for those who are in this relation. */
    String those() {
        return those;
    }
}
