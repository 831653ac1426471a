// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.SMTPSessionImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataLinesTest {
    private static final long MAX_MESSAGE_BYTES = 100_000;
    private static final Pattern LINES = Pattern.compile("(?<=\n)");

    private final DataLines filter = new DataLines();
    private final List<String> passed = new ArrayList<>();
    private boolean isDiskFull;
    private final LineHandler<SMTPSession> next = (session, line) -> {
        passed.add(new String(line, StandardCharsets.ISO_8859_1));
        return isDiskFull ? new SMTPResponse("451", "4.0.0 No space left on device") : null;
    };
    private final SMTPSession session = new Session();
    private int ends;
    private int begins;

    /** A session without a connection. */
    private final class Session extends SMTPSessionImpl {
        Session() {
            super(noConnection(), new SMTPConfigurationImpl() {
                @Override
                public long getMaxMessageSize() {
                    return MAX_MESSAGE_BYTES;
                }
            });
        }

        @Override
        public <T extends ProtocolSession> void pushLineHandler(LineHandler<T> handler) {
            begins++;
        }

        @Override
        public void popLineHandler() {
            ends++;
        }
    }

    private static ProtocolTransport noConnection() {
        return (ProtocolTransport) Proxy.newProxyInstance(
                DataLinesTest.class.getClassLoader(),
                new Class<?>[] {ProtocolTransport.class},
                (proxy, method, arguments) -> null);
    }

    private List<String> answers(String octets) {
        List<String> answers = new ArrayList<>();
        for (String line : LINES.splitAsStream(octets).toList()) {
            Response response = filter.onLine(session, line.getBytes(StandardCharsets.ISO_8859_1), next);
            if (response != null) {
                answers.add(response.getLines().get(0) + (response.isEndSession() ? " [closed]" : ""));
            }
        }
        return answers;
    }

    @Test
    void messageShouldGoOnAsItIsWhenItsLinesAreInOrder() {
        String message = "From: a@b\r\n folded\r\n\r\n..dot\r\n\t\u00fc\u0007\r\n" + "x".repeat(50_000) + "\r\n.\r\n";

        assertThat(answers(message)).isEmpty();
        assertThat(String.join("", passed)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\rb\r\n",
                "a\r\r\n",
                "\r\r\n",
                "a\n",
                "\n",
                "a\0b\r\n",
                "a\n.\n",
                "a\n.\r\n",
                "\n.\r\n",
                "a\r.\r\n",
                "a\n.\nMAIL FROM:<x@y>\n",
                "a\n.\r\nMAIL FROM:<x@y>\r\n",
                ".\n",
                ".\r\r\n"
            })
    void messageShouldGetOneAnswerAfterTheFinalDotWhenALineEndIsBroken(String body) {
        assertThat(answers("From: a@b\r\n\r\n" + body + "more\r\n")).isEmpty();
        assertThat(ends).isZero();

        assertThat(answers(".\r\n")).singleElement().asString().startsWith("554 5.6.0 ");
        assertThat(ends).isEqualTo(1);
        assertThat(passed).containsExactly("From: a@b\r\n", "\r\n");
    }

    /** James ends the message at the line that it cannot keep, and would take the next ones for commands. */
    @Test
    void messageShouldGetItsAnswerAfterTheFinalDotWhenJamesGivesUpInTheMiddle() {
        assertThat(answers("From: a@b\r\n\r\n")).isEmpty();
        isDiskFull = true;
        assertThat(answers("one\r\ntwo\r\nQUIT\r\n")).isEmpty();
        assertThat(begins).isEqualTo(1);
        assertThat(passed).endsWith("one\r\n");

        assertThat(answers(".\r\n")).singleElement().asString().startsWith("452 4.3.1 ");
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void nextMessageShouldBeTakenWhenOneWasRefused() {
        answers("a\n\r\n.\r\n");
        passed.clear();

        assertThat(answers("From: a@b\r\n\r\nb\r\n.\r\n")).isEmpty();
        assertThat(passed).hasSize(4);
    }

    @Test
    void dotAfterALongLineShouldEndTheMessageOnlyWhenThatLineEndedWithCrlf() {
        DataLines.refuseLongLine(session, new LineFramer.TooLong(false, false, 5));
        assertThat(answers(".\r\n")).isEmpty();
        DataLines.refuseLongLine(session, new LineFramer.TooLong(true, false, 5));
        assertThat(answers(".\r\n")).singleElement().asString().contains("line of the message is too long");
    }

    @Test
    void messageShouldBePutOffWhenTheServerHasTooManyLongLines() {
        DataLines.refuseLongLine(session, new LineFramer.TooLong(true, true, 5));
        assertThat(answers(".\r\n")).singleElement().asString().startsWith("452 4.3.1 ");
    }

    @Test
    void headerShouldBeRefusedWhenItIsOverALimit() throws Exception {
        BaseHierarchicalConfiguration limits = new BaseHierarchicalConfiguration();
        limits.setProperty("maxHeaderBytes", 100);
        limits.setProperty("maxHeaderFields", 3);
        filter.init(limits);

        assertThat(answers("A: b\r\n c\r\nA: b\r\nA: b\r\n\r\n" + "A: b\r\n".repeat(100) + ".\r\n"))
                .isEmpty();
        session.resetState();
        assertThat(answers("A: b\r\n".repeat(4) + "\r\n.\r\n")).hasSize(1);
        assertThat(answers("A: " + "b".repeat(100) + "\r\n\r\n.\r\n")).hasSize(1);
        assertThat(answers("A: b\r\n" + " c\r\n".repeat(30) + "\r\n.\r\n")).hasSize(1);
    }

    @Test
    void connectionShouldEndWhenAMessageHasNoEnd() {
        List<String> answers = answers("x\r\n".repeat((int) MAX_MESSAGE_BYTES));

        assertThat(answers.get(0)).startsWith("552 5.3.4 ").endsWith("[closed]");
    }

    @Test
    void connectionShouldEndWhenAMessageIsOneLongLineAfterAnother() {
        LineFramer.TooLong line = new LineFramer.TooLong(true, false, MAX_MESSAGE_BYTES);

        assertThat(DataLines.refuseLongLine(session, line)).isEmpty();
        assertThat(DataLines.refuseLongLine(session, line)).isEmpty();
        assertThat(DataLines.refuseLongLine(session, line)).get().satisfies(answer -> {
            assertThat(answer.getRetCode()).isEqualTo("552");
            assertThat(answer.isEndSession()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1.5", "99999999999"})
    void limitThatIsNoneShouldEndTheStart(String value) {
        BaseHierarchicalConfiguration limits = new BaseHierarchicalConfiguration();
        limits.setProperty("maxHeaderBytes", value);

        assertThatThrownBy(() -> filter.init(limits))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("maxHeaderBytes")
                .hasMessageContaining(value);
    }
}
