// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Comparator;
import java.util.Locale;
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
import org.mailgroups.value.Address;

/** Asks the storm guard about a mail. All places of the mailet share one guard. Thread-safe. */
public record Storms(StormGuard guard, StormLimits limits) {
    /** Returns the question to the guard. The guard counts the message when the question is asked, and not before. */
    Supplier<Decision> question(Mail mail, GroupEntry group, Author author) throws MessagingException {
        Arrival arrival =
                new Arrival(mail.getName(), group.id(), sender(mail, author), Conversations.of(mail.getMessage()));
        return () -> guard.decide(limits, arrival);
    }

    /** Returns one name for all aliases of a user. */
    private static String sender(Mail mail, Author author) {
        return author.identities().stream()
                .min(Comparator.naturalOrder())
                .map(Address::key)
                .orElseGet(() -> mail.getMaybeSender().asString("").toLowerCase(Locale.ROOT));
    }
}
