// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import org.mailgroups.directory.EntryKey;

/** What a path leads to. */
sealed interface Target {
    /** The start, which leads to everything else. */
    record Root() implements Target {}

    /** The user who has logged in. */
    record Self() implements Target {}

    /** The place of the user's books. */
    record Home() implements Target {}

    /** The user's only book. */
    record TheBook() implements Target {}

    /** A card, which need not be there. */
    record Card(EntryKey key) implements Target {}
}
