// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.Collection;

/** A list in a call that is longer than the call takes. */
public final class TooManyEntriesException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public TooManyEntriesException(String field, int allowed) {
        super(field, "has more than the " + allowed + " entries that this call takes", null);
    }

    /**
     * Checks the length of a list.
     *
     * @throws TooManyEntriesException if it is longer than {@code allowed}
     */
    public static void check(String field, Collection<?> entries, int allowed) {
        if (entries.size() > allowed) {
            throw new TooManyEntriesException(field, allowed);
        }
    }
}
