// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import javax.mail.MessagingException;
import org.apache.james.util.SizeFormat;
import org.apache.mailet.base.GenericMailet;

/** Reads parameters of a mailet that are numbers. */
public record Numbers(GenericMailet mailet) {
    /**
     * Returns a number.
     *
     * @throws MessagingException if it is none, or too small
     */
    public int atLeast(int least, String name, int defaultValue) throws MessagingException {
        String text = mailet.getInitParameter(name, Integer.toString(defaultValue));
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new MessagingException(name + " is not a number: " + text, e);
        }
        throw new MessagingException(name + " must be at least " + least + ": " + text);
    }

    /**
     * Returns a number.
     *
     * @throws MessagingException if it is none, too small or too large
     */
    public int within(int least, int most, String name, int defaultValue) throws MessagingException {
        int value = atLeast(least, name, defaultValue);
        if (value > most) {
            throw new MessagingException(name + " must be at most " + most + ": " + value);
        }
        return value;
    }

    /**
     * Returns a number of octets.
     *
     * @throws MessagingException if it is no size
     */
    public long size(String name, String defaultValue) throws MessagingException {
        String text = mailet.getInitParameter(name, defaultValue);
        try {
            long octets = SizeFormat.parseAsByteCount(text);
            if (octets > 0) {
                return octets;
            }
        } catch (IllegalArgumentException e) {
            throw new MessagingException(name + " is not a size such as 128 MiB: " + text, e);
        }
        throw new MessagingException(name + " must be more than 0: " + text);
    }
}
