// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.WebAdminConfiguration;
import org.apache.james.webadmin.WebAdminServer;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.mdc.LoggingRequestFilter;
import org.apache.james.webadmin.mdc.RequestId;
import org.apache.james.webadmin.mdc.RequestLogger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailgroups.call.Answer;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Service;

class UnreadableParametersTest {
    private static final int SOCKET_TIMEOUT_MILLIS = 20_000;

    private WebAdminServer server;

    /** The places at which James reads the parameters of a call. */
    enum Log {
        BEFORE_AND_AFTER_THE_ROUTE {
            @Override
            LoggingRequestFilter filter() {
                return LoggingRequestFilter.create();
            }
        },
        AFTER_THE_ROUTE {
            @Override
            LoggingRequestFilter filter() {
                return new LoggingRequestFilter(Set.of(new Silence()));
            }
        };

        abstract LoggingRequestFilter filter();
    }

    private record Silence() implements RequestLogger {
        @Override
        public boolean applies(Request request) {
            return true;
        }

        @Override
        public void log(Request request, RequestId requestId) {}
    }

    /** Returns a call that reads its query, and one that changes something. */
    private record Things() implements Routes {
        @Override
        public String getBasePath() {
            return "/things";
        }

        @Override
        public void define(Service service) {
            Endpoints endpoints = Endpoints.under(getBasePath(), service);
            endpoints.get("", call -> Answer.ok(Map.of("found", call.query().text("q"))), "q");
            endpoints.post("", call -> Answer.noContent());
        }
    }

    /** Returns the answer to a request line that no client library would send. */
    private String answer(Log log, String requestLine, String body) throws IOException {
        server = new WebAdminServer(
                WebAdminConfiguration.TEST_CONFIGURATION,
                List.of(new Things()),
                new NoAuthenticationFilter(),
                new RecordingMetricFactory(),
                log.filter()) {}.start();
        String request = requestLine + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.getPort().getValue())) {
            socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterEach
    void stop() {
        server.destroy();
    }

    @ParameterizedTest
    @EnumSource
    void queryShouldBeABadRequestThatIsNoErrorOfTheServer(Log log) throws IOException {
        Logger spark = (Logger) LoggerFactory.getLogger("spark");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        spark.addAppender(logged);
        try {
            assertThat(answer(log, "GET /things?q=%", ""))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Content-Type: application/json")
                    .contains("\"statusCode\":400,\"type\":\"InvalidArgument\"", "percent-encoded UTF-8");
        } finally {
            spark.detachAppender(logged);
        }
        assertThat(logged.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @Test
    void parameterShouldBeNamedWhenTheRouteSeesTheQueryFirst() throws IOException {
        assertThat(answer(Log.AFTER_THE_ROUTE, "GET /things?q=%", ""))
                .contains("\"message\":\"q is not percent-encoded UTF-8\"");
    }

    @Test
    void formShouldNotHideWhatTheRouteHasDone() throws IOException {
        assertThat(answer(Log.AFTER_THE_ROUTE, "POST /things", "%")).startsWith("HTTP/1.1 204 ");
    }

    @Test
    void formShouldBeABadRequestWhenJamesReadsItFirst() throws IOException {
        assertThat(answer(Log.BEFORE_AND_AFTER_THE_ROUTE, "POST /things", "%"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"type\":\"InvalidArgument\"");
    }
}
