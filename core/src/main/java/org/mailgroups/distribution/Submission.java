// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.function.Supplier;
import org.mailgroups.group.GroupEntry;

/**
 * One message at one group, as far as it is known at a stage of its way.
 *
 * @param stage the place where it is decided about; it says which of the components below are known
 * @param circles whether the message goes in circles: it has been through the group, or too many servers
 * @param approved whether the group's administrators have approved this very message
 * @param automatic whether it is a report or an automatic reply: by MAIL FROM {@code <>}, or by its header
 * @param spam whether this server's filter takes it for spam
 * @param bytes the size in octets, as announced or as received; 0 if it is not known yet
 * @param mayBeProven whether a proof that comes later may still let the author write
 * @param storm the say of the storm guard. Asking it counts the message, so nobody asks it but the last question
 */
public record Submission(
        Stage stage,
        GroupEntry group,
        boolean circles,
        boolean approved,
        boolean automatic,
        boolean spam,
        long bytes,
        Author author,
        boolean mayBeProven,
        Supplier<Decision> storm) {
    /** The places where it is decided about a message. */
    public enum Stage {
        /** The recipient is named. There is no header yet, and the size is the client's word. */
        RCPT,
        /** The message is there. James' own mailets, such as those for SPF and DKIM, have not seen it. */
        DATA,
        /** James has taken the message over. */
        SPOOL
    }

    /** Returns what is known at RCPT. */
    public static Submission atRcpt(
            GroupEntry group, boolean nullSender, long announcedBytes, Author author, boolean mayBeProven) {
        return atDoor(Stage.RCPT, group, false, nullSender, announcedBytes, author, mayBeProven);
    }

    /** Returns what is known after DATA. */
    public static Submission afterData(
            GroupEntry group, boolean circles, boolean automatic, long bytes, Author author, boolean mayBeProven) {
        return atDoor(Stage.DATA, group, circles, automatic, bytes, author, mayBeProven);
    }

    private static Submission atDoor(
            Stage stage,
            GroupEntry group,
            boolean circles,
            boolean automatic,
            long bytes,
            Author author,
            boolean mayBeProven) {
        return new Submission(
                stage,
                group,
                circles,
                false,
                automatic,
                false,
                bytes,
                author,
                mayBeProven,
                () -> new Decision.Accept());
    }

    /** Returns what is known in the spool: everything. */
    public static Submission inSpool(
            GroupEntry group,
            boolean circles,
            boolean approved,
            boolean automatic,
            boolean spam,
            long bytes,
            Author author,
            Supplier<Decision> storm) {
        return new Submission(Stage.SPOOL, group, circles, approved, automatic, spam, bytes, author, false, storm);
    }
}
