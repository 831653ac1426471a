// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Footprint;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.MemberImports;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * Measures what a group of a million members does to everybody else, in a server with a heap of 700 MB: how long RCPT
 * takes at that group, alone and while an import into it runs, and how long a user's own message to one person takes to
 * leave, alone and while the million copies of another one leave.
 */
public final class CrowdBenchmark {
    private static final int MEMBERS = 1_000_000;
    private static final int PARTS = 10;
    private static final int IMPORTED = 100_000;
    private static final int QUESTIONS = 500;
    private static final int MESSAGES = 50;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String FRIEND = "friend@far.example";

    private final SmtpSink sink;
    private final Organisation org;
    private final String alice;

    private CrowdBenchmark(SmtpSink sink, Organisation org) {
        this.sink = sink;
        this.org = org;
        this.alice = org.user("alice");
    }

    public static void main(String[] arguments) throws IOException {
        Distribution distribution = Distribution.built();
        Map<String, String> environment = new HashMap<>(
                distribution.withConfiguration("crowd", "mailetcontainer.xml", DistributionBenchmark::unlimited));
        environment.put("JAVA_OPTS", "-Xmx700m");
        try (SmtpSink sink = SmtpSink.start();
                ServerProcess server =
                        distribution.server("crowd", sink.port(), environment).start()) {
            sink.keepMessages(false);
            new CrowdBenchmark(sink, Organisation.on(server)).run();
            say("memory", "at most %d MB", Footprint.peakMemoryBytes(server.pid()) >> 20);
        }
        // The threads of the HTTP client would keep the process alive.
        System.exit(0);
    }

    private void run() {
        List<String> parts = IntStream.range(0, PARTS)
                .mapToObj(part -> org.group("part" + part, members(part)))
                .toList();
        String crowd = org.group("crowd", parts);
        ask(crowd, () -> true, QUESTIONS);
        report("RCPT, alone", ask(crowd, () -> true, QUESTIONS));

        MemberImports imports = new MemberImports(org.webadmin(), parts.get(0));
        Webadmin.Answer submitted = imports.submit("", MemberImports.strangers("imported", 0, IMPORTED));
        imports.awaitProgress(submitted);
        report("RCPT, while an import runs", ask(crowd, () -> isRunning(submitted), Integer.MAX_VALUE));

        write(() -> true, MESSAGES);
        report("a user's message, alone", write(() -> true, MESSAGES));
        long copies = MEMBERS + IMPORTED;
        sink.forget();
        org.send(alice, Letter.from(alice, "to all").to(crowd).bodyOf(Contender.MESSAGE_BYTES), crowd);
        LongSupplier done = () -> sink.acceptedCopies() - sink.copiesOf(FRIEND);
        List<Long> beside = write(() -> done.getAsLong() < copies, Integer.MAX_VALUE);
        report("a user's message, while the copies leave", beside);
        org.awaitQuiet();
        if (done.getAsLong() != copies) {
            throw new AssertionError(done.getAsLong() + " copies, not " + copies);
        }
    }

    private static List<String> members(int part) {
        return IntStream.range(0, MEMBERS / PARTS)
                .mapToObj(i -> "m" + i + "@part" + part + ".far.example")
                .toList();
    }

    private boolean isRunning(Webadmin.Answer submitted) {
        return !"completed"
                .equals(org.webadmin()
                        .get(Webadmin.taskOf(submitted))
                        .expect(200)
                        .json()
                        .path("status")
                        .asText());
    }

    /** Asks for one recipient again and again, a hundredth of a second apart, and returns the nanoseconds of each. */
    private List<Long> ask(String group, BooleanSupplier goesOn, int most) {
        List<Long> nanos = new ArrayList<>();
        try (SmtpClient client = org.submission(alice)) {
            // Others change the group meanwhile, and it is not asked every time whether they still do.
            while (nanos.size() < most && (nanos.size() % 20 != 0 || goesOn.getAsBoolean())) {
                expect(client.mail(alice).code());
                long begun = System.nanoTime();
                expect(client.rcpt(group).code());
                nanos.add(System.nanoTime() - begun);
                expect(client.command("RSET").code());
                pause(Duration.ofMillis(10));
            }
        }
        return nanos;
    }

    /** Sends messages to one person, a tenth of a second apart, and returns how long each took from its acceptance. */
    private List<Long> write(BooleanSupplier goesOn, int most) {
        List<Long> nanos = new ArrayList<>();
        while (nanos.size() < most && goesOn.getAsBoolean()) {
            long before = sink.copiesOf(FRIEND);
            org.send(alice, Letter.from(alice, "to one").bodyOf(Contender.MESSAGE_BYTES), FRIEND);
            long accepted = System.nanoTime();
            Awaitility.await("the message to one person")
                    .atMost(LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> sink.copiesOf(FRIEND) > before);
            nanos.add(System.nanoTime() - accepted);
            pause(Duration.ofMillis(100));
        }
        return nanos;
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void expect(int code) {
        if (code != 250) {
            throw new AssertionError("answered with " + code);
        }
    }

    private static void report(String what, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        say(
                what,
                "median %.1f ms, 99%% %.1f ms, worst %.1f ms of %d",
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6,
                sorted.length);
    }

    private static void say(String what, String figures, Object... values) {
        System.out.println(what + ": " + String.format(Locale.ROOT, figures, values));
    }
}
