// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import java.util.List;
import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.jpa.quota.JpaCurrentQuotaManager;
import org.apache.james.mailbox.model.CurrentQuotas;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import reactor.core.publisher.Mono;

/**
 * How much of their quotas users have. It is read and changed by one statement, so nothing is lost if messages come and
 * go at once. Thread-safe.
 */
public final class QuotaCounts extends JpaCurrentQuotaManager {
    private static final Statement ADD = new Statement(
            "UPDATE JAMES_QUOTA_CURRENTQUOTA SET CURRENTQUOTA_MESSAGECOUNT = CURRENTQUOTA_MESSAGECOUNT + ?,"
                    + " CURRENTQUOTA_SIZE = CURRENTQUOTA_SIZE + ? WHERE CURRENTQUOTA_QUOTAROOT = ?");

    private static final Statement READ =
            new Statement("SELECT CURRENTQUOTA_MESSAGECOUNT, CURRENTQUOTA_SIZE FROM JAMES_QUOTA_CURRENTQUOTA"
                    + " WHERE CURRENTQUOTA_QUOTAROOT = ?");

    private final DataSource connections;

    @Inject
    public QuotaCounts(EntityManagerFactory entityManagers, DataSource connections) {
        super(entityManagers);
        this.connections = connections;
    }

    @Override
    public Mono<CurrentQuotas> getCurrentQuotas(QuotaRoot root) {
        return Mono.fromCallable(() -> {
            List<Long> counts = READ.numbers(connections, root.getValue());
            return counts.isEmpty()
                    ? CurrentQuotas.emptyQuotas()
                    : new CurrentQuotas(QuotaCountUsage.count(counts.get(0)), QuotaSizeUsage.size(counts.get(1)));
        });
    }

    @Override
    public Mono<QuotaCountUsage> getCurrentMessageCount(QuotaRoot root) {
        return getCurrentQuotas(root).map(CurrentQuotas::count);
    }

    @Override
    public Mono<QuotaSizeUsage> getCurrentStorage(QuotaRoot root) {
        return getCurrentQuotas(root).map(CurrentQuotas::size);
    }

    @Override
    public Mono<Void> increase(QuotaOperation operation) {
        return Mono.defer(() -> add(operation, 1) ? Mono.empty() : super.increase(operation));
    }

    @Override
    public Mono<Void> decrease(QuotaOperation operation) {
        return Mono.defer(() -> add(operation, -1) ? Mono.empty() : super.decrease(operation));
    }

    /** Returns false if nothing is known of the user yet. */
    private boolean add(QuotaOperation operation, int sign) {
        return ADD.update(
                        connections,
                        sign * operation.count().asLong(),
                        sign * operation.size().asLong(),
                        operation.quotaRoot().getValue())
                > 0;
    }
}
