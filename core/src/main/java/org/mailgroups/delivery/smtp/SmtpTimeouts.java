// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.time.Duration;
import java.util.List;

/**
 * How long the client waits. Each is for the whole of what it names: a server that sends one octet a minute does not
 * make it longer.
 *
 * @param connect until the connection stands
 * @param greeting until the server has greeted (RFC 5321 4.5.3.2.1)
 * @param command until EHLO, MAIL, RCPT, AUTH or RSET is answered (4.5.3.2.2 and 4.5.3.2.3)
 * @param data until DATA is answered (4.5.3.2.4), and until TLS stands
 * @param block until the server has taken a block of the content (4.5.3.2.5)
 * @param end until the end of the content is answered (4.5.3.2.6)
 * @param quit until QUIT is answered. Nothing depends on it, so it is short
 * @param transaction from MAIL to the last answer, whatever the sum of the others
 */
public record SmtpTimeouts(
        Duration connect,
        Duration greeting,
        Duration command,
        Duration data,
        Duration block,
        Duration end,
        Duration quit,
        Duration transaction) {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** The times of RFC 5321, and ours for what it leaves open. */
    public static final SmtpTimeouts DEFAULT = new SmtpTimeouts(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(3),
            Duration.ofMinutes(10),
            Duration.ofSeconds(3),
            Duration.ofHours(1));

    public SmtpTimeouts {
        for (Duration time : List.of(connect, greeting, command, data, block, end, quit, transaction)) {
            if (time.toMillis() < 1 || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a time-out is from one millisecond to one day");
            }
        }
    }

    /** Returns the same times, with another until the connection stands. */
    public SmtpTimeouts withConnect(Duration time) {
        return new SmtpTimeouts(time, greeting, command, data, block, end, quit, transaction);
    }

    /** Returns the same times, with another until DATA is answered, or TLS stands. */
    public SmtpTimeouts withData(Duration time) {
        return new SmtpTimeouts(connect, greeting, command, time, block, end, quit, transaction);
    }

    /** Returns the same times, with another for the whole of a transaction. */
    public SmtpTimeouts withTransaction(Duration time) {
        return new SmtpTimeouts(connect, greeting, command, data, block, end, quit, time);
    }

    /** Returns the same times, none of them longer than the given one. */
    public SmtpTimeouts atMost(Duration time) {
        return new SmtpTimeouts(
                shorter(connect, time),
                shorter(greeting, time),
                shorter(command, time),
                shorter(data, time),
                shorter(block, time),
                shorter(end, time),
                shorter(quit, time),
                shorter(transaction, time));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
