// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import java.util.Optional;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.mailgroups.distribution.Limits;

/**
 * The limits that the mailet was configured with, for the RCPT handler: it refuses a group that cannot be expanded
 * before the message is sent. The mailet stands in the pipeline twice, and all its places must agree. Thread-safe.
 */
@Singleton
public final class SharedLimits {
    private Optional<Limits> limits = Optional.empty();

    /** Returns the limits; the defaults until the mailet is configured. */
    public synchronized Limits get() {
        return limits.orElse(Limits.DEFAULT);
    }

    /**
     * Sets the limits.
     *
     * @throws MessagingException if another place of the mailet was configured with other limits
     */
    public synchronized void set(Limits configured) throws MessagingException {
        if (limits.isPresent() && !limits.get().equals(configured)) {
            throw new MessagingException("all places of GroupExpansion need the same maxDepth and maxRecipients, not "
                    + limits.get() + " and " + configured);
        }
        limits = Optional.of(configured);
    }
}
