// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;
import org.apache.james.backends.jpa.TransactionRunner;
import org.apache.james.mailbox.jpa.quota.JpaCurrentQuotaManager;
import org.apache.james.mailbox.model.QuotaOperation;
import reactor.core.publisher.Mono;

/**
 * How much of their quotas users have. It is changed by one statement, so nothing is lost if messages come and go at
 * once. Thread-safe.
 */
public final class QuotaCounts extends JpaCurrentQuotaManager {
    private static final Statement ADD = new Statement(
            "UPDATE JAMES_QUOTA_CURRENTQUOTA SET CURRENTQUOTA_MESSAGECOUNT = CURRENTQUOTA_MESSAGECOUNT + ?,"
                    + " CURRENTQUOTA_SIZE = CURRENTQUOTA_SIZE + ? WHERE CURRENTQUOTA_QUOTAROOT = ?");

    private final TransactionRunner transactions;

    @Inject
    public QuotaCounts(EntityManagerFactory entityManagers) {
        super(entityManagers);
        this.transactions = new TransactionRunner(entityManagers);
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
        return transactions.runAndRetrieveResult(entityManager -> ADD.update(
                        entityManager,
                        sign * operation.count().asLong(),
                        sign * operation.size().asLong(),
                        operation.quotaRoot().getValue())
                > 0);
    }
}
