// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import java.util.List;
import java.util.TreeMap;

/**
 * Lays out an event of the log so that nothing in it can look like another event. James puts what strangers send into
 * its messages and into the context of them (MDC): paths, greetings, addresses, commands.
 *
 * <p>An event has one line, and an exception has more of them, the root cause first. The pattern says what is in the
 * line; whatever it yields is made harmless as a whole. It knows one more word, {@code %fields}: the event's key value
 * pairs and its context, each value quoted. A line of an exception begins with a tab or with the name of a class.
 *
 * <pre>{@code
 * <encoder class="ch.qos.logback.core.encoder.LayoutWrappingEncoder">
 *     <layout class="org.mailgroups.server.log.NeutralLayout">
 *         <pattern>%d %-5level %logger %msg %fields</pattern>
 *         <stackTrace>full</stackTrace>
 *     </layout>
 * </encoder>
 * }</pre>
 */
public final class NeutralLayout extends LayoutBase<ILoggingEvent> {
    private final PatternLayout line = new PatternLayout();
    private final Exceptions exceptions = new Exceptions();

    /** Sets the pattern of the line, without {@code %n} and without a word for an exception. */
    public void setPattern(String pattern) {
        line.setPattern(pattern + "%nopex");
    }

    /** Sets how much of a stack trace is shown: {@code full}, which is the default, or a number of lines. */
    public void setStackTrace(String length) {
        exceptions.setOptionList(List.of(length));
    }

    @Override
    public void start() {
        line.setContext(getContext());
        line.getInstanceConverterMap().put("fields", Fields::new);
        line.start();
        exceptions.setContext(getContext());
        exceptions.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return Neutral.text(line.doLayout(event)).stripTrailing() + '\n' + exceptions.convert(event);
    }

    private static final class Exceptions extends RootCauseFirstThrowableProxyConverter {
        @Override
        protected String throwableProxyToString(IThrowableProxy exception) {
            return super.throwableProxyToString(new NeutralThrowable(exception));
        }
    }

    private static final class Fields extends ClassicConverter {
        @Override
        public String convert(ILoggingEvent event) {
            StringBuilder fields = new StringBuilder();
            if (event.getKeyValuePairs() != null) {
                event.getKeyValuePairs().forEach(pair -> append(fields, pair.key, pair.value));
            }
            new TreeMap<>(event.getMDCPropertyMap()).forEach((name, value) -> append(fields, name, value));
            return fields.toString().strip();
        }

        private static void append(StringBuilder fields, String name, Object value) {
            fields.append(' ').append(name).append('=').append(Neutral.quoted(String.valueOf(value)));
        }
    }
}
