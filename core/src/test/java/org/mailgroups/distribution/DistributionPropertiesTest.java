// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.mailgroups.value.Address;

/**
 * The properties of every expansion and every cut, whatever the groups look like: random graphs of groups, cycles
 * included.
 */
class DistributionPropertiesTest {
    private static final Set<String> LOCAL = Set.of("example.org");

    /**
     * Member names of each of a handful of groups: {@code g0..g5} are groups, {@code m0..} are people in a few domains.
     */
    @Provide
    Arbitrary<List<Set<String>>> graphs() {
        Arbitrary<String> groups = Arbitraries.integers().between(0, 5).map(i -> "g" + i + "@example.org");
        Arbitrary<String> people = Arbitraries.integers().between(0, 60).map(i -> "m" + i + "@" + domain(i));
        return Arbitraries.frequencyOf(Tuple.of(1, groups), Tuple.of(4, people))
                .set()
                .ofMaxSize(25)
                .list()
                .ofSize(6);
    }

    private static String domain(int i) {
        return i % 5 == 0 ? "example.org" : "d" + i % 3 + ".net";
    }

    private static MemoryServer server(List<Set<String>> graph) {
        MemoryServer server = new MemoryServer();
        for (int i = 0; i < graph.size(); i++) {
            server.group("g" + i + "@example.org", graph.get(i).toArray(String[]::new));
        }
        return server;
    }

    /** The slow and obvious way: follow everything until nothing new comes. */
    private static Set<Address> reachable(List<Set<String>> graph, List<String> recipients) {
        Set<String> seen = new HashSet<>(recipients);
        List<String> toFollow = new ArrayList<>(recipients);
        Set<Address> people = new TreeSet<>();
        while (!toFollow.isEmpty()) {
            String next = toFollow.remove(0);
            if (!next.startsWith("g")) {
                people.add(Address.parse(next));
                continue;
            }
            for (String member : graph.get(next.charAt(1) - '0')) {
                if (seen.add(member)) {
                    toFollow.add(member);
                }
            }
        }
        return people;
    }

    private static List<Address> addresses(List<Recipient> recipients) {
        return recipients.stream().map(Recipient::address).toList();
    }

    @Property
    void expansionShouldBeWhatIsReachableEachOnceInOrder(
            @ForAll("graphs") List<Set<String>> graph,
            @ForAll @IntRange(max = 5) int first,
            @ForAll @IntRange(max = 5) int second) {
        String one = "g" + first + "@example.org";
        String two = "g" + second + "@example.org";

        Expansion.Complete expansion = server(graph).expand(one, two);

        assertThat(addresses(expansion.recipients())).containsExactlyElementsOf(reachable(graph, List.of(one, two)));
    }

    @Property
    void expansionShouldLeaveOutDirectRecipients(
            @ForAll("graphs") List<Set<String>> graph, @ForAll @IntRange(max = 60) int direct) {
        String person = "m" + direct + "@" + domain(direct);
        Set<Address> expected = reachable(graph, List.of("g0@example.org"));
        expected.remove(Address.parse(person));

        Expansion.Complete expansion = server(graph).expand(person, "g0@example.org");

        assertThat(addresses(expansion.recipients())).containsExactlyElementsOf(expected);
    }

    @Property
    void expansionShouldBeWithinLimitsOrRefused(
            @ForAll("graphs") List<Set<String>> graph, @ForAll @IntRange(min = 1, max = 30) int most) {
        Expansion expansion = server(graph).expand(new Limits(10, most), "g0@example.org");

        if (reachable(graph, List.of("g0@example.org")).size() > most) {
            assertThat(expansion).isEqualTo(new Expansion.TooManyRecipients(most));
        } else {
            assertThat(expansion).isInstanceOf(Expansion.Complete.class);
        }
    }

    @Property
    void chunksShouldBeTheExpansion(
            @ForAll("graphs") List<Set<String>> graph, @ForAll @IntRange(min = 1, max = 7) int chunkSize) {
        List<Recipient> recipients =
                server(graph).expand("g0@example.org", "g1@example.org").recipients();

        List<Chunk> chunks = new Chunker(new ChunkSizes(chunkSize, 2 * chunkSize)).cut(recipients, LOCAL);

        assertThat(chunks.stream().flatMap(chunk -> chunk.recipients().stream()))
                .containsExactlyInAnyOrderElementsOf(addresses(recipients));
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.recipients()).hasSizeBetween(1, chunk.local() ? chunkSize : 2 * chunkSize);
            assertThat(chunk.recipients()).isSorted();
            assertThat(chunk.recipients())
                    .allMatch(address -> chunk.local() == address.domain().equals("example.org"));
        });
        assertThat(chunks.stream().filter(chunk -> chunk.recipients().size() < (chunk.local() ? 1 : 2) * chunkSize))
                .hasSizeLessThanOrEqualTo(4);
    }

    @Property
    void everybodyShouldGetTheCopyOfTheGroupThatReachesThem(@ForAll("graphs") List<Set<String>> graph) {
        List<Recipient> recipients =
                server(graph).expand("g0@example.org", "g1@example.org").recipients();
        Set<Address> ofFirst = reachable(graph, List.of("g0@example.org"));

        Map<Address, String> copies = new TreeMap<>();
        for (Chunk chunk : new Chunker(ChunkSizes.DEFAULT).cut(recipients, LOCAL)) {
            chunk.recipients()
                    .forEach(address -> copies.put(
                            address, chunk.group().orElseThrow().address().toString()));
        }

        assertThat(copies).allSatisfy((address, copy) -> assertThat(copy)
                .isEqualTo(ofFirst.contains(address) ? "g0@example.org" : "g1@example.org"));
    }
}
