// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

/**
 * Those who may make a call. This is what the documentation of a route says. The door itself tells only those with a
 * log-in from those without; everything else is decided by the service, which asks the rights.
 */
public enum Caller {
    ANYBODY("anybody, without log-in"),
    USER("users of this server"),
    PARTICIPANT("members of the group"),
    MEMBER("those whom the group's memberVisibility lets see its members"),
    ADMINISTRATOR("administrators of the group");

    private final String words;

    Caller(String words) {
        this.words = words;
    }

    /** Returns the words for the documentation. */
    public String words() {
        return words;
    }
}
