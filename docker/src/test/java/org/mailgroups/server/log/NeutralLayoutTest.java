// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NeutralLayoutTest {
    private static final Pattern GENUINE = Pattern.compile("INFO bad\\\\nlogger .*"
            + "|\t+(at |\\.\\.\\. |\\| |Suppressed: ).*|(Wrapped by: )?[\\w.]+Exception(: .*)?|");

    private final LoggerContext context = new LoggerContext();
    private final NeutralLayout layout = new NeutralLayout();

    @BeforeEach
    void start() {
        layout.setContext(context);
        layout.setPattern("%level %logger %thread %msg %fields");
        layout.start();
    }

    /** Everything that some reader of a log takes for the end of a line, or for a command. */
    static List<String> hostile() {
        return List.of(
                "\n",
                "\r",
                "\r\n",
                "\u000B",
                "\f",
                "\u0085",
                "\u2028",
                "\u2029",
                "\u001B[2J",
                "\u009B2J",
                "\u202E",
                "\u2066",
                "\b",
                "\u0000",
                "\uD800",
                "\uFEFF",
                "\u200B");
    }

    private String laidOut(String text, Throwable exception) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(context);
        event.setLoggerName(text.isEmpty() ? "logger" : "bad\nlogger");
        event.setThreadName("thread" + text);
        event.setLevel(Level.INFO);
        event.setMessage("message " + text + "INFO logger forged");
        event.setMDCPropertyMap(Map.of("endpoint", "/x" + text + "INFO logger forged", "a\nb", "\", user=\"alice"));
        if (exception != null) {
            event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(exception));
        }
        return layout.doLayout(event);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void doLayoutShouldWriteOneLineWhateverIsInTheEvent(String text) {
        String laidOut = laidOut(text, null);

        assertThat(laidOut).endsWith("\n").matches("INFO bad\\\\nlogger .*\n");
        assertThat(laidOut.substring(0, laidOut.length() - 1).codePoints())
                .noneMatch(codePoint -> hostile().stream().anyMatch(bad -> bad.codePointAt(0) == codePoint));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void doLayoutShouldKeepTheLinesOfExceptionsGenuine(String text) {
        Exception root = new IllegalArgumentException("root" + text + "INFO logger forged");
        Exception middle = new IllegalStateException(text + "\tat org.example.Forged", root);
        middle.addSuppressed(new IllegalStateException("suppressed" + text + "INFO logger forged"));

        String laidOut = laidOut(text, new RuntimeException("top", middle));

        assertThat(laidOut.split("\n", -1)).allSatisfy(line -> assertThat(line).matches(GENUINE));
        assertThat(laidOut).contains("\tat ").doesNotContain("\nINFO logger forged");
    }

    @Test
    void doLayoutShouldShowAllLinesOfAMessageOfAnException() {
        String laidOut = laidOut("", new IllegalStateException("two faults:\n1) one\r\n2) two"));

        assertThat(laidOut).contains("IllegalStateException: two faults:\n\t| 1) one\n\t| 2) two\n");
    }

    @Test
    void doLayoutShouldQuoteFields() {
        assertThat(laidOut("", null)).contains("a\\nb=\"\\\", user=\\\"alice\" endpoint=\"/xINFO logger forged\"");
    }

    @Test
    void doLayoutShouldCutAStackTrace() {
        NeutralLayout shortened = new NeutralLayout();
        shortened.setContext(context);
        shortened.setPattern("%msg");
        shortened.setStackTrace("1");
        shortened.start();
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(context);
        event.setMessage("m");
        event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("e")));

        assertThat(shortened.doLayout(event).lines().filter(line -> line.startsWith("\tat")))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void textShouldLeaveWhatIsVisible() {
        String visible = IntStream.rangeClosed(' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertThat(Neutral.text(visible + "ñ日\uD83D\uDC8C")).isEqualTo(visible + "ñ日\uD83D\uDC8C");
    }
}
