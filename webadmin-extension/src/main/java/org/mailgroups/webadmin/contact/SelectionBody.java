// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.value.Id;
import org.mailgroups.value.TooManyEntriesException;

/** Contacts to be deleted. */
record SelectionBody(List<String> ids) {
    static final int MAX_BYTES = 64 << 10;

    /** Twice what the ids of {@link #MAX_DELETED} contacts take. */
    static final int MAX_BYTES_TO_DELETE = 1 << 20;

    /** The greatest number of contacts that one call moves. */
    private static final int MAX_MOVED = 1_000;

    /** The greatest number of contacts that one call deletes. */
    private static final int MAX_DELETED = 10_000;

    /** Contacts to be moved. */
    record Move(List<String> ids, String contactGroup) {
        List<UUID> contacts() {
            return parsed(ids, MAX_MOVED);
        }

        UUID target() {
            return Id.parse("contactGroup", "contact group", contactGroup);
        }
    }

    /** Returns each contact once, in the order given. */
    List<UUID> contacts() {
        return parsed(ids, MAX_DELETED);
    }

    private static List<UUID> parsed(List<String> ids, int max) {
        Set<UUID> parsed = new LinkedHashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            parsed.add(Id.parse("ids[" + i + "]", "contact", ids.get(i)));
        }
        TooManyEntriesException.check("ids", parsed, max);
        return List.copyOf(parsed);
    }
}
