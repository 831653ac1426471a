// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

/** The fate of a message at a group. The reasons are texts that a sender understands; SMTP comes in at the door. */
public sealed interface Decision {
    /** The message goes to the members. */
    record Accept() implements Decision {}

    /** The message waits for an administrator. */
    record Hold(String reason) implements Decision {}

    /** The message is refused. */
    record Refuse(Cause cause, String reason) implements Decision {}

    /** The kinds of refusals. Each door has one table that translates them. */
    enum Cause {
        /** The author may not write to the group. */
        NOT_ALLOWED,
        /** The message is larger than the group takes. */
        TOO_LARGE,
        /** The message has a form in which it harms the programs that read it. */
        MALFORMED,
        /** The message has been through the group before. */
        LOOP,
        /** The address leads to nobody who can be reached. */
        NOBODY_REACHED,
        /** The expansion is over one of the {@link Limits}. */
        OVER_LIMIT,
        /** Too many messages wait for the group's administrators. */
        QUEUE_FULL,
        /** Too much comes at once. */
        TOO_OFTEN,
        /** The group was renamed or disbanded while the message was distributed. */
        GROUP_GONE,
        /** The store cannot answer. */
        UNAVAILABLE
    }
}
