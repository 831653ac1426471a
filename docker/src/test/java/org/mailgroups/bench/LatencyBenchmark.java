// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Guesses;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.MembersDoor;
import org.mailgroups.e2e.harness.Misbehaviour;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;

/**
 * Measures how long the server takes to accept a message from another server, while nothing else happens, while 100
 * connections misbehave, and while 100 connections guess passwords at the members' port. The time is from the
 * connection to the answer after the final dot.
 */
public final class LatencyBenchmark {
    private static final int ROUNDS = 3;
    private static final int MESSAGES = 200;
    private static final int CONNECTIONS = 100;
    private static final Duration BETWEEN_GUESSES = Duration.ofMillis(100);
    private static final String SENDER = "x@elsewhere.test";

    private LatencyBenchmark() {}

    /** Takes {@code crowd}, {@code guesses} or {@code both}: what the server is measured beside. */
    public static void main(String[] arguments) throws Exception {
        Distribution distribution = Distribution.built();
        Map<String, String> environment = new HashMap<>(
                distribution.withConfiguration("latency", "smtpserver.xml", Misbehaviour::limitAllBut127001));
        environment.put("JAVA_OPTS", "-Xmx1g");
        try (ServerProcess server =
                distribution.server("latency", 1, environment).start()) {
            Organisation org = Organisation.on(server);
            String alice = org.user("alice");
            measure(org, alice);
            for (int round = 1; round <= ROUNDS; round++) {
                long[] idle = measure(org, alice);
                report("alone", idle);
                if (!arguments[0].equals("guesses")) {
                    besideCrowd(server, org, alice);
                }
                if (!arguments[0].equals("crowd")) {
                    besideGuesses(server, org, alice);
                }
            }
        }
        // The threads of the HTTP client would keep the process alive.
        System.exit(0);
    }

    private static void besideCrowd(ServerProcess server, Organisation org, String alice) throws Exception {
        try (Misbehaviour crowd = Misbehaviour.begin(server.ports(), alice, CONNECTIONS)) {
            report("beside " + CONNECTIONS + " connections that misbehave", measure(org, alice));
            System.out.printf("(they did so %d times)%n", crowd.acts());
        }
    }

    private static void besideGuesses(ServerProcess server, Organisation org, String alice) {
        try (Guesses guesses = Guesses.begin(
                MembersDoor.of(server),
                number -> org.address("guess" + number),
                CONNECTIONS,
                Long.MAX_VALUE,
                BETWEEN_GUESSES)) {
            report("beside " + CONNECTIONS + " connections that guess passwords", measure(org, alice));
            System.out.printf("(they were answered %s)%n", guesses.answers());
        }
    }

    private static void report(String when, long[] nanos) {
        System.out.printf(
                Locale.ROOT, "%s: median %.1f ms, 95%% %.1f ms%n", when, millis(nanos, 50), millis(nanos, 95));
    }

    private static long[] measure(Organisation org, String recipient) {
        long[] nanos = new long[MESSAGES];
        for (int i = 0; i < MESSAGES; i++) {
            long start = System.nanoTime();
            try (SmtpClient client = org.smtp()) {
                Organisation.send(client, SENDER, Letter.from(SENDER, "latency").bodyOf(8000), List.of(recipient));
            }
            nanos[i] = System.nanoTime() - start;
        }
        org.awaitQuiet();
        Arrays.sort(nanos);
        return nanos;
    }

    private static double millis(long[] sorted, int percent) {
        return sorted[sorted.length * percent / 100] / 1e6;
    }
}
