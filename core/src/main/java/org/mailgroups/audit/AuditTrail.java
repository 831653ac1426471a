// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.mailgroups.right.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who changed what, and what happened to a message: one line for each event, in the log named {@value #LOG}. An
 * operator may send that log to a file of its own. Only there are addresses logged; names, descriptions and bodies
 * never are.
 *
 * <p>A line is a word and fields, such as {@code member-added by="alice@example.org" group="team@example.org"}. Each
 * value is a string of JSON, or an array of such strings. So no value can look like another field or another line,
 * whatever stands in it.
 *
 * <p>James has an audit trail of its own, but only from 3.8.2 on.
 *
 * <p>Thread-safe.
 */
public final class AuditTrail {
    /** The name of the log. */
    public static final String LOG = "org.mailgroups.audit";

    /** The most values of a list that stand in one line: with the longest addresses, a line has some 25 KB. */
    public static final int MAX_VALUES_IN_A_LINE = 100;

    private static final Logger LOGGER = LoggerFactory.getLogger(LOG);

    /**
     * Writes a line about something that a principal did.
     *
     * @param action what was done, such as {@code group-created}
     * @param details names and values in turn
     */
    public void record(Principal principal, String action, Object... details) {
        note(action, by(principal, details));
    }

    /**
     * Writes down something that a principal did with many things, as {@link #noteEach} does.
     *
     * @param name the name of the list
     */
    public void recordEach(Principal principal, String action, String name, Collection<?> values, Object... details) {
        noteEach(action, name, values, by(principal, details));
    }

    /**
     * Begins an export, which gets its line when it ends.
     *
     * @param action such as {@code members-exported}
     * @param details names and values in turn
     */
    public Export export(Principal principal, String action, Object... details) {
        return new Export(this, principal, action, details);
    }

    private static Object[] by(Principal principal, Object... details) {
        List<Object> all = new ArrayList<>(List.of("by", principal.name()));
        all.addAll(List.of(details));
        return all.toArray();
    }

    /** Writes a line about something that happened. The details are names and values in turn. */
    public static void note(String event, Object... details) {
        if (!LOGGER.isInfoEnabled()) {
            return;
        }
        StringBuilder line = new StringBuilder(event);
        for (int i = 0; i + 1 < details.length; i += 2) {
            line.append(' ').append(details[i]).append('=').append(LogText.quoted(details[i + 1]));
        }
        LOGGER.info("{}", line);
    }

    /**
     * Writes down something that happened to many things. Every line has the details, the number of all values and some
     * of the values, in their order. If there are several lines, each says which part of the whole it is.
     *
     * @param name the name of the list
     */
    public static void noteEach(String event, String name, Collection<?> values, Object... details) {
        List<?> all = List.copyOf(values);
        int lines = Math.max(1, (all.size() + MAX_VALUES_IN_A_LINE - 1) / MAX_VALUES_IN_A_LINE);
        for (int i = 0; i < lines; i++) {
            List<Object> line = new ArrayList<>(List.of(details));
            line.addAll(List.of("count", all.size()));
            if (lines > 1) {
                line.addAll(List.of("part", (i + 1) + "/" + lines));
            }
            int first = i * MAX_VALUES_IN_A_LINE;
            line.addAll(List.of(name, all.subList(first, Math.min(first + MAX_VALUES_IN_A_LINE, all.size()))));
            note(event, line.toArray());
        }
    }
}
