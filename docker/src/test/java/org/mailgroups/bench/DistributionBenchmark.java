// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Footprint;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * Measures how long one message of 8 KB takes to reach every member of a group. It compares a group of ours with one in
 * James' recipient rewrite table, in the same server process. The server has a heap of 1 GB. A sink in this process
 * stands for the members' servers, next door at first and then farther away.
 *
 * <p>The clock starts before DATA. For external members it stops when the sink accepts the last message. For local
 * members it stops when the spool is empty and no posting waits, since only then the message is in the mailboxes. After
 * each run every member is checked to have one copy.
 */
public final class DistributionBenchmark {
    private static final int MESSAGE_BYTES = 8_000;
    private static final int DOMAINS = 10;
    private static final int[] DISTANCES = {20, 80};
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private static final OperatingSystemMXBean MACHINE = ManagementFactory.getOperatingSystemMXBean();

    private final double loadAtStart = MACHINE.getSystemLoadAverage();
    private final int runs;
    private final SmtpSink sink;
    private final ServerProcess server;
    private final Organisation org;
    private final String alice;
    private final List<String> report = new ArrayList<>();
    private int sent;

    private DistributionBenchmark(int runs, SmtpSink sink, ServerProcess server) {
        this.runs = runs;
        this.sink = sink;
        this.server = server;
        this.org = Organisation.on(server);
        this.alice = org.user("alice");
    }

    public static void main(String[] arguments) {
        int runs = Integer.parseInt(arguments[0]);
        try (SmtpSink sink = SmtpSink.start();
                ServerProcess server = Distribution.built()
                        .server("benchmark", sink.port(), Map.of("JAVA_OPTS", "-Xmx1g"))
                        .start()) {
            new DistributionBenchmark(runs, sink, server).run();
        }
        // The threads of the HTTP client would keep the process alive.
        System.exit(0);
    }

    private void run() {
        sink.keepMessages(false);
        List<String> thousand = external(1_000);
        String ours = group("e1000", thousand);
        String theirs = rewriteTable("r1000", thousand);
        String ten = group("e10000", external(10_000));
        List<String> parts = IntStream.range(0, 10)
                .mapToObj(i -> group("part" + i, external(100_000).subList(i * 10_000, (i + 1) * 10_000)))
                .toList();
        String hundred = group("e100000", parts);
        List<String> users =
                IntStream.range(0, 1_000).mapToObj(i -> org.user("u" + i)).toList();
        String ourLocal = group("l1000", users);
        String theirLocal = rewriteTable("rl1000", users);
        say("warming up");
        for (int i = 0; i < 3; i++) {
            toExternal(ours, 1_000);
            toExternal(theirs, 1_000);
        }

        double oursSeconds = measure("1,000 external members", ours, 1_000);
        double theirsSeconds = measure("1,000 external members, James' RRT group", theirs, 1_000);
        for (int millis : DISTANCES) {
            sink.distance(Duration.ofMillis(millis));
            String away = ", answers " + millis + " ms away";
            measure("1,000 external members" + away, ours, 1_000);
            measure("1,000 external members, James' RRT group" + away, theirs, 1_000);
            measure("10,000 external members" + away, ten, 10_000);
        }
        sink.distance(Duration.ZERO);
        measure("10,000 external members", ten, 10_000);
        measure("100,000 external members (ten groups of 10,000 in one)", hundred, 100_000);
        double oursLocal = measureLocal("1,000 local members", ourLocal, users);
        double theirsLocal = measureLocal("1,000 local members, James' RRT group", theirLocal, users);

        System.out.println("\n| one message of 8 KB to | median, s | all runs, s | a second | peak memory, MB |");
        System.out.println("|---|---|---|---|---|");
        report.forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%n%d processors, load average %.1f at the start and %.1f at the end%n",
                MACHINE.getAvailableProcessors(),
                loadAtStart,
                MACHINE.getSystemLoadAverage());
        System.out.printf(
                Locale.ROOT,
                "Ratio, RRT group to ours: external %.1f, local %.1f%n",
                theirsSeconds / oursSeconds,
                theirsLocal / oursLocal);
    }

    private double measure(String what, String group, int members) {
        List<Double> seconds = IntStream.range(0, runs)
                .mapToObj(i -> toExternal(group, members))
                .toList();
        return note(what, members, seconds);
    }

    private double measureLocal(String what, String group, List<String> users) {
        toLocal(group, users);
        List<Double> seconds =
                IntStream.range(0, runs).mapToObj(i -> toLocal(group, users)).toList();
        return note(what, users.size(), seconds);
    }

    private double note(String what, int members, List<Double> seconds) {
        double median = seconds.stream().sorted().toList().get(seconds.size() / 2);
        String all = String.join(
                ", ",
                seconds.stream().map(s -> String.format(Locale.ROOT, "%.2f", s)).toList());
        String line = String.format(
                Locale.ROOT,
                "| %s | %.2f | %s | %.0f | %d |",
                what,
                median,
                all,
                members / median,
                Footprint.peakMemoryBytes(server.pid()) >> 20);
        report.add(line);
        say(line);
        return median;
    }

    private double toExternal(String group, int members) {
        sink.forget();
        sink.keepMessages(false);
        long start = send(group);
        await(() -> sink.acceptedCopies() >= members);
        double seconds = (sink.lastAcceptedNanos() - start) / 1e9;
        org.awaitQuiet();
        if (sink.acceptedCopies() != members || sink.reachedRecipients() != members) {
            throw new AssertionError(sink.acceptedCopies() + " copies for " + members + " members");
        }
        return seconds;
    }

    private double toLocal(String group, List<String> users) {
        Webadmin webadmin = org.webadmin();
        List<Integer> before = users.stream().map(this::messages).toList();
        long start = send(group);
        await(() -> webadmin.queueSize("spool") == 0 && isDelivered(webadmin));
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Integer> after = users.stream().map(this::messages).toList();
        for (int i = 0; i < users.size(); i++) {
            if (after.get(i) != before.get(i) + 1) {
                throw new AssertionError(users.get(i) + " has " + after.get(i) + " messages after " + before.get(i));
            }
        }
        return seconds;
    }

    private static boolean isDelivered(Webadmin webadmin) {
        return webadmin.get("/postings?state=waiting")
                .expect(200)
                .json()
                .path("items")
                .isEmpty();
    }

    private int messages(String user) {
        Webadmin.Answer answer =
                org.webadmin().get("/users/" + Webadmin.encode(user) + "/mailboxes/INBOX/messageCount");
        return answer.status() == 404
                ? 0
                : Integer.parseInt(answer.expect(200).body().strip());
    }

    private long send(String group) {
        byte[] letter = Letter.from(alice, "benchmark " + ++sent)
                .to(group)
                .bodyOf(MESSAGE_BYTES)
                .bytes();
        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice);
            client.rcpt(group);
            long start = System.nanoTime();
            int code = client.data(letter).code();
            if (code != 250) {
                throw new AssertionError("DATA was answered with " + code);
            }
            return start;
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not done within " + LIMIT);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private String group(String localPart, List<String> members) {
        say("group " + localPart);
        return org.group(localPart, members);
    }

    private String rewriteTable(String localPart, List<String> members) {
        say("RRT group " + localPart);
        String group = org.address(localPart);
        members.forEach(member -> org.webadmin()
                .put("/address/groups/" + Webadmin.encode(group) + '/' + Webadmin.encode(member))
                .expect(204));
        return group;
    }

    private static List<String> external(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "m" + i + "@d" + i % DOMAINS + ".test")
                .toList();
    }

    private static void say(String what) {
        System.err.println(what);
    }
}
