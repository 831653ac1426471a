// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.deletion;

import java.util.List;
import org.mailgroups.right.Principal;

/**
 * Something to delete that is so much that it takes long.
 *
 * @param target what the call named: an address, or the id of a contact group; empty for contacts
 * @param ids of what is to be deleted one by one; empty if the target says it
 */
public record Deletion(Principal principal, Kind kind, String target, List<String> ids) {
    /** What is deleted. */
    public enum Kind {
        /** The members of a group that is disbanded already. */
        MEMBERS("members"),
        /** A contact group with its contacts. */
        CONTACT_GROUP("contactGroup"),
        CONTACTS("contacts"),
        /** An address, from all its groups. */
        MEMBERSHIPS("memberships");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns its name in JSON. */
        public String word() {
            return word;
        }

        /** @throws IllegalArgumentException if there is no such kind */
        public static Kind of(String word) {
            return List.of(values()).stream()
                    .filter(kind -> kind.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no deletion of " + word));
        }
    }

    public Deletion {
        ids = List.copyOf(ids);
    }
}
