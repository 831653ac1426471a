// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Retention;
import org.mailgroups.store.delivery.ChunkTable.Lease;
import org.mailgroups.store.delivery.ChunkTable.StoredChunk;
import org.mailgroups.store.delivery.DecisionTable.StoredDecision;
import org.mailgroups.store.delivery.PostingTable.Turn;
import org.mailgroups.store.delivery.Recording.Recorded;
import org.mailgroups.store.sql.Database;
import org.mailgroups.store.sql.Transactions;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.value.WrongStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Postings in the database. */
public final class JdbiPostingStore implements PostingStore {
    private static final Logger LOGGER = LoggerFactory.getLogger(JdbiPostingStore.class);

    /** The time that is there to write a large posting, in many parts. */
    private static final Duration WRITING = Duration.ofMinutes(5);

    /** How many chunks are in memory at once when all recipients are handed over. */
    private static final int PAGE = 100;

    /** The octets of postings that are kept in memory; most of them are headers. */
    private static final long MAX_KNOWN_OCTETS = 64 << 20;

    private static final int OCTETS_BESIDE_HEADERS = 4096;

    private final Transactions transactions;
    private final Database database;
    private final PostingSweep sweep;

    /** Names this opening of the store. A node that is started again is another one. */
    private final long node = new SecureRandom().nextLong(1, Long.MAX_VALUE);

    /** Postings whose chunks are taken, since a posting never changes and its headers may be large. */
    private final Cache<UUID, Posting> known = Caffeine.newBuilder()
            .maximumWeight(MAX_KNOWN_OCTETS)
            .weigher((UUID id, Posting posting) -> octets(posting))
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    /** The posting that had its turn last. */
    private volatile Turn lastTurn = Turn.FIRST;

    /** @param transactions on connections of their own */
    public JdbiPostingStore(Transactions transactions, Database database) {
        this.transactions = transactions;
        this.database = database;
        this.sweep = new PostingSweep(transactions, database.isShared());
        if (!database.isShared()) {
            endLeases();
        }
    }

    private static int octets(Posting posting) {
        long headers = posting.copies().stream()
                .mapToLong(copy -> copy.header().length)
                .sum();
        return (int) Math.min(Integer.MAX_VALUE, OCTETS_BESIDE_HEADERS + headers);
    }

    /** Nobody else is on the database: whoever had leases is gone. */
    private void endLeases() {
        List<UUID> waiting =
                transactions.readConsistently(handle -> handle.select("SELECT id FROM posting WHERE state = 'waiting'")
                        .mapTo(UUID.class)
                        .list());
        for (UUID posting : waiting) {
            int ended = PostingTable.MAX_ROWS;
            while (ended == PostingTable.MAX_ROWS) {
                ended = transactions.writeApart(handle -> chunks(handle).endLeases(posting, PostingTable.MAX_ROWS));
            }
        }
    }

    private ChunkTable chunks(Handle handle) {
        return new ChunkTable(handle, database);
    }

    @Override
    public boolean isShared() {
        return database.isShared();
    }

    @Override
    public List<GroupOutcome> decisions(String key) {
        return transactions.readConsistently(handle -> new DecisionTable(handle)
                .find(MessageKey.stored(key)).values().stream()
                        .map(StoredDecision::outcome)
                        .sorted(Comparator.comparingLong(GroupOutcome::group))
                        .toList());
    }

    @Override
    public void decide(String key, Collection<GroupOutcome> outcomes) {
        PostingParts parts = new PostingParts();
        parts.addEach(outcomes, (handle, some) -> decide(handle, MessageKey.stored(key), some));
        for (List<Consumer<Handle>> actions : parts.transactions()) {
            write(actions);
        }
    }

    private void decide(Handle handle, String key, List<GroupOutcome> outcomes) {
        DecisionTable decisions = new DecisionTable(handle);
        Set<Long> present = decisions.find(key).keySet();
        decisions.insert(
                key,
                outcomes.stream()
                        .filter(outcome -> !present.contains(outcome.group()))
                        .toList(),
                transactions.now(),
                null);
    }

    private void write(List<Consumer<Handle>> actions) {
        transactions.writeApart(handle -> {
            actions.forEach(action -> action.accept(handle));
            return true;
        });
    }

    @Override
    public void acted(String key, long group) {
        write(List.of(handle -> new DecisionTable(handle).acted(MessageKey.stored(key), group)));
    }

    @Override
    public List<DueChunk> add(
            Posting posting, List<PostingChunk> chunks, Collection<GroupOutcome> outcomes, int taken) {
        List<PostingChunk> first =
                chunks.stream().limit(taken).takeWhile(PostingChunk::waits).toList();
        List<List<Consumer<Handle>>> parts = parts(posting, first, chunks, outcomes);
        try {
            write(parts.get(0));
            for (List<Consumer<Handle>> part : parts.subList(1, parts.size())) {
                write(Stream.concat(Stream.of(touching(posting.id())), part.stream())
                        .toList());
            }
        } catch (RuntimeException e) {
            removeParts(posting.id(), e);
            throw e;
        }
        known.put(posting.id(), posting);
        return first.stream().map(chunk -> untried(posting, chunk)).toList();
    }

    private List<List<Consumer<Handle>>> parts(
            Posting posting, List<PostingChunk> first, List<PostingChunk> chunks, Collection<GroupOutcome> outcomes) {
        Instant now = transactions.now();
        String key = MessageKey.stored(posting.key());
        PostingParts parts = new PostingParts();
        parts.add(1, 0, handle -> new PostingTable(handle).insert(posting, key, now));
        parts.addEach(posting.groups(), (handle, some) -> new PostingTable(handle).insertGroups(posting, some));
        for (PostingCopy copy : posting.copies()) {
            parts.add(1, copy.header().length, handle -> new PostingTable(handle).insertCopy(posting.id(), copy));
        }
        parts.addEach(first, (handle, some) -> {
            ChunkTable table = chunks(handle);
            table.insert(posting.id(), some, now, lease(table, WRITING));
        });
        parts.addEach(chunks.subList(first.size(), chunks.size()), (handle, some) -> chunks(handle)
                .insert(posting.id(), some, now, Lease.NONE));
        if (isShared()) {
            // Writing is over: from now on the lease is as long as others are to wait if this node dies.
            parts.addEach(first, (handle, some) -> {
                ChunkTable table = chunks(handle);
                table.extend(
                        posting.id(), some.stream().map(PostingChunk::number).toList(), lease(table, LEASE));
            });
        }
        Map<RecipientState, Long> counts = chunks.stream()
                .collect(Collectors.groupingBy(PostingChunk::state, Collectors.summingLong(chunk -> chunk.recipients()
                        .size())));
        parts.add(1 + outcomes.size(), 0, handle -> {
            decideFor(handle, posting.id(), key, outcomes);
            requireWriting(new PostingTable(handle).complete(posting.id(), counts, transactions.now()));
        });
        return parts.transactions();
    }

    private Lease lease(ChunkTable table, Duration duration) {
        return new Lease(table.clock().plus(duration), node);
    }

    private Consumer<Handle> touching(UUID posting) {
        return handle -> requireWriting(new PostingTable(handle).touch(posting, transactions.now()));
    }

    private static void requireWriting(boolean isWriting) {
        if (!isWriting) {
            throw new StoreUnavailableException("a posting was not written to its end in time", null);
        }
    }

    /** Writes the decisions for which a posting is made. */
    private void decideFor(Handle handle, UUID posting, String key, Collection<GroupOutcome> outcomes) {
        DecisionTable decisions = new DecisionTable(handle);
        Map<Long, StoredDecision> present = decisions.find(key);
        Map<Boolean, List<GroupOutcome>> fresh = outcomes.stream()
                .filter(outcome -> !present.containsKey(outcome.group()))
                .collect(Collectors.partitioningBy(outcome -> outcome.kind() == GroupOutcome.Kind.TAKEN));
        decisions.insert(key, fresh.get(true), transactions.now(), posting.toString());
        decisions.insert(key, fresh.get(false), transactions.now(), null);
        List<GroupOutcome> takenBefore = outcomes.stream()
                .filter(outcome -> outcome.kind() == GroupOutcome.Kind.TAKEN && present.containsKey(outcome.group()))
                .toList();
        for (GroupOutcome outcome : takenBefore) {
            StoredDecision before = present.get(outcome.group());
            if (before.outcome().kind() != GroupOutcome.Kind.TAKEN
                    || !decisions.link(key, outcome.group(), posting.toString(), outcome.done())) {
                throw new WrongStateException("a group has decided about this message before");
            }
        }
    }

    private void removeParts(UUID posting, RuntimeException reason) {
        try {
            sweep.removeWritten(posting);
        } catch (RuntimeException e) {
            // The sweep removes them later.
            reason.addSuppressed(e);
        }
    }

    private static DueChunk untried(Posting posting, PostingChunk chunk) {
        return new DueChunk(
                posting,
                chunk.number(),
                chunk.copy(),
                chunk.local(),
                chunk.recipients().stream()
                        .map(address -> new DueChunk.Due(address, 0))
                        .toList());
    }

    @Override
    public Optional<PostingCopy> copy(UUID posting, int number) {
        return transactions.readConsistently(handle -> new PostingTable(handle).copy(posting, number));
    }

    @Override
    public PostingCopy addCopy(UUID posting, PostingCopy copy) {
        return transactions.writeApart(handle -> {
            PostingTable postings = new PostingTable(handle);
            if (!postings.holdWaiting(posting)) {
                throw new WrongStateException("nobody waits for this posting any more");
            }
            return postings.copy(posting, copy.number()).orElseGet(() -> {
                postings.insertCopy(posting, copy);
                return copy;
            });
        });
    }

    @Override
    public void recipients(String key, Consumer<List<Address>> part) {
        List<UUID> postings =
                transactions.readConsistently(handle -> new PostingTable(handle).madeFrom(MessageKey.stored(key)));
        for (UUID posting : postings) {
            int next = 0;
            List<StoredChunk> page;
            do {
                int from = next;
                page = transactions.readConsistently(handle -> chunks(handle).from(posting, from, PAGE));
                if (!page.isEmpty()) {
                    part.accept(page.stream()
                            .filter(chunk -> !chunk.isLeftOut())
                            .flatMap(chunk -> chunk.recipients().stream())
                            .toList());
                    next = page.get(page.size() - 1).number() + 1;
                }
            } while (page.size() == PAGE);
        }
    }

    @Override
    public List<DueChunk> take(Instant now, int most, int mostOfOne, Duration lease) {
        if (most < 1 || mostOfOne < 1) {
            return List.of();
        }
        return transactions.writeApart(handle -> {
            PostingTable postings = new PostingTable(handle);
            ChunkTable chunks = chunks(handle);
            Instant clock = chunks.clock();
            Lease taken = new Lease(clock.plus(lease), node);
            List<DueChunk> due = new ArrayList<>();
            int left = Math.min(most, PostingTable.MAX_ROWS);
            for (Turn turn : turns(postings, now, clock, left)) {
                if (left == 0) {
                    break;
                }
                UUID id = UUID.fromString(turn.id());
                List<Integer> numbers = chunks.lease(id, now, clock, Math.min(left, mostOfOne), taken);
                due.addAll(due(postings, chunks, id, numbers, now));
                left -= numbers.size();
                lastTurn = turn;
            }
            return due;
        });
    }

    /** Returns postings with due chunks, from the one after the last turn on, then from the first one. */
    private List<Turn> turns(PostingTable postings, Instant now, Instant clock, int rows) {
        Turn last = lastTurn;
        List<Turn> turns = new ArrayList<>(postings.due(last, now, clock, rows));
        if (turns.size() < rows && !last.equals(Turn.FIRST)) {
            postings.due(Turn.FIRST, now, clock, rows - turns.size()).stream()
                    .filter(turn -> !turns.contains(turn))
                    .forEach(turns::add);
        }
        return turns;
    }

    private List<DueChunk> due(PostingTable postings, ChunkTable chunks, UUID id, List<Integer> numbers, Instant now) {
        try {
            List<DueChunk> due = new ArrayList<>();
            find(postings, id).ifPresent(posting -> chunks.find(id, numbers).stream()
                    .sorted(Comparator.comparingInt(StoredChunk::number))
                    .flatMap(chunk -> readable(posting, chunk, now).stream())
                    .forEach(due::add));
            return due;
        } catch (InvalidValueException | IllegalArgumentException e) {
            LOGGER.error("posting {} cannot be read, and waits", id, LogText.neutral(e));
            return List.of();
        }
    }

    private Optional<Posting> find(PostingTable postings, UUID id) {
        Posting here = known.getIfPresent(id);
        if (here != null) {
            return Optional.of(here);
        }
        Optional<Posting> found = postings.find(id);
        found.ifPresent(posting -> known.put(id, posting));
        return found;
    }

    /** A row that is damaged must not stop all others. Nobody takes it until its lease has ended. */
    private static Optional<DueChunk> readable(Posting posting, StoredChunk chunk, Instant now) {
        try {
            return Optional.of(due(posting, chunk, now));
        } catch (InvalidValueException | IllegalArgumentException e) {
            LOGGER.error(
                    "chunk {} of posting {} cannot be read, and waits",
                    chunk.number(),
                    posting.id(),
                    LogText.neutral(e));
            return Optional.empty();
        }
    }

    private static DueChunk due(Posting posting, StoredChunk chunk, Instant now) {
        List<Address> recipients = chunk.recipients();
        Outcomes outcomes = chunk.outcomes();
        return new DueChunk(
                posting,
                chunk.number(),
                chunk.copy(),
                chunk.local(),
                outcomes.due(now)
                        .mapToObj(place -> new DueChunk.Due(
                                recipients.get(place), outcomes.at(place).attempts()))
                        .toList());
    }

    @Override
    public void renew(Collection<DueChunk> chunks, Duration lease) {
        extend(chunks, table -> lease(table, lease));
    }

    @Override
    public void giveBack(Collection<DueChunk> chunks) {
        extend(chunks, table -> new Lease(Instant.EPOCH, node));
    }

    private void extend(Collection<DueChunk> chunks, Function<ChunkTable, Lease> lease) {
        PostingParts parts = new PostingParts();
        numbers(chunks)
                .forEach((posting, numbers) -> parts.addEach(numbers, (handle, some) -> {
                    ChunkTable table = chunks(handle);
                    table.extend(posting, some, lease.apply(table));
                }));
        parts.transactions().forEach(this::write);
    }

    /** All nodes lock rows in the same order. */
    private static Map<UUID, List<Integer>> numbers(Collection<DueChunk> chunks) {
        return chunks.stream()
                .collect(Collectors.groupingBy(
                        chunk -> chunk.posting().id(),
                        TreeMap::new,
                        Collectors.mapping(DueChunk::number, Collectors.toList())));
    }

    @Override
    public Set<UUID> record(Collection<ChunkResult> results) {
        List<ChunkResult> left = results.stream()
                .sorted(Comparator.comparing(ChunkResult::posting).thenComparingInt(ChunkResult::number))
                .toList();
        Set<UUID> settled = new HashSet<>();
        while (!left.isEmpty()) {
            List<ChunkResult> some = left;
            Recorded recorded = transactions.writeApart(
                    handle -> new Recording(handle, chunks(handle), node).record(some, transactions.now()));
            settled.addAll(recorded.settled());
            left = left.subList(recorded.results(), left.size());
        }
        return settled;
    }

    @Override
    public Set<UUID> settled(Collection<UUID> postings) {
        Set<UUID> settled = new HashSet<>(postings);
        settled.removeAll(transactions.readConsistently(handle -> new PostingTable(handle).unsettled(postings)));
        return settled;
    }

    @Override
    public void sweep(Instant now, Retention retention) {
        sweep.run(now, retention);
    }
}
