// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

import java.util.OptionalLong;
import java.util.UUID;
import org.mailgroups.group.Group;

/**
 * The thing that an import goes into. Imports into one target run one after the other.
 *
 * @param key its name in the store; it outlives a change of a group's address
 */
public record ImportTarget(String key) {
    private static final String GROUP = "group:";

    private static final ImportTarget PROFILES = new ImportTarget("profiles");

    /** The members of a group. */
    public static ImportTarget membersOf(Group group) {
        return membersOf(group.id());
    }

    /** The members of a group by its identity in the store. */
    public static ImportTarget membersOf(long groupId) {
        return new ImportTarget(GROUP + groupId);
    }

    /** Returns the id of the group whose members it is; empty if it is something else. */
    public OptionalLong group() {
        return key.startsWith(GROUP)
                ? OptionalLong.of(Long.parseLong(key.substring(GROUP.length())))
                : OptionalLong.empty();
    }

    /** The contacts of a contact group. */
    public static ImportTarget contactsOf(UUID contactGroup) {
        return new ImportTarget("contacts:" + contactGroup);
    }

    /** The profiles of users. */
    public static ImportTarget profiles() {
        return PROFILES;
    }
}
