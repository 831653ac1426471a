// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import org.mailgroups.json.Given;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.value.InvalidValueException;

/** An addition to the decision about a held message. */
public record DecisionBody(Given<String> comment) {
    /** Room for the longest comment with every character escaped. */
    public static final int MAX_BYTES = 16 << 10;

    /**
     * Returns the comment for the author; empty if there is none.
     *
     * @throws InvalidValueException if the message is not rejected: nobody would get the comment
     */
    public String comment(HeldState decision) {
        if (decision != HeldState.REJECTED && comment.isPresent()) {
            throw new InvalidValueException(
                    "comment",
                    "is for the author of a message that is rejected; leave it out, since an approved message goes to"
                            + " the group as it is");
        }
        return comment.orElse("");
    }
}
