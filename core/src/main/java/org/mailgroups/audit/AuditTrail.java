// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.audit;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.value.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who changed what: one line for each change that happened, in the log named {@value #LOG}. An operator may send
 * that log to a file of its own. Only there are addresses logged; names, descriptions and bodies never are.
 *
 * <p>Lines about messages go to the same log. The mail side writes them, since it knows what a message is.
 *
 * <p>James has an audit trail of its own, but only from 3.8.2 on.
 *
 * <p>Thread-safe.
 */
public final class AuditTrail {
    /** The name of the log. */
    public static final String LOG = "org.mailgroups.audit";

    private static final Logger LOGGER = LoggerFactory.getLogger(LOG);

    /**
     * Writes a line.
     *
     * @param action what was done, such as {@code group-created}
     * @param details names and values in turn
     */
    public void record(Principal principal, String action, Object... details) {
        if (LOGGER.isInfoEnabled()) {
            LOGGER.info("{} by={}{}", action, quoted(principal.name()), pairs(details));
        }
    }

    private static String pairs(Object... details) {
        return Stream.iterate(0, i -> i + 1 < details.length, i -> i + 2)
                .map(i -> " " + details[i] + "=" + quoted(String.valueOf(details[i + 1])))
                .collect(Collectors.joining());
    }

    /**
     * Returns a value in quotes, so that none can look like the next pair: values come from outside. Line breaks they
     * cannot have, as domain values.
     */
    public static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
