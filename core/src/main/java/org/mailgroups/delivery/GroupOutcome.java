// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Locale;
import java.util.Objects;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * What a group decided about a message.
 *
 * @param group the group's id
 * @param address the group's address at that time
 * @param cause the cause of a refusal, as its enum's name; else empty
 * @param reason why it was refused or held; else empty
 * @param done whether it was acted on: the author was told, the message was held, the posting was written
 */
public record GroupOutcome(long group, Address address, Kind kind, String cause, String reason, boolean done) {
    /** The longest reason that is kept, in characters. */
    public static final int MAX_REASON = 500;

    /** What a group can decide. */
    public enum Kind {
        TAKEN,
        HELD,
        REFUSED;

        /** Returns the word in which it is stored. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public GroupOutcome {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(cause, "cause");
        reason = Text.cleanedLine(reason, MAX_REASON);
    }

    /** Returns this outcome as one that is still to be acted on. */
    public GroupOutcome open() {
        return new GroupOutcome(group, address, kind, cause, reason, false);
    }

    /** Returns this outcome as one that was acted on. */
    public GroupOutcome acted() {
        return new GroupOutcome(group, address, kind, cause, reason, true);
    }
}
