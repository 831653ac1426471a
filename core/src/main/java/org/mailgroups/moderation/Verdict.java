// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.time.Instant;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * A decision about a held message.
 *
 * @param state the new state of the message; never {@link HeldState#HELD}
 * @param by the name of the principal who decided, for the audit trail
 * @param comment a text for the author of a rejected message; may have several lines; empty for none
 */
public record Verdict(HeldState state, String by, Instant at, String comment) {
    /** The longest comment, in characters. */
    public static final int MAX_COMMENT_LENGTH = 2000;

    private static final int MAX_COMMENT_LINES = 100;

    public Verdict {
        if (state == HeldState.HELD) {
            throw new IllegalArgumentException("HELD is not a decision");
        }
        if (comment.length() > MAX_COMMENT_LENGTH) {
            throw new InvalidValueException("comment is longer than " + MAX_COMMENT_LENGTH + " characters");
        }
        by = Text.cleanedLine(by, Address.MAX_OCTETS);
        comment = Text.cleanedLines(comment, MAX_COMMENT_LINES, MAX_COMMENT_LENGTH);
    }
}
