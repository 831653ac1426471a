// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.quota.QuotaLimitValue;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager.QuotaDetails;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * The quotas of users for whom something is limited; others have none. A new message is checked against them before it
 * is added, and listeners hear of them afterwards. If nothing is limited, what is used need not be read. It is counted
 * all the same, for the day on which a limit is set. Thread-safe.
 */
public final class LimitedQuotas extends StoreQuotaManager {
    private final MaxQuotaManager limits;

    @Inject
    public LimitedQuotas(CurrentQuotaManager counts, MaxQuotaManager limits) {
        super(counts, limits);
        this.limits = limits;
    }

    /** Returns the quotas; empty if nothing is limited. */
    @Override
    public Publisher<Quotas> getQuotasReactive(QuotaRoot root) {
        return Mono.from(limits.quotaDetailsReactive(root))
                .filter(LimitedQuotas::isLimited)
                .flatMap(details -> Mono.from(super.getQuotasReactive(root)));
    }

    private static boolean isLimited(QuotaDetails details) {
        return Stream.concat(
                        details.getMaxMessageDetails().values().stream(),
                        details.getMaxStorageDetails().values().stream())
                .anyMatch(QuotaLimitValue::isLimited);
    }
}
