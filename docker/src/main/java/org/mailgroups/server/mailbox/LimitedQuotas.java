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
 * The quotas of users for whom something is limited; for others there is none. Each new message is checked against them
 * before it is added, and tells of them afterwards. How much there is need not be read where nothing is limited. It is
 * still counted, for the day of a limit. Thread-safe.
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
