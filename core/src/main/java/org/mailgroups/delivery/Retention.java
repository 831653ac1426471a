// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.time.Duration;

/**
 * How long is known what became of messages.
 *
 * @param postings how long a posting is kept after it is settled
 * @param mostPostings how many settled postings are kept; the oldest ones go first
 * @param held how long a held message waits at most. The decision to hold it is known as long, and
 *     {@link PostingStore#DECISIONS_KEPT} after that
 */
public record Retention(Duration postings, long mostPostings, Duration held) {
    /** For how long a posting is kept if nobody says it. */
    public static final Duration DEFAULT = Duration.ofDays(30);

    /** How many postings are kept if nobody says it. */
    public static final long DEFAULT_MOST = 100_000;

    /** The usual one, for held messages that wait so long. */
    public static Retention usual(Duration held) {
        return new Retention(DEFAULT, DEFAULT_MOST, held);
    }
}
