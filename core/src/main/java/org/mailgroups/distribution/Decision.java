// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

/** Whether a message to a group may go on. The reasons are sentences that a sender understands. */
public sealed interface Decision {
    /** It goes to the members. */
    record Accept() implements Decision {}

    /** It waits for an administrator. */
    record Hold(String reason) implements Decision {}

    /** It is refused. */
    record Refuse(Cause cause, String reason) implements Decision {}

    /** What kind of refusal it is, for the edge to translate. */
    enum Cause {
        /** Who writes may not. */
        NOT_ALLOWED,
        /** The message is larger than the group takes. */
        TOO_LARGE
    }
}
