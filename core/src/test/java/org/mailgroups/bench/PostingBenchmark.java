// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import static org.mailgroups.bench.BenchmarkStore.timed;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Retention;
import org.mailgroups.delivery.Route;
import org.mailgroups.distribution.ChunkSizes;
import org.mailgroups.store.GroupStore;
import org.mailgroups.value.Address;

/**
 * Prints how long the store takes with postings, and how large it is. It is run by hand, with {@code derby} or
 * {@code postgresql}, the number of recipients of one large posting, and the number of small postings. {@code
 * without-story} behind them leaves out what is kept and indexed only for the stories of postings.
 */
final class PostingBenchmark {
    private static final int AT_ONCE = 50;
    private static final int SMALL = 100;

    private final BenchmarkStore database;
    private final PostingStore postings;
    private final boolean hasStory;

    private PostingBenchmark(BenchmarkStore database, GroupStore store, boolean hasStory) {
        this.database = database;
        this.postings = store.postings();
        this.hasStory = hasStory;
    }

    public static void main(String[] arguments) throws IOException {
        boolean hasStory = !List.of(arguments).contains("without-story");
        try (BenchmarkStore database = BenchmarkStore.on(arguments[0])) {
            if (!hasStory) {
                database.dropStoryIndexes();
            }
            try (GroupStore store = database.open()) {
                PostingBenchmark benchmark = new PostingBenchmark(database, store, hasStory);
                benchmark.printSize("empty");
                benchmark.large(Integer.parseInt(arguments[1]));
                benchmark.small(Integer.parseInt(arguments[2]));
            }
        }
        System.exit(0);
    }

    private void large(int recipients) {
        List<PostingChunk> chunks = chunks(recipients);
        timed("add " + recipients + " recipients", () -> postings.add(posting(), chunks, List.of(taken()), 0)
                .size());
        printSize("with them");
        timed("take and record all, " + AT_ONCE + " chunks at once", this::deliverAll);
        printSize("delivered");
        timed("sweep", this::sweep);
        printSize("swept");
    }

    private void small(int count) {
        List<PostingChunk> chunks = chunks(SMALL);
        timed("add " + count + " postings to " + SMALL, () -> {
            for (int i = 0; i < count; i++) {
                postings.add(posting(), chunks, List.of(taken()), 0);
            }
            return count;
        });
        printSize("with them");
        timed("take one chunk of " + count + " postings", () -> postings.take(Instant.now(), 1, 1, Duration.ZERO)
                .size());
        timed("take and record all, " + AT_ONCE + " chunks at once", this::deliverAll);
        timed("take nothing", () -> postings.take(Instant.now(), 1, 1, Duration.ZERO)
                .size());
        printSize("delivered");
        timed("sweep", this::sweep);
        printSize("swept");
        timed("add as many again", () -> {
            for (int i = 0; i < count; i++) {
                postings.add(posting(), chunks, List.of(taken()), 0);
            }
            return count;
        });
        deliverAll();
        printSize("delivered, as many again");
    }

    private String sweep() {
        postings.sweep(Instant.now().plus(Retention.DEFAULT).plusSeconds(60), Retention.usual(Duration.ZERO));
        return "";
    }

    private int deliverAll() {
        int taken = 0;
        List<DueChunk> due;
        do {
            due = postings.take(Instant.now(), AT_ONCE, AT_ONCE, Duration.ofMinutes(5));
            Attempt delivered = new Attempt(
                    RecipientState.DELIVERED, story("mx.example.org"), story("250 2.0.0 Ok"), 1, Instant.now(), null);
            List<ChunkResult> results = new ArrayList<>();
            for (DueChunk chunk : due) {
                Map<Address, Attempt> attempts = chunk.recipients().stream()
                        .collect(Collectors.toMap(DueChunk.Due::address, recipient -> delivered));
                results.add(new ChunkResult(chunk.posting().id(), chunk.number(), attempts, true));
            }
            postings.record(results);
            taken += due.size();
        } while (!due.isEmpty());
        return taken;
    }

    private static GroupOutcome taken() {
        return new GroupOutcome(1, Address.parse("team@example.org"), GroupOutcome.Kind.TAKEN, "", "", true);
    }

    private String story(String text) {
        return hasStory ? text : "";
    }

    private Posting posting() {
        PostingCopy copy = new PostingCopy(0, 1L, "team-bounces@example.org", new byte[3000], 0, 8192, false);
        return new Posting(
                UUID.randomUUID(),
                "Mail" + UUID.randomUUID(),
                story("ann@example.org"),
                story("The minutes of the last meeting"),
                story("<" + UUID.randomUUID() + "@example.org>"),
                Instant.now(),
                8192,
                Set.of(1L),
                List.of(copy),
                new Route("group-delivery", "relay", true),
                "");
    }

    private static List<PostingChunk> chunks(int recipients) {
        List<Address> all = IntStream.range(0, recipients)
                .mapToObj(i -> Address.parse("first.last" + i + "@d" + i % 1000 + ".example.net"))
                .sorted()
                .toList();
        return IntStream.range(0, (recipients + ChunkSizes.MAX - 1) / ChunkSizes.MAX)
                .mapToObj(number -> new PostingChunk(
                        number,
                        0,
                        false,
                        all.subList(number * ChunkSizes.MAX, Math.min(recipients, (number + 1) * ChunkSizes.MAX))))
                .toList();
    }

    private void printSize(String what) {
        System.out.printf("%-45s %10.1f MB%n", "size, " + what, database.size() / 1e6);
    }
}
