// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

import org.mailgroups.value.Text;

/**
 * A row of an import that was taken, but not all that it says.
 *
 * @param line the physical line on which the row begins
 * @param name the first cell of the row, which says whom or what it names; cut to {@value #MAX_NAME_LENGTH} characters
 * @param reason what was not taken, and why, in words for the person who wrote the file
 */
public record ImportWarning(long line, String name, String reason) {
    public static final int MAX_NAME_LENGTH = 200;
    public static final int MAX_REASON_LENGTH = 2000;

    public ImportWarning {
        name = Text.cleanedLine(name, MAX_NAME_LENGTH);
        reason = Text.cleanedLine(reason, MAX_REASON_LENGTH);
    }
}
