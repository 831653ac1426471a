// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

import java.util.Locale;

/** What becomes of a group or profile that is there and in the backup too. */
enum RestoreMode {
    /** It stays as it is. */
    SKIP,
    /** It becomes as it is in the backup. */
    REPLACE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param word one of theirs */
    static RestoreMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
