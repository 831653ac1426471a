// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mailgroups.decision.Ruling;
import org.mailgroups.json.Given;
import org.mailgroups.moderation.HeldMessageService;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.TooManyEntriesException;

/** Held messages that are decided about in one call, and what their authors are told. */
public record ManyDecisionsBody(List<String> ids, Given<String> comment) {
    /** Room for the ids and for the longest comment with every character escaped. */
    public static final int MAX_BYTES = 32 << 10;

    /**
     * Returns each message once, in the order given.
     *
     * @throws org.mailgroups.value.NotFoundException naming the first text that is no id
     */
    public List<String> messages() {
        Set<String> messages = new LinkedHashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            messages.add(Id.parse("ids[" + i + "]", "held message", ids.get(i)).toString());
        }
        if (messages.isEmpty()) {
            throw new InvalidValueException("ids", "must name at least one held message");
        }
        TooManyEntriesException.check("ids", messages, HeldMessageService.MAX_AT_ONCE);
        return List.copyOf(messages);
    }

    /** Returns the comment for the authors, as {@link DecisionBody} does. */
    public String comment(Ruling ruling) {
        return new DecisionBody(comment).comment(ruling);
    }
}
