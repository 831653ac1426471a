// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.function.Supplier;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Arrival;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.StormGuard;
import org.mailgroups.distribution.StormLimits;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.message.Conversations;

/** Asks the storm guard about a mail. All places of the mailet share one guard. Thread-safe. */
public final class Storms {
    private final StormGuard guard;

    /**
     * Lets the guard use the limits that the mailet was configured with.
     *
     * @throws IllegalArgumentException if another place of the mailet has other limits
     */
    public Storms(StormGuard guard, StormLimits limits) {
        this.guard = guard;
        guard.use(limits);
    }

    /** Returns the question to the guard. The guard counts the message when the question is asked, and not before. */
    Supplier<Decision> question(Mail mail, GroupEntry group, Author author) throws MessagingException {
        Arrival arrival = Arrival.of(
                mail.getName(), group, author, mail.getMaybeSender().asString(""), Conversations.of(mail.getMessage()));
        return () -> guard.decide(arrival);
    }
}
