// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.mailgroups.audit.LogText;
import org.mailgroups.store.sql.FailureText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one line why the plugin keeps the server from starting. James builds the plugin with Guice, which reports a
 * failure in many lines, or says only "Unable to provision". So the line is logged here as well, once for each reason.
 *
 * <p>Thread-safe.
 */
final class StartReport {
    private static final Logger LOGGER = LoggerFactory.getLogger(StartReport.class);

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * Returns the result of a step of the start.
     *
     * @throws StartFailure if the step fails; its message is the line
     */
    <T> T of(Callable<T> step) {
        try {
            return step.call();
        } catch (Exception e) {
            String reason = e.getMessage() == null ? FailureText.of(e) : e.getMessage();
            String line = LogText.neutral("James Mail Groups: " + reason);
            if (said.add(line)) {
                LOGGER.error("{}", line);
            }
            throw new StartFailure(line, e);
        }
    }

    /** The plugin cannot start. The message is for the postmaster, in one line. */
    static final class StartFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StartFailure(String line, Exception cause) {
            super(line, cause);
        }
    }
}
