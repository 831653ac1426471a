// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;

/** Somebody tries a hundred thousand addresses. */
class FloodIT {
    private static final int CONNECTIONS = 8;
    private static final int RECIPIENTS = 100_000;
    private static final int AT_ONCE = 250;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void unknownRecipientsShouldBeRefusedAndTheServerStayWell() throws Exception {
        Organisation org = Organisation.on(SharedServer.besideWorld());
        String alice = org.user("alice");
        String team = org.group("team", alice);
        int each = RECIPIENTS / CONNECTIONS;
        List<Callable<Integer>> attacks = IntStream.range(0, CONNECTIONS)
                .<Callable<Integer>>mapToObj(connection -> () -> attack(org, connection, each))
                .toList();

        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        long start = System.nanoTime();
        try {
            for (Future<Integer> refused : threads.invokeAll(attacks, LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                assertThat(refused.isCancelled())
                        .as("took longer than " + LIMIT)
                        .isFalse();
                assertThat(refused.get()).isEqualTo(each);
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.printf("%d unknown recipients refused in %.1f s%n", RECIPIENTS, (System.nanoTime() - start) / 1e9);

        org.webadmin().get("/healthcheck").expect(200);
        org.send(alice, Letter.from(alice, "after the flood").to(team), team);
        org.inbox(alice).awaitOne();
    }

    private static int attack(Organisation org, int connection, int count) {
        int refused = 0;
        try (SmtpClient client = org.smtp()) {
            client.mail("stranger@elsewhere.test");
            for (int from = 0; from < count; from += AT_ONCE) {
                List<String> commands = IntStream.range(from, Math.min(count, from + AT_ONCE))
                        .mapToObj(i -> "RCPT TO:<nobody-" + connection + '-' + i + '@' + org.domain() + '>')
                        .toList();
                for (Reply reply : client.pipeline(commands)) {
                    assertThat(reply.text()).startsWith("550 5.1.1");
                    refused++;
                }
            }
        }
        return refused;
    }
}
