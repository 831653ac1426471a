// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.audit;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.value.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changed what: one line for each change that happened, in the log named {@value #LOG}, which an operator may send to a file of its own. The only place where addresses
 * are logged; names, descriptions and bodies never are. (James has an audit trail of its own only from 3.8.2 on.)
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

    /** Values come from outside: none may look like the next pair. Line breaks they cannot have, as domain values. */
    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
