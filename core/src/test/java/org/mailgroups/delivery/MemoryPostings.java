// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.mailgroups.delivery.DueChunk.Due;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/** Postings in memory, for tests. Thread-safe. */
public final class MemoryPostings implements PostingStore {
    /** Whether other nodes take chunks as well. */
    private volatile boolean isShared;

    /** Makes it a store of several nodes. */
    public void share() {
        isShared = true;
    }

    @Override
    public boolean isShared() {
        return isShared;
    }

    private record Row(Posting posting, PostingChunk chunk, Map<Address, Attempt> attempts) {}

    private final Map<String, Map<Long, GroupOutcome>> decisions = new LinkedHashMap<>();
    private final Map<UUID, Posting> postings = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final Set<Row> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<UUID> cancelled = new HashSet<>();
    private boolean isDown;

    /** Lets every call fail until {@link #comesBack}. */
    public synchronized void goesDown() {
        isDown = true;
    }

    public synchronized void comesBack() {
        isDown = false;
    }

    /** Ends a posting as another node does. */
    public synchronized void cancel(UUID posting) {
        cancelled.add(posting);
    }

    /** Forgets who has taken which chunk, as a crash does. */
    public synchronized void forgetsTaken() {
        taken.clear();
    }

    private void checkUp() {
        if (isDown) {
            throw new StoreUnavailableException("down for a test", null);
        }
    }

    /** Returns the postings that were written, in order. */
    public synchronized List<Posting> postings() {
        return List.copyOf(postings.values());
    }

    /** Returns those who were left out, by their state. */
    public synchronized Map<Address, RecipientState> leftOut() {
        Map<Address, RecipientState> all = new HashMap<>();
        rows.stream().map(Row::chunk).filter(chunk -> !chunk.waits()).forEach(chunk -> chunk.recipients()
                .forEach(recipient -> all.put(recipient, chunk.state())));
        return all;
    }

    /** Returns what became of everybody who was tried. */
    public synchronized Map<Address, Attempt> attempts() {
        Map<Address, Attempt> all = new HashMap<>();
        rows.forEach(row -> all.putAll(row.attempts()));
        return all;
    }

    @Override
    public synchronized List<GroupOutcome> decisions(String key) {
        checkUp();
        return List.copyOf(decisions.getOrDefault(key, Map.of()).values());
    }

    @Override
    public synchronized void decide(String key, Collection<GroupOutcome> outcomes) {
        checkUp();
        Map<Long, GroupOutcome> known = decisions.computeIfAbsent(key, any -> new LinkedHashMap<>());
        outcomes.forEach(outcome -> known.putIfAbsent(outcome.group(), outcome));
    }

    @Override
    public synchronized List<DueChunk> add(
            Posting posting, List<PostingChunk> chunks, Collection<GroupOutcome> outcomes, int takenAtOnce) {
        checkUp();
        decide(posting.key(), outcomes);
        postings.put(posting.id(), posting);
        List<DueChunk> first = new ArrayList<>();
        for (PostingChunk chunk : chunks) {
            Row row = new Row(posting, chunk, new HashMap<>());
            rows.add(row);
            if (chunk.number() < takenAtOnce && chunk.waits()) {
                taken.add(row);
                first.add(due(row, Instant.MAX));
            }
        }
        return first;
    }

    private static DueChunk due(Row row, Instant now) {
        List<Due> recipients = new ArrayList<>();
        for (Address recipient : row.chunk().waits() ? row.chunk().recipients() : List.<Address>of()) {
            Attempt last = row.attempts().get(recipient);
            if (last == null) {
                recipients.add(new Due(recipient, 0));
            } else if (last.next().filter(next -> !next.isAfter(now)).isPresent()) {
                recipients.add(new Due(recipient, last.attempts()));
            }
        }
        return new DueChunk(
                row.posting(),
                row.chunk().number(),
                row.chunk().copy(),
                row.chunk().local(),
                recipients);
    }

    @Override
    public synchronized Optional<PostingCopy> copy(UUID posting, int number) {
        checkUp();
        return postings.get(posting).copies().stream()
                .filter(copy -> copy.number() == number)
                .findFirst();
    }

    @Override
    public synchronized PostingCopy addCopy(UUID posting, PostingCopy copy) {
        checkUp();
        Optional<PostingCopy> present = copy(posting, copy.number());
        if (present.isEmpty()) {
            Posting old = postings.get(posting);
            List<PostingCopy> copies = new ArrayList<>(old.copies());
            copies.add(copy);
            postings.put(
                    posting,
                    new Posting(
                            old.id(),
                            old.key(),
                            old.author(),
                            old.subject(),
                            old.messageId(),
                            old.receivedAt(),
                            old.bytes(),
                            old.groups(),
                            copies,
                            old.route(),
                            old.origin()));
        }
        return present.orElse(copy);
    }

    @Override
    public synchronized void acted(String key, long group) {
        checkUp();
        decisions.get(key).computeIfPresent(group, (id, old) -> old.acted());
    }

    @Override
    public synchronized void recipients(String key, Consumer<List<Address>> part) {
        checkUp();
        rows.stream()
                .filter(row -> row.posting().key().equals(key) && row.chunk().waits())
                .forEach(row -> part.accept(row.chunk().recipients()));
    }

    @Override
    public synchronized List<DueChunk> take(Instant now, int most, int mostOfOne, Duration lease) {
        checkUp();
        List<DueChunk> due = new ArrayList<>();
        Map<UUID, Integer> ofOne = new HashMap<>();
        for (Row row : rows) {
            DueChunk chunk = due(row, now);
            if (due.size() < most
                    && !cancelled.contains(row.posting().id())
                    && !taken.contains(row)
                    && !chunk.recipients().isEmpty()
                    && ofOne.merge(row.posting().id(), 1, Integer::sum) <= mostOfOne) {
                taken.add(row);
                due.add(chunk);
            }
        }
        return due;
    }

    @Override
    public synchronized void renew(Collection<DueChunk> chunks, Duration lease) {
        checkUp();
    }

    /** Lets all nodes take what one has taken. A lease does not end by itself here. */
    public synchronized void endLeases() {
        taken.clear();
    }

    @Override
    public synchronized void giveBack(Collection<DueChunk> chunks) {
        checkUp();
        chunks.forEach(chunk -> taken.remove(row(chunk.posting().id(), chunk.number())));
    }

    private Row row(UUID posting, int number) {
        return rows.stream()
                .filter(row -> row.posting().id().equals(posting) && row.chunk().number() == number)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public synchronized Set<UUID> record(Collection<ChunkResult> results) {
        checkUp();
        Set<UUID> touched = new HashSet<>();
        for (ChunkResult result : results) {
            Row row = row(result.posting(), result.number());
            row.attempts().putAll(result.attempts());
            touched.add(result.posting());
            if (result.last()) {
                taken.remove(row);
            }
        }
        return settled(touched);
    }

    @Override
    public synchronized Set<UUID> settled(Collection<UUID> some) {
        checkUp();
        Set<UUID> settled = new HashSet<>(some);
        rows.stream()
                .filter(row ->
                        !cancelled.contains(row.posting().id()) && row.chunk().waits())
                .filter(row -> row.chunk().recipients().stream()
                        .anyMatch(recipient -> !row.attempts().containsKey(recipient)
                                || row.attempts().get(recipient).state() == RecipientState.WAITING))
                .forEach(row -> settled.remove(row.posting().id()));
        return settled;
    }

    @Override
    public synchronized void sweep(Instant now, Retention retention) {
        checkUp();
    }
}
