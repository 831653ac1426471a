// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.util.Locale;

/** Says how a restoration treats a group or profile that is in the backup and in the store. */
public enum RestoreMode {
    /** It stays as it is. */
    SKIP,
    /** It becomes as it is in the backup. */
    REPLACE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the mode that has this word. */
    public static RestoreMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
