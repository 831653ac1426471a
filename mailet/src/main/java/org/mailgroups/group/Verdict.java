/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.group;

import java.time.Instant;

/**
 * A decision about a held message.
 *
 * @param state what becomes of it; never {@link HeldState#HELD}
 * @param by who decided, for the audit trail
 * @param comment for the author of a message that was rejected; may have several lines; empty for none
 */
public record Verdict(HeldState state, String by, Instant at, String comment) {
    /** The longest comment, in characters. */
    public static final int MAX_COMMENT_LENGTH = 2000;

    private static final int MAX_COMMENT_LINES = 100;

    public Verdict {
        if (state == HeldState.HELD) {
            throw new IllegalArgumentException("to hold a message is no decision about it");
        }
        if (comment.length() > MAX_COMMENT_LENGTH) {
            throw new InvalidValueException("comment is longer than " + MAX_COMMENT_LENGTH + " characters");
        }
        by = Text.cleanedLine(by, Address.MAX_OCTETS);
        comment = Text.cleanedLines(comment, MAX_COMMENT_LINES, MAX_COMMENT_LENGTH);
    }
}
