// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.audit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Hears what a log says. */
public final class LoggedLines {
    private LoggedLines() {}

    /** Returns the lines of the audit trail while an action runs. */
    public static List<String> ofAuditTrail(Runnable action) {
        return of(AuditTrail.LOG, action).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Returns what a log says while an action runs; it goes nowhere else meanwhile. */
    public static List<ILoggingEvent> of(String log, Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(log);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        Level before = logger.getLevel();
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        try {
            action.run();
            return List.copyOf(appender.list);
        } finally {
            logger.detachAppender(appender);
            logger.setLevel(before);
            logger.setAdditive(true);
        }
    }
}
