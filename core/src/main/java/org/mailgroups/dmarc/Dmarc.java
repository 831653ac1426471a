// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.dmarc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Finds out what the owners of domains ask for. Answers are kept for an hour. If the DNS does not answer, a domain
 * counts as one that is strict, for a minute. So a name server that is away costs time once in a minute, not for each
 * message.
 *
 * <p>Thread-safe.
 */
public final class Dmarc {
    /** How many domains are remembered. */
    static final int MAX_DOMAINS = 10_000;

    /** How long one walk may go on before the next question. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration FAILURE_KEPT = Duration.ofMinutes(1);

    private final TxtLookup dns;
    private final Ticker ticker;
    private final Cache<String, DmarcFinding> known;
    private final Cache<String, DmarcFinding> unknown;

    public Dmarc(TxtLookup dns) {
        this(dns, Ticker.systemTicker());
    }

    Dmarc(TxtLookup dns, Ticker ticker) {
        this.dns = dns;
        this.ticker = ticker;
        this.known = cache(KEPT);
        this.unknown = cache(FAILURE_KEPT);
    }

    private Cache<String, DmarcFinding> cache(Duration kept) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_DOMAINS)
                .expireAfterWrite(kept)
                .ticker(ticker)
                .build();
    }

    /** Returns what is found about a domain in A-labels. */
    public DmarcFinding of(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        DmarcFinding found = known.getIfPresent(name);
        if (found == null) {
            found = unknown.getIfPresent(name);
        }
        return found == null ? walk(name) : found;
    }

    private DmarcFinding walk(String name) {
        long start = ticker.read();
        try {
            DmarcFinding found = DmarcWalk.from(name, dns, () -> {
                if (ticker.read() - start > TIME_LIMIT.toNanos()) {
                    throw new IOException("the DNS takes longer than " + TIME_LIMIT);
                }
            });
            known.put(name, found);
            return found;
        } catch (IOException e) {
            // The one who asks rewrites From then: that is the trace it leaves.
            DmarcFinding strict = DmarcFinding.unknown(name);
            unknown.put(name, strict);
            return strict;
        }
    }

    /** Returns whether a valid signature of a domain proves mail of another, or the same. */
    public boolean isAligned(String signer, DmarcFinding author) {
        String name = signer.toLowerCase(Locale.ROOT);
        return author.domain().equals(name) || (!author.isStrict() && author.isAlignedWith(of(name)));
    }
}
