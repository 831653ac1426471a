// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Footprint;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * Measures how long a message of 8 KB takes to every member of a group. It compares, in one run, a group of ours, one
 * in James' recipient rewrite table in the same server process, an alias of Postfix if the machine has it, and a bare
 * client, which is the limit. A sink in this process stands for all members' servers. It answers each flight of
 * commands as much later as it is far away.
 *
 * <p>There is one clock for all: from the answer after the final dot to the acceptance of the last copy. For members in
 * our own mailboxes it ends when James has counted the last delivery. After each run everybody is checked to have
 * exactly one copy.
 */
public final class DistributionBenchmark {
    private static final List<Row> SHORT = List.of(
            new Row(1, 1_000, 0),
            new Row(1, 10_000, 0),
            new Row(50, 1_000, 0),
            new Row(1, 1_000, 20),
            new Row(1, 10_000, 20),
            new Row(1, 1_000, 80),
            new Row(1, 10_000, 80));

    private static final List<Row> LARGE = List.of(new Row(1, 100_000, 0), new Row(1, 1_000_000, 0));

    private static final int LOCAL_USERS = 1_000;

    /** For some 20,000 copies the compiler of the JVM takes as much of the machine as they do. */
    private static final int WARM_UPS = 45;

    /** Postfix takes over a minute for 100,000 members, and much more than ten for a million. */
    private static final int MOST_OF_POSTFIX = 100_000;

    private static final int DOMAINS = 10;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private static final OperatingSystemMXBean MACHINE = ManagementFactory.getOperatingSystemMXBean();

    private final double loadAtStart = MACHINE.getSystemLoadAverage();
    private final int runs;
    private final List<Row> rows;
    private final SmtpSink sink;
    private final ServerProcess server;
    private final Organisation org;
    private final String alice;
    private final BareClient bare;
    private final List<Figure> figures = new ArrayList<>();
    private int sent;

    private DistributionBenchmark(int runs, List<Row> rows, SmtpSink sink, ServerProcess server) {
        this.runs = runs;
        this.rows = rows;
        this.sink = sink;
        this.server = server;
        this.org = Organisation.on(server);
        this.alice = org.user("alice");
        this.bare = new BareClient(sink.port());
    }

    /**
     * Takes the number of runs, and {@code short}, or {@code full} to write the figures into the docs as well, or
     * {@code local} for members in our own mailboxes alone.
     */
    public static void main(String[] arguments) throws IOException {
        int runs = Integer.parseInt(arguments[0]);
        boolean isFull = arguments[1].equals("full");
        List<Row> rows = new ArrayList<>(arguments[1].equals("local") ? List.of() : SHORT);
        if (isFull) {
            rows.addAll(LARGE);
        }
        Distribution distribution = Distribution.built();
        Map<String, String> environment = new HashMap<>(
                distribution.withConfiguration("benchmark", "mailetcontainer.xml", DistributionBenchmark::unlimited));
        environment.put("JAVA_OPTS", "-Xmx1g");
        try (SmtpSink sink = SmtpSink.start();
                ServerProcess server = distribution
                        .server("benchmark", sink.port(), environment)
                        .start()) {
            DistributionBenchmark benchmark = new DistributionBenchmark(runs, rows, sink, server);
            Report report = benchmark.run();
            System.out.println(report.text());
            if (isFull) {
                report.write(FiguresPage.ofThisCheckout());
            }
        }
        // The threads of the HTTP client would keep the process alive.
        System.exit(0);
    }

    /** Lets one author write as much, and to as many, as a benchmark needs. */
    static String unlimited(String configuration) {
        return configuration
                .replaceAll("<(maxPer\\w+|maxRepliesPerMinute)>\\d+<", "<$1>0<")
                .replaceAll("<maxRecipients>\\d+<", "<maxRecipients>2000000<");
    }

    private Report run() {
        sink.keepMessages(false);
        boolean hasPostfix = !rows.isEmpty() && measureExternal();
        measureLocal();
        return new Report(
                figures,
                String.format(
                        Locale.ROOT,
                        "%d processors, OpenJDK %s, %s, median of %d; load average %.1f at the start;"
                                + " the server's heap 1 GB, its memory at most %,d MB",
                        MACHINE.getAvailableProcessors(),
                        System.getProperty("java.version"),
                        hasPostfix ? "Postfix beside it" : "no Postfix beside it",
                        runs,
                        loadAtStart,
                        Footprint.peakMemoryBytes(server.pid()) >> 20));
    }

    /** Returns whether Postfix took part. */
    private boolean measureExternal() {
        Contender ours = ours();
        List<Contender> contenders = new ArrayList<>(List.of(ours, rewriteTable()));
        Optional<Postfix> postfix =
                Postfix.start(Distribution.emptyFolder("postfix"), members(MOST_OF_POSTFIX), sink.port());
        postfix.ifPresent(running -> contenders.add(contender(running)));
        try {
            say("warming up");
            for (int i = 0; i < 5; i++) {
                for (Contender contender : contenders) {
                    toExternal(contender, new Row(1, 1_000, 0));
                }
                toExternal(ours, new Row(1, 10_000, 0));
            }
            for (Row row : rows) {
                sink.distance(Duration.ofMillis(row.millis()));
                measure(row, contenders);
            }
            sink.distance(Duration.ZERO);
        } finally {
            postfix.ifPresent(Postfix::close);
        }
        return postfix.isPresent();
    }

    private Contender ours() {
        Map<Integer, String> groups = new TreeMap<>();
        int most = rows.stream().mapToInt(Row::members).max().orElseThrow();
        for (int size : new int[] {1_000, 10_000}) {
            groups.put(size, org.group("e" + size, external(size)));
        }
        for (int size = 100_000; size <= most; size *= 10) {
            int part = size / 10;
            String local = "e" + size;
            List<String> all = external(size);
            say("a group of " + size);
            groups.put(
                    size,
                    org.group(
                            local,
                            IntStream.range(0, 10)
                                    .mapToObj(i -> org.group(local + "-" + i, all.subList(i * part, (i + 1) * part)))
                                    .toList()));
        }
        return new Contender("a group of ours", () -> org.submission(alice), alice, groups::get, org::awaitQuiet);
    }

    private Contender rewriteTable() {
        String group = rewriteTable("r1000", external(1_000));
        return new Contender(
                "James' own group",
                () -> org.submission(alice),
                alice,
                size -> size == 1_000 ? group : null,
                org::awaitQuiet);
    }

    private static Contender contender(Postfix postfix) {
        return new Contender(
                "an alias of Postfix",
                postfix::smtp,
                "alice@postfix.test",
                size -> size <= MOST_OF_POSTFIX ? postfix.address("e" + size) : null,
                () -> {});
    }

    private static Map<String, List<String>> members(int most) {
        Map<String, List<String>> members = new TreeMap<>();
        for (int size = 1_000; size <= most; size *= 10) {
            members.put("e" + size, external(size));
        }
        return members;
    }

    private void measure(Row row, List<Contender> contenders) {
        Map<String, List<Double>> seconds = new HashMap<>();
        Map<String, List<Double>> submissions = new HashMap<>();
        for (int run = 0; run < runs; run++) {
            for (Contender contender : contenders) {
                if (contender.has(row.members())) {
                    List<Double> times = toExternal(contender, row);
                    add(seconds, contender.name(), times.get(0));
                    add(submissions, contender.name(), times.get(1));
                }
            }
            add(seconds, Report.LIMIT, toExternalDirectly(row));
        }
        seconds.forEach((name, values) ->
                note(new Figure(row, name, values, Figure.median(submissions.getOrDefault(name, List.of(0.0))))));
    }

    private static void add(Map<String, List<Double>> all, String name, double value) {
        all.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    private void note(Figure figure) {
        figures.add(figure);
        say(figure.row() + ": " + figure.contender() + ' ' + figure.all());
    }

    /** Returns the seconds that the distribution took, and those of a submission. */
    private List<Double> toExternal(Contender contender, Row row) {
        sink.forget();
        List<Contender.Submission> submissions = submit(contender, row);
        await(LOOK_EVERY, () -> sink.acceptedCopies() >= row.copies());
        long accepted = submissions.stream()
                .mapToLong(Contender.Submission::accepted)
                .min()
                .orElseThrow();
        double seconds = (sink.lastAcceptedNanos() - accepted) / 1e9;
        contender.settle().run();
        checkCopies(row);
        List<Double> each = submissions.stream()
                .map(submission -> (submission.accepted() - submission.begun()) / 1e9)
                .toList();
        return List.of(seconds, Figure.median(each));
    }

    /** Sends the messages of a row, each over a connection of its own, at most ten at once. */
    private List<Contender.Submission> submit(Contender contender, Row row) {
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try {
            return IntStream.range(0, row.messages())
                    .map(i -> ++sent)
                    .mapToObj(number ->
                            CompletableFuture.supplyAsync(() -> contender.send(row.members(), number), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            threads.shutdown();
        }
    }

    private double toExternalDirectly(Row row) {
        sink.forget();
        List<String> members = external(row.members());
        List<String> all = new ArrayList<>();
        IntStream.range(0, row.messages()).forEach(i -> all.addAll(members));
        byte[] message =
                Letter.from(alice, "bare").bodyOf(Contender.MESSAGE_BYTES).bytes();
        long begun = System.nanoTime();
        bare.send(all, message);
        checkCopies(row);
        return (sink.lastAcceptedNanos() - begun) / 1e9;
    }

    private void checkCopies(Row row) {
        if (sink.acceptedCopies() != row.copies() || sink.reachedRecipients() != row.members()) {
            throw new AssertionError(sink.acceptedCopies() + " copies for " + row);
        }
    }

    private void measureLocal() {
        say("users");
        List<String> users =
                IntStream.range(0, LOCAL_USERS).mapToObj(i -> org.user("u" + i)).toList();
        Map<String, String> groups = new TreeMap<>(Map.of(
                "a group of ours", org.group("l1000", users), "James' own group", rewriteTable("rl1000", users)));
        Map<String, List<Double>> seconds = new HashMap<>();
        for (int run = -WARM_UPS; run < runs; run++) {
            boolean isWarmUp = run < 0;
            groups.forEach((name, group) -> {
                double time = toLocal(name, group, users);
                if (!isWarmUp) {
                    add(seconds, name, time);
                }
            });
        }
        Row row = new Row(1, LOCAL_USERS, Row.LOCAL);
        seconds.forEach((name, values) -> note(new Figure(row, name, values, 0)));
    }

    private double toLocal(String name, String group, List<String> users) {
        List<Integer> before = users.stream().map(this::messages).toList();
        Contender contender = new Contender(name, () -> org.submission(alice), alice, size -> group, org::awaitQuiet);
        double seconds;
        try (LocalDeliveries deliveries = new LocalDeliveries(server.jamesLog())) {
            long accepted = contender.send(users.size(), ++sent).accepted();
            await(LOOK_EVERY, () -> deliveries.count() >= users.size());
            seconds = (System.nanoTime() - accepted) / 1e9;
        }
        org.awaitQuiet();
        for (int i = 0; i < users.size(); i++) {
            int messages = messages(users.get(i));
            if (messages != before.get(i) + 1) {
                throw new AssertionError(users.get(i) + " has " + messages + " messages after " + before.get(i));
            }
        }
        return seconds;
    }

    private int messages(String user) {
        Webadmin.Answer answer =
                org.webadmin().get("/users/" + Webadmin.encode(user) + "/mailboxes/INBOX/messageCount");
        return answer.status() == 404
                ? 0
                : Integer.parseInt(answer.expect(200).body().strip());
    }

    private static void await(Duration every, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not done within " + LIMIT);
            }
            LockSupport.parkNanos(every.toNanos());
        }
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
