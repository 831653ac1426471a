// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;

/**
 * Measures what our check of recipients costs mail that has nothing to do with groups: the CPU of two servers, one with
 * our check and one with James' own in its place, which take the same messages from another server, for one of their
 * users each. Both run at the same time, and take turns.
 */
public final class CheckBenchmark {
    private static final String CHECK = "<handler class=\"org.mailgroups.james.GroupRcptHandler\"/>";
    private static final String CHECK_OF_JAMES =
            "<handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>";
    private static final String SENDER = "x@elsewhere.test";
    private static final int USERS = 100;
    private static final int GROUPS = 1_000;
    private static final int WARM_UPS = 20;
    private static final int MESSAGES = 1_000;

    private final ServerProcess server;
    private final Organisation org;
    private final List<String> users;

    private CheckBenchmark(ServerProcess server) {
        this.server = server;
        this.org = Organisation.on(server);
        this.users = IntStream.range(0, USERS).mapToObj(i -> org.user("u" + i)).toList();
        IntStream.range(0, GROUPS).forEach(i -> org.group("g" + i, users.get(i % USERS)));
    }

    /** Takes the number of rounds. */
    public static void main(String[] arguments) throws IOException {
        Distribution distribution = Distribution.built();
        Map<String, String> jamesCheck = distribution.withConfiguration(
                "james-check", "smtpserver.xml", smtpserver -> smtpserver.replace(CHECK, CHECK_OF_JAMES));
        try (ServerProcess ours = distribution.server("our-check", 1).start();
                ServerProcess james =
                        distribution.server("james-check", 1, jamesCheck).start()) {
            compare(new CheckBenchmark(ours), new CheckBenchmark(james), Integer.parseInt(arguments[0]));
        }
        // The threads of the HTTP client would keep the process alive.
        System.exit(0);
    }

    private static void compare(CheckBenchmark ours, CheckBenchmark james, int rounds) {
        for (int i = 0; i < WARM_UPS; i++) {
            ours.measure();
            james.measure();
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double ourMillis = ours.measure();
            double jamesMillis = james.measure();
            ratios.add(ourMillis / jamesMillis);
            System.out.printf(
                    Locale.ROOT,
                    "with our check %.3f ms of CPU a message, with James' own %.3f ms%n",
                    ourMillis,
                    jamesMillis);
        }
        System.out.printf(Locale.ROOT, "median of the ratios: %.3f%n", Figure.median(ratios));
    }

    /** Returns the milliseconds of CPU that a message took, until it was in the mailbox. */
    private double measure() {
        Duration before = cpu();
        try (SmtpClient client = org.smtp()) {
            for (int i = 0; i < MESSAGES; i++) {
                Letter letter = Letter.from(SENDER, "check " + i).bodyOf(Contender.MESSAGE_BYTES);
                Organisation.send(client, SENDER, letter, List.of(users.get(i % USERS)));
            }
        }
        org.awaitQuiet();
        return cpu().minus(before).toNanos() / 1e6 / MESSAGES;
    }

    private Duration cpu() {
        return ProcessHandle.of(server.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }
}
