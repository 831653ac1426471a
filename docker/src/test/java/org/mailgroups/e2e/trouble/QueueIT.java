// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;

/** The readers of the queues go on after trouble, and no mail is lost by it. */
class QueueIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private SmtpSink sink;
    private ServerProcess server;
    private Organisation org;
    private String alice;
    private Path temporary;

    @BeforeEach
    void start() throws IOException {
        sink = SmtpSink.start();
        Distribution distribution = Distribution.built();
        temporary = Files.createDirectories(
                Distribution.emptyFolder("queue-temporary").resolve("tmp"));
        Map<String, String> environment =
                new HashMap<>(distribution.withConfiguration("queue", "mailetcontainer.xml", text -> text.replaceAll(
                                "<delayTime>.*</delayTime>", "<delayTime>1 second</delayTime>")
                        .replaceAll("<maxRetries>\\d+</maxRetries>", "<maxRetries>1000</maxRetries>")));
        environment.put("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
        server = distribution.server("queue", sink.port(), environment).start();
        org = Organisation.on(server);
        alice = org.user("alice");
    }

    @AfterEach
    void end() {
        server.close();
        sink.close();
    }

    private String health() {
        return org.webadmin()
                .get("/healthcheck/checks/QueueReaders")
                .json()
                .path("status")
                .asText();
    }

    @Test
    void largeMailShouldWaitAndOtherMailShouldArriveWhenTheTemporaryFolderIsAway() throws IOException {
        String far = "member@far.test";
        sink.answerRcptWith(recipient -> "451 4.3.2 Not now");
        // A message of this size is put into a temporary file whenever it leaves a queue.
        org.send(alice, Letter.from(alice, "large").bodyOf(300_000), far);
        Awaitility.await().atMost(LIMIT).until(() -> org.webadmin().queueSize("spool") == 0);

        Path away = temporary.resolveSibling("away");
        Files.move(temporary, away);
        Awaitility.await().atMost(LIMIT).until(() -> health().equals("degraded"));
        org.send(alice, Letter.from(alice, "small").to(alice), alice);
        assertThat(org.inbox(alice).awaitOne().first("Subject")).contains("small");
        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice);
            client.rcpt(alice);
            assertThat(client.data(Letter.from(alice, "too large now")
                                    .bodyOf(300_000)
                                    .bytes())
                            .code())
                    .isBetween(400, 499);
        }
        Files.move(away, temporary);
        sink.answerRcptWith(recipient -> "250 Ok");

        Received received = Awaitility.await()
                .atMost(LIMIT)
                .until(() -> sink.deliveriesTo(far), deliveries -> !deliveries.isEmpty())
                .get(0)
                .received();
        assertThat(received.first("Subject")).contains("large");
        assertThat(received.bodyOctets()).hasSize(300_000);
    }
}
