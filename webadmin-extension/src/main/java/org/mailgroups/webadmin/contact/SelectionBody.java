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

    /** The greatest number of contacts that one call deletes or moves. */
    private static final int MAX_IDS = 1000;

    /** Contacts to be moved. */
    record Move(List<String> ids, String contactGroup) {
        List<UUID> contacts() {
            return parsed(ids);
        }

        UUID target() {
            return Id.parse("contactGroup", "contact group", contactGroup);
        }
    }

    /** Returns each contact once, in the order given. */
    List<UUID> contacts() {
        return parsed(ids);
    }

    private static List<UUID> parsed(List<String> ids) {
        Set<UUID> parsed = new LinkedHashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            parsed.add(Id.parse("ids[" + i + "]", "contact", ids.get(i)));
        }
        TooManyEntriesException.check("ids", parsed, MAX_IDS);
        return List.copyOf(parsed);
    }
}
