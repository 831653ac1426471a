// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.aside;

import java.time.Duration;

/**
 * How much may lie in one repository.
 *
 * @param maxBytes the most octets; the newest mail may go beyond
 * @param maxMails the most mails
 * @param maxAge how long a mail stays
 */
public record AsideBounds(long maxBytes, int maxMails, Duration maxAge) {
    private static final double NEARLY = 0.8;
    private static final double ROOM = 0.95;

    public AsideBounds {
        if (maxBytes < 1 || maxMails < 1 || maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("a bound of mail that is set aside is more than 0");
        }
    }

    boolean isExceeded(long bytes, int mails) {
        return bytes > maxBytes || mails > maxMails;
    }

    /** Tells whether little is left. */
    boolean isNearlyReached(long bytes, int mails) {
        return bytes > maxBytes * NEARLY || mails > maxMails * NEARLY;
    }

    /** Tells whether there is room again, so that not each mail that comes makes another one go. */
    boolean leavesRoom(long bytes, int mails) {
        return bytes <= maxBytes * ROOM && mails <= Math.max(1, maxMails * ROOM);
    }
}
