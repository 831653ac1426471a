// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
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
import org.mailgroups.store.StoreContract;
import org.mailgroups.value.Address;

/** What tests of postings share. Each test begins without postings. */
abstract class PostingContract extends StoreContract {
    static final Address TEAM = Address.parse("team@example.org");

    static final int MANY = 1000;
    static final Duration LEASE = Duration.ofMinutes(5);
    static final long GROUP = 7;

    /** How long a message is held at most. */
    static final Duration HELD = Duration.ofDays(20);

    static final Retention RETENTION = Retention.usual(HELD);

    PostingStore postings;
    String key;

    @BeforeEach
    void begin() {
        postings = store.postings();
        key = "mail " + UUID.randomUUID();
        execute("UPDATE posting SET state = 'cancelled', settled_at = 1");
        execute("DELETE FROM posting_decision WHERE posting_id IS NULL");
        postings.sweep(NOW, RETENTION);
    }

    Posting posting() {
        return posting(key, GROUP);
    }

    Posting posting(String key, Long... groups) {
        PostingCopy copy = new PostingCopy(
                0,
                GROUP,
                "team-bounces@" + domain(),
                "Subject: Hello\r\n".getBytes(StandardCharsets.US_ASCII),
                0,
                1234,
                true);
        return new Posting(
                UUID.randomUUID(),
                key,
                "ann@" + domain(),
                "Réunion of all",
                "<1@" + domain() + ">",
                NOW,
                1200,
                Set.of(groups),
                List.of(copy),
                new Route("local", "remote", true),
                "origin\u0000 of it");
    }

    /** Returns chunks of ten recipients. */
    List<PostingChunk> chunks(int count) {
        return chunks(count, 10);
    }

    List<PostingChunk> chunks(int count, int recipients) {
        return IntStream.range(0, count)
                .mapToObj(number -> new PostingChunk(
                        number,
                        0,
                        number % 2 == 1,
                        IntStream.range(0, recipients)
                                .mapToObj(place -> at(String.format("m%06d-%03d", number, place)))
                                .toList()))
                .toList();
    }

    static GroupOutcome taken(long group) {
        return new GroupOutcome(group, TEAM, GroupOutcome.Kind.TAKEN, "", "", true);
    }

    Posting add(int chunks) {
        Posting posting = posting(key + UUID.randomUUID(), GROUP);
        postings.add(posting, chunks(chunks), List.of(taken(GROUP)), 0);
        return posting;
    }

    List<DueChunk> takeAll() {
        return postings.take(NOW, MANY, MANY, LEASE);
    }

    static Attempt delivered(int attempts) {
        return new Attempt(RecipientState.DELIVERED, "mx.example", "250 2.0.0 taken", attempts, NOW, null);
    }

    static Attempt failed(String reply) {
        return new Attempt(RecipientState.FAILED, "mx.example", reply, 1, NOW, null);
    }

    static Attempt deferred(Instant nextAt) {
        return new Attempt(RecipientState.WAITING, "mx.example", "450 4.2.0 later", 1, NOW, nextAt);
    }

    /** Returns a result for some places of a chunk. */
    static ChunkResult result(DueChunk chunk, Attempt attempt, int from, int to) {
        return result(
                chunk,
                chunk.recipients().subList(from, to).stream()
                        .collect(Collectors.toMap(DueChunk.Due::address, due -> attempt)));
    }

    static ChunkResult result(DueChunk chunk, Map<Address, Attempt> attempts) {
        return new ChunkResult(chunk.posting().id(), chunk.number(), attempts, true);
    }

    static ChunkResult result(DueChunk chunk, Attempt attempt) {
        return result(chunk, attempt, 0, chunk.recipients().size());
    }

    void execute(String sql) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String sql) {
        return Long.parseLong(rows(sql).get(0));
    }

    /** Returns the rows of a query, their columns with a blank between them. */
    List<String> rows(String sql) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i));
                }
                rows.add(String.join(" ", columns));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String row(Posting posting) {
        return rows("SELECT state, waiting, delivered, handed_over, failed FROM posting WHERE id = '" + posting.id()
                        + "'")
                .get(0);
    }

    long rowsOf(String table) {
        return number("SELECT COUNT(*) FROM " + table);
    }

    static Map<Address, Attempt> mapOf(Object... pairs) {
        Map<Address, Attempt> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((Address) pairs[i], (Attempt) pairs[i + 1]);
        }
        return map;
    }
}
