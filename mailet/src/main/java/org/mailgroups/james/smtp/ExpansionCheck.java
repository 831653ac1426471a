// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.audit.LogText;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Decision;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers whether a message to a group could be expanded now. It is asked at RCPT, while a refusal still reaches the
 * sender. It counts the members of the group and of its nested groups. Members that James' mappings add are known to
 * the mailet only.
 *
 * <p>An answer holds until any group changes, so RCPT for a group of a hundred thousand does not expand it again and
 * again. For a group with more than {@value #FEW} recipients the answer holds longer: no client waits until a million
 * members are read again because one was added. Another thread finds the new answer, and begins that once in {@link
 * #PAUSE} at most. Until then a message may be taken that the spool refuses, or the other way round. Thread-safe.
 */
@Singleton
public final class ExpansionCheck {
    static final int FEW = 10_000;
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOGGER = LoggerFactory.getLogger(ExpansionCheck.class);
    private static final long MAX_ANSWERS = 10_000;

    /** @param foundAt in nanoseconds of the ticker */
    private record Answer(long version, Optional<Decision.Refuse> refusal, boolean isCheap, long foundAt) {}

    private final GroupDirectory directory;
    private final GroupLookup lookup;
    private final SharedLimits limits;
    private final Executor background;
    private final Ticker ticker;
    private final Set<Long> beingFound = ConcurrentHashMap.newKeySet();
    private final Cache<Long, Answer> answers =
            Caffeine.newBuilder().maximumSize(MAX_ANSWERS).build();

    @Inject
    public ExpansionCheck(GroupDirectory directory, GroupLookup lookup, SharedLimits limits) {
        this(directory, lookup, limits, ForkJoinPool.commonPool(), Ticker.systemTicker());
    }

    ExpansionCheck(
            GroupDirectory directory, GroupLookup lookup, SharedLimits limits, Executor background, Ticker ticker) {
        this.directory = directory;
        this.lookup = lookup;
        this.limits = limits;
        this.background = background;
        this.ticker = ticker;
    }

    /**
     * Returns the refusal of a group that cannot be expanded; empty if it can be.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    public Optional<Decision.Refuse> refusal(GroupEntry group) {
        Answer known = answers.getIfPresent(group.id());
        boolean isCurrent = known != null && known.version() == lookup.version();
        if (known == null || (!isCurrent && known.isCheap())) {
            return find(group).refusal();
        }
        if (!isCurrent && ticker.read() - known.foundAt() >= PAUSE.toNanos()) {
            findInBackground(group);
        }
        return known.refusal();
    }

    private void findInBackground(GroupEntry group) {
        if (beingFound.add(group.id())) {
            background.execute(() -> {
                try {
                    find(group);
                } catch (StoreUnavailableException e) {
                    LOGGER.debug("whether a large group can be expanded is found out later", LogText.neutral(e));
                } finally {
                    beingFound.remove(group.id());
                }
            });
        }
    }

    private Answer find(GroupEntry group) {
        long version = lookup.version();
        Expansion expansion =
                new Expander(directory, lookup, AddressRewriting.NONE, limits.get()).expand(List.of(group.address()));
        boolean isCheap = expansion instanceof Expansion.Complete complete
                && complete.recipients().size() <= FEW;
        Answer answer = new Answer(version, expansion.refusalOfOneGroup(), isCheap, ticker.read());
        answers.put(group.id(), answer);
        return answer;
    }
}
