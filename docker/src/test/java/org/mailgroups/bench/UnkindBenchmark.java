// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.FarNetwork;
import org.mailgroups.e2e.harness.NameServer;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * Measures how long a message takes to reach the members in 100 domains, each with a server of its own: when all
 * servers take it, and when one of them swallows all packets and the others tell 5% of the members to come again. Then
 * the clock stops with the last member who can be reached. It needs root, for the network and for Postfix.
 */
public final class UnkindBenchmark {
    private static final int DOMAINS = 100;
    private static final String HOLE = "hole.far.example";
    private static final int DEFERRED_OF = 20;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<Integer> SIZES = List.of(1_000, 10_000);
    private static final String OURS = "a group of ours";
    private static final String JAMES = "James' own group";
    private static final String POSTFIX = "an alias of Postfix";

    private static final String HEAD = String.format(
            "| one message of 8 KB, seconds | %s | %s | %s | all runs of ours |%n|---|---|---|---|---|%n",
            OURS, JAMES, POSTFIX);

    private final int runs;
    private final SmtpSink sink;
    private final Organisation org;
    private final String alice;
    private final Map<String, InetAddress> servers;
    private int sent;

    private UnkindBenchmark(int runs, SmtpSink sink, Organisation org, Map<String, InetAddress> servers) {
        this.runs = runs;
        this.sink = sink;
        this.org = org;
        this.alice = org.user("alice");
        this.servers = servers;
    }

    /** Takes the number of runs, and {@code write} to write the figures into the docs as well. */
    public static void main(String[] arguments) throws IOException {
        Distribution distribution = Distribution.built();
        try (SmtpSink sink = SmtpSink.start();
                FarNetwork network = FarNetwork.with(sink);
                NameServer dns = NameServer.startForAll()) {
            Map<String, InetAddress> servers = servers(network);
            servers.forEach(
                    (domain, address) -> dns.mailServers(domain, "mx." + domain).address("mx." + domain, address));
            Map<String, String> environment = new HashMap<>(Distribution.withoutGateway(dns));
            environment.putAll(
                    distribution.withConfiguration("unkind", "mailetcontainer.xml", DistributionBenchmark::unlimited));
            environment.merge("JAVA_OPTS", "-Xmx1g", (dnsOption, heap) -> dnsOption + ' ' + heap);
            try (ServerProcess server =
                    distribution.server("unkind", sink.port(), environment).start()) {
                sink.keepMessages(false);
                sink.answerRcptWith(UnkindBenchmark::answer);
                int runs = Integer.parseInt(arguments[0]);
                String table = new UnkindBenchmark(runs, sink, Organisation.on(server), servers).run();
                System.out.println(table);
                if (List.of(arguments).contains("write")) {
                    FiguresPage.ofThisCheckout().write("unkind", table);
                }
            }
        }
        // The threads of the HTTP client would keep the process alive.
        System.exit(0);
    }

    private static Map<String, InetAddress> servers(FarNetwork network) {
        Map<String, InetAddress> servers = new LinkedHashMap<>();
        for (int i = 0; i < DOMAINS; i++) {
            servers.put(domain(i), network.host(i % FarNetwork.HOSTS));
        }
        servers.put(HOLE, network.blackHole());
        return servers;
    }

    private static String domain(int number) {
        return "d" + number + ".far.example";
    }

    private static String answer(String recipient) {
        return recipient.startsWith("later") ? "451 4.7.1 come again" : "250 2.1.5 Ok";
    }

    /** Returns members of whom some are deferred and some cannot be reached, or of whom none are. */
    private static List<String> members(int size, boolean unkind) {
        return IntStream.range(0, size)
                .mapToObj(i -> {
                    String name = unkind && i / DOMAINS % DEFERRED_OF == i % DEFERRED_OF ? "later" : "m";
                    return name + i + '@' + (unkind && i % DOMAINS == DOMAINS - 1 ? HOLE : domain(i % DOMAINS));
                })
                .toList();
    }

    private static boolean isReached(String member) {
        return !member.startsWith("later") && !member.endsWith(HOLE);
    }

    private static String name(int size, boolean unkind) {
        return (unkind ? "unkind" : "kind") + size;
    }

    private String run() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (int size : SIZES) {
            groups.put(name(size, false), members(size, false));
            groups.put(name(size, true), members(size, true));
        }
        groups.forEach((name, members) -> org.group(name, members));
        groups.forEach((name, members) -> {
            if (members.size() == SIZES.get(0)) {
                rewriteTable("james-" + name, members);
            }
        });
        Optional<Postfix> postfix = Postfix.start(Distribution.emptyFolder("unkind-postfix"), groups, servers);
        try {
            for (int warmUp = 0; warmUp < 10; warmUp++) {
                measure("warming up", name(10_000, false), groups, this::ours);
            }
            return groups.keySet().stream()
                    .map(name -> line(groups.get(name), compare(name, groups, postfix)))
                    .collect(Collectors.joining("", HEAD, ""));
        } finally {
            postfix.ifPresent(Postfix::close);
        }
    }

    /** How a contender is called, and its group. */
    private interface Sending {
        Contender to(String group);
    }

    /** Returns the seconds of all runs of each contender. */
    private Map<String, List<Double>> compare(
            String name, Map<String, List<String>> groups, Optional<Postfix> postfix) {
        Map<String, Sending> contenders = new LinkedHashMap<>();
        contenders.put(OURS, this::ours);
        if (groups.get(name).size() == SIZES.get(0)) {
            contenders.put(JAMES, this::james);
        }
        postfix.ifPresent(running -> contenders.put(POSTFIX, group -> postfix(running, group)));
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int run = 0; run < runs; run++) {
            contenders.forEach((contender, sending) -> seconds.computeIfAbsent(contender, any -> new ArrayList<>())
                    .add(measure(contender, name, groups, sending)));
        }
        return seconds;
    }

    private static String line(List<String> members, Map<String, List<Double>> seconds) {
        double ours = Figure.median(seconds.get(OURS));
        String others = Stream.of(JAMES, POSTFIX)
                .map(seconds::get)
                .map(all -> all == null ? "-" : compared(Figure.median(all), ours))
                .collect(Collectors.joining(" | "));
        return String.format(
                Locale.ROOT,
                "| %,d members%s | %.2f | %s | %s |%n",
                members.size(),
                members.stream().allMatch(UnkindBenchmark::isReached) ? "" : ", with trouble",
                ours,
                others,
                Figure.all(seconds.get(OURS)));
    }

    private static String compared(double seconds, double ours) {
        return String.format(Locale.ROOT, "%.2f (%.1f)", seconds, seconds / ours);
    }

    private double measure(String contender, String name, Map<String, List<String>> groups, Sending sending) {
        long reached =
                groups.get(name).stream().filter(UnkindBenchmark::isReached).count();
        sink.forget();
        Contender to = sending.to(name);
        long accepted = to.send(0, ++sent).accepted();
        Awaitility.await(contender + ", " + name)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> sink.acceptedCopies() >= reached);
        double seconds = (sink.lastAcceptedNanos() - accepted) / 1e9;
        to.settle().run();
        if (sink.acceptedCopies() != reached || sink.reachedRecipients() != reached) {
            throw new AssertionError(contender + ": " + sink.acceptedCopies() + " copies, not " + reached);
        }
        return seconds;
    }

    private Contender ours(String group) {
        return new Contender(OURS, () -> org.submission(alice), alice, any -> org.address(group), this::cancel);
    }

    private Contender james(String group) {
        return new Contender(
                JAMES, () -> org.submission(alice), alice, any -> org.address("james-" + group), this::emptyQueue);
    }

    private static Contender postfix(Postfix postfix, String group) {
        return new Contender(
                POSTFIX, postfix::smtp, "alice@postfix.test", any -> postfix.address(group), postfix::forget);
    }

    private void rewriteTable(String localPart, List<String> members) {
        String group = Webadmin.encode(org.address(localPart));
        members.forEach(member -> org.webadmin()
                .put("/address/groups/" + group + '/' + Webadmin.encode(member))
                .expect(204));
    }

    /** Gives up those who have been told to come again, and those whose server answers nothing. */
    private void cancel() {
        Awaitility.await("nobody waits").atMost(LIMIT).until(() -> {
            JsonNode waiting = org.webadmin()
                    .get("/postings?state=waiting")
                    .expect(200)
                    .json()
                    .path("items");
            // It may be done meanwhile: then there is nothing to cancel.
            waiting.forEach(posting -> org.webadmin()
                    .call(
                            "POST",
                            "/postings/" + posting.path("id").asText() + "?action=cancel",
                            Optional.empty(),
                            Map.of()));
            return waiting.isEmpty();
        });
    }

    private void emptyQueue() {
        org.webadmin()
                .call(
                        "DELETE",
                        "/mailQueues/outgoing/mails?sender=" + Webadmin.encode(alice),
                        Optional.empty(),
                        Map.of())
                .expect(201);
    }
}
