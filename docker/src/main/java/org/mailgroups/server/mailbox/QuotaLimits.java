// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;
import org.apache.james.mailbox.jpa.quota.JPAPerUserMaxQuotaManager;
import org.apache.james.mailbox.model.QuotaRoot;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The limits of a user's quotas. Those that are remembered are told in the calling thread, without an entity manager:
 * James makes one, and goes on in another thread, twice for each message. Thread-safe.
 */
public final class QuotaLimits extends JPAPerUserMaxQuotaManager {
    private final KnownQuotaLimits limits;

    @Inject
    public QuotaLimits(EntityManagerFactory entityManagers, KnownQuotaLimits limits) {
        super(entityManagers, limits);
        this.limits = limits;
    }

    @Override
    public Publisher<QuotaDetails> quotaDetailsReactive(QuotaRoot root) {
        return Mono.defer(() -> limits.remembered(root).map(Mono::just).orElseGet(() -> read(root)));
    }

    /** James' own way tells the limits before it closes the entity manager. */
    private Mono<QuotaDetails> read(QuotaRoot root) {
        return Mono.fromCallable(() -> quotaDetails(root)).subscribeOn(Schedulers.boundedElastic());
    }
}
