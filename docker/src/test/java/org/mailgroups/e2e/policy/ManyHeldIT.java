// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Footprint;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Somebody fills a group's queue of messages that wait for its administrators. */
class ManyHeldIT {
    /** {@code -Dheld.count=10000} gives the figure in docs/moderation.md. */
    private static final int COUNT = Integer.getInteger("held.count", 500);

    private static final int CONNECTIONS = 4;
    private static final int PAGE = Math.min(1_000, COUNT / 5);
    private static final String STRANGER = "stranger@elsewhere.test";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private Organisation org;
    private String admin;
    private String bob;
    private String team;

    @Test
    void queueShouldBeFilledReadDecidedAboutAndOpenAgain() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("JAVA_OPTS", "-Xmx512m"));
        settings.putAll(Distribution.built()
                .withConfiguration(
                        "many-held",
                        "groups.properties",
                        text -> text.replaceFirst("held.maxPerGroup=\\d+", "held.maxPerGroup=" + COUNT)));
        try (SmtpSink sink = SmtpSink.start();
                ServerProcess server = Distribution.built()
                        .server("many-held", sink.port(), settings)
                        .start()) {
            org = Organisation.on(server);
            admin = org.user("admin");
            bob = org.user("bob");
            team = org.group("team", bob);
            org.webadmin()
                    .patch(
                            Webadmin.group(team),
                            Map.of("administrators", List.of(admin), "settings", Map.of("moderation", "outsiders")))
                    .expect(200);

            double filling = seconds(() -> {
                fill();
                return Awaitility.await("all wait")
                        .atMost(LIMIT)
                        .pollInterval(LOOK_EVERY)
                        .until(this::all, held -> held.size() == COUNT);
            });
            List<JsonNode> held = new ArrayList<>();
            double reading = seconds(() -> held.addAll(all()));
            assertThat(new HashSet<>(ids(held))).hasSize(COUNT);
            assertThat(org.rcpt(team).text()).startsWith("452 4.2.2 ");

            int decisions = 10;
            double deciding = seconds(() -> decide(ids(held), decisions));

            org.inbox(bob).await(decisions);
            assertThat(org.rcpt(team).code()).isEqualTo(250);
            assertThat(all()).hasSize(COUNT - 2 * decisions);
            assertThat(org.inbox(admin).await(1))
                    .as("notices in a quarter of an hour")
                    .hasSizeBetween(1, 2);
            System.out.printf(
                    "%d messages held in %.1f s; all read, %d a page, in %.2f s; one decided in %.0f ms;"
                            + " peak memory %d MB, -Xmx512m%n",
                    COUNT,
                    filling,
                    PAGE,
                    reading,
                    deciding * 1000 / (2 * decisions),
                    Footprint.peakMemoryBytes(server.pid()) >> 20);
        }
    }

    private static double seconds(Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / 1e9;
    }

    private void fill() throws Exception {
        List<Callable<Integer>> senders = IntStream.range(0, CONNECTIONS)
                .<Callable<Integer>>mapToObj(connection -> () -> send(connection))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            int sent = 0;
            for (Future<Integer> some : threads.invokeAll(senders)) {
                sent += some.get();
            }
            assertThat(sent).isEqualTo(COUNT);
        } finally {
            threads.shutdownNow();
        }
    }

    private int send(int connection) {
        int sent = 0;
        try (SmtpClient client = org.smtp()) {
            for (int i = connection; i < COUNT; i += CONNECTIONS) {
                Organisation.send(
                        client, STRANGER, Letter.from(STRANGER, "offer " + i).to(team), List.of(team));
                sent++;
            }
        }
        return sent;
    }

    /** Returns all messages that wait, read page by page. */
    private List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = org.webadmin()
                    .get(Webadmin.group(team) + "/held?limit=" + PAGE
                            + (next.isEmpty() ? "" : "&after=" + Webadmin.encode(next)))
                    .expect(200)
                    .json();
            page.path("items").forEach(all::add);
            next = page.path("next").asText("");
        } while (!next.isEmpty());
        return all;
    }

    private static List<String> ids(List<JsonNode> held) {
        return held.stream().map(message -> message.path("id").asText()).toList();
    }

    /** Approves some messages and rejects as many, from all over the queue. */
    private Integer decide(List<String> ids, int each) {
        int step = ids.size() / (2 * each);
        for (int i = 0; i < 2 * each; i++) {
            String action = i % 2 == 0 ? "approve" : "reject";
            org.webadmin()
                    .call(
                            "POST",
                            Organisation.held(team, ids.get(i * step)) + "?action=" + action,
                            Optional.empty(),
                            Map.of())
                    .expect(204);
        }
        return each;
    }
}
