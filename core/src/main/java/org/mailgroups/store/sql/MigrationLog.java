// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.mailgroups.audit.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Flyway's log into ours. Flyway recommends itself at each start: its banner, and a warning if the database is
 * newer than it knows. Nobody who runs a server can do anything about that, so these lines are for debugging only.
 */
final class MigrationLog implements LogCreator {
    private static final String RECOMMENDATION = "Flyway upgrade recommended";
    private static final String BANNER = "VersionPrinter";

    @Override
    public Log createLogger(Class<?> type) {
        return new Lines(LoggerFactory.getLogger(type), type.getSimpleName().equals(BANNER));
    }

    private record Lines(Logger logger, boolean isBanner) implements Log {
        @Override
        public boolean isDebugEnabled() {
            return logger.isDebugEnabled();
        }

        @Override
        public void debug(String line) {
            logger.debug("{}", LogText.neutral(line));
        }

        @Override
        public void info(String line) {
            if (isBanner) {
                debug(line);
            } else {
                logger.info("{}", LogText.neutral(line));
            }
        }

        @Override
        public void notice(String line) {
            info(line);
        }

        @Override
        public void warn(String line) {
            if (line.startsWith(RECOMMENDATION)) {
                debug(line);
            } else {
                logger.warn("{}", LogText.neutral(line));
            }
        }

        @Override
        public void error(String line) {
            logger.error("{}", LogText.neutral(line));
        }

        @Override
        public void error(String line, Exception failure) {
            logger.error("{}", LogText.neutral(line), LogText.neutral(failure));
        }
    }
}
