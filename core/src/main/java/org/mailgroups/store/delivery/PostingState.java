// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.util.Locale;

/** The state of a posting's row. */
enum PostingState {
    /** Parts of it are here. Nobody sees it. */
    WRITING,
    /** Somebody waits for it. */
    WAITING,
    DONE,
    FAILED,
    CANCELLED,
    /** Parts of it are still here. Nobody sees it. */
    REMOVED;

    /** The states of postings that are seen, as SQL. */
    static final String SEEN = "('waiting', 'done', 'failed', 'cancelled')";

    /** The states of postings that nobody waits for and that are seen, as SQL. */
    static final String SETTLED = "('done', 'failed', 'cancelled')";

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
