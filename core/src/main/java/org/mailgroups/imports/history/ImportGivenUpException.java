// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

import java.util.UUID;

/** An import was given up while it was at work, since it had given no sign of life. What it has written stays. */
public final class ImportGivenUpException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public ImportGivenUpException(UUID id) {
        super("the import " + id + " was given up, since its server gave no sign of life; import the file again");
    }
}
