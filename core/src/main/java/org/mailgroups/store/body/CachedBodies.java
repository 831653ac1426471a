// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.body;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.Bodies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bodies of a store that is far away, each of which is fetched once and then read from this machine's disk, however
 * many chunks need it. A body never changes, so what is here is what is there. What does not fit here is read there.
 *
 * <p>A file is here for some minutes after its last reader, and all of them together are bounded. They have no names,
 * so nothing is left of them after a crash.
 */
public final class CachedBodies implements Bodies, AutoCloseable {
    private static final long MOST_OCTETS = 1L << 30;
    private static final Duration UNUSED = Duration.ofMinutes(5);
    private static final Logger LOGGER = LoggerFactory.getLogger(CachedBodies.class);

    private record Key(UUID posting, int number) {}

    private final Bodies store;
    private final AsyncCache<Key, NamelessFile> files;

    public CachedBodies(Bodies store) {
        this(store, MOST_OCTETS);
    }

    CachedBodies(Bodies store, long mostOctets) {
        this.store = store;
        this.files = Caffeine.newBuilder()
                .maximumWeight(mostOctets >> 10)
                .weigher((Key key, NamelessFile file) -> kibibytes(file.length()))
                .expireAfterAccess(UNUSED)
                .executor(Runnable::run)
                .scheduler(Scheduler.systemScheduler())
                .removalListener((Key key, NamelessFile file, RemovalCause cause) -> file.close())
                .buildAsync();
    }

    private static int kibibytes(long octets) {
        return (int) Math.min(Integer.MAX_VALUE, (octets >> 10) + 1);
    }

    @Override
    public long keep(UUID posting, int number, InputStream octets) throws IOException {
        return store.keep(posting, number, octets);
    }

    @Override
    public InputStream open(UUID posting, int number) throws IOException {
        Optional<InputStream> here = openHere(new Key(posting, number));
        return here.isPresent() ? here.get() : store.open(posting, number);
    }

    /** Returns a body that is here, or can be fetched; empty if there is no room, or it is on its way out. */
    private Optional<InputStream> openHere(Key key) throws IOException {
        try {
            NamelessFile file = file(key);
            Optional<InputStream> octets = file.open();
            if (octets.isEmpty()) {
                // An interrupt of a reader closes a file for all. The next reader fetches it anew.
                files.synchronous().asMap().remove(key, file);
            }
            return octets;
        } catch (NamelessFile.NoRoomException e) {
            LOGGER.warn("there is no room for bodies in the folder of temporary files", LogText.neutral(e));
            return Optional.empty();
        }
    }

    /**
     * Returns the file of a body. Whoever asks first fetches it, and others who want the same body wait for that. The
     * cache itself is not held meanwhile: it keeps many keys under one lock. If the first one fails, the next one
     * tries.
     */
    private NamelessFile file(Key key) throws IOException {
        while (true) {
            CompletableFuture<NamelessFile> mine = new CompletableFuture<>();
            CompletableFuture<NamelessFile> others = files.asMap().putIfAbsent(key, mine);
            if (others == null) {
                return fetch(key, mine);
            }
            NamelessFile fetched = others.join();
            if (fetched != null) {
                return fetched;
            }
        }
    }

    /** Fetches a body for all who wait for it. They get null if that fails. */
    private NamelessFile fetch(Key key, CompletableFuture<NamelessFile> result) throws IOException {
        try (InputStream octets = store.open(key.posting(), key.number())) {
            NamelessFile file = NamelessFile.of(octets);
            result.complete(file);
            return file;
        } finally {
            if (!result.isDone()) {
                files.asMap().remove(key, result);
                result.complete(null);
            }
        }
    }

    @Override
    public void remove(Collection<UUID> postings) throws IOException {
        Set<UUID> removed = Set.copyOf(postings);
        files.synchronous().asMap().keySet().removeIf(key -> removed.contains(key.posting()));
        store.remove(postings);
    }

    @Override
    public List<UUID> kept() throws IOException {
        return store.kept();
    }

    @Override
    public void close() {
        files.synchronous().invalidateAll();
    }
}
