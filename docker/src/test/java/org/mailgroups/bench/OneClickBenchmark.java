// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Footprint;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpSink;

/**
 * Measures one large message to members elsewhere of whom each gets a copy of the own, with a link to leave, in a
 * server with a heap of 700 MB: how long it takes, how much there is on disk meanwhile, and how much memory.
 */
public final class OneClickBenchmark {
    private static final Duration LIMIT = Duration.ofHours(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final SmtpSink sink;
    private final ServerProcess server;
    private long mostOnDisk;

    private OneClickBenchmark(SmtpSink sink, ServerProcess server) {
        this.sink = sink;
        this.server = server;
    }

    /** @param arguments how many members, and how many octets the body has */
    public static void main(String[] arguments) throws IOException {
        int members = Integer.parseInt(arguments[0]);
        int octets = Integer.parseInt(arguments[1]);
        Distribution distribution = Distribution.built();
        Map<String, String> environment = new HashMap<>(
                distribution.withConfiguration("one-click", "mailetcontainer.xml", DistributionBenchmark::unlimited));
        environment.put("JAVA_OPTS", "-Xmx700m -Dmailgroups.members.publicUrl=https://groups.example.net/");
        environment.put("DKIM_DOMAINS", String.join(" ", Organisation.nextDomains()));
        try (SmtpSink sink = SmtpSink.start();
                ServerProcess server = distribution
                        .server("one-click", sink.port(), environment)
                        .start()) {
            sink.keepMessages(false);
            new OneClickBenchmark(sink, server).run(members, octets);
        }
        // The threads of the HTTP client would keep the process alive.
        System.exit(0);
    }

    private void run(int members, int octets) {
        Organisation org = Organisation.on(server);
        String alice = org.user("alice");
        List<String> all = IntStream.range(0, members)
                .mapToObj(i -> "m" + i + "@far" + i % 10 + ".example")
                .toList();
        String team = org.group("team", all);
        org.change(team, Map.of("unsubscribe", "oneClick", "maxMessageBytes", 50_000_000));
        long before = onDisk();
        org.send(alice, Letter.from(alice, "to all").to(team).bodyOf(octets), team);
        long accepted = System.nanoTime();
        Awaitility.await("all copies").atMost(LIMIT).pollInterval(LOOK_EVERY).until(() -> {
            mostOnDisk = Math.max(mostOnDisk, onDisk() - before);
            return sink.acceptedCopies() >= members;
        });
        double seconds = (System.nanoTime() - accepted) / 1e9;
        org.awaitQuiet();
        if (sink.acceptedCopies() != members || sink.reachedRecipients() != members) {
            throw new AssertionError(sink.acceptedCopies() + " copies for " + sink.reachedRecipients() + " members");
        }
        say("members, octets", "%d, %d", members, octets);
        say("from the acceptance to the last member", "%.1f s, %.0f MB/s", seconds, octets / 1e6 * members / seconds);
        say("bodies on disk", "at most %.1f MB, afterwards %.1f MB", mostOnDisk / 1e6, (onDisk() - before) / 1e6);
        say("memory of the server", "at most %d MB", Footprint.peakMemoryBytes(server.pid()) >> 20);
    }

    /** Returns the octets of what lies there for copies: bodies of postings, and James' queues. */
    private long onDisk() {
        return Footprint.diskBytes(server.data().resolve("postings"))
                + Footprint.diskBytes(server.data().resolve("queue").resolve("bodies"));
    }

    private static void say(String what, String figures, Object... values) {
        System.out.println(what + ": " + String.format(Locale.ROOT, figures, values));
    }
}
