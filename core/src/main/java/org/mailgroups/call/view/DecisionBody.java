// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import org.mailgroups.decision.Ruling;
import org.mailgroups.json.Given;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/** An addition to the decision about a held message, or about a request to join. */
public record DecisionBody(Given<String> comment) {
    /** Room for the longest comment with every character escaped. */
    public static final int MAX_BYTES = 16 << 10;

    /** The longest words for somebody who has asked to join, in characters. */
    private static final int MAX_WORDS = 2_000;

    /**
     * Returns the words for somebody who has asked to join; empty if there are none.
     *
     * @throws InvalidValueException if they are too long, or if the person is let in: nobody would get them
     */
    public String words(Ruling ruling) {
        if (ruling != Ruling.REJECT && comment.isPresent()) {
            throw new InvalidValueException("comment", "is for a person who is not let in; leave it out");
        }
        return Text.lines("comment", comment.orElse(""), MAX_WORDS);
    }

    /**
     * Returns the comment for the author; empty if there is none.
     *
     * @throws InvalidValueException if the message is not rejected: nobody would get the comment
     */
    public String comment(Ruling ruling) {
        if (ruling != Ruling.REJECT && comment.isPresent()) {
            throw new InvalidValueException(
                    "comment",
                    "is for the author of a message that is rejected; leave it out, since an approved message goes to"
                            + " the group as it is");
        }
        return comment.orElse("");
    }
}
